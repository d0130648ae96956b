// One WebSocket from the attempt to its end: requests and their answers, and whether the other side still answers. A
// session has one that it uses and, while that one is in doubt, others on the way.

import type { Environment, Socket } from "./environment.ts";
import { CommandProblem } from "./model.ts";
import type { Patience } from "./patience.ts";
import type { Answer, ClientMessage, ServerMessage } from "./protocol.ts";
import type { Cancel, Scope } from "./scope.ts";

/**
 * Ping interval, ms. The server takes 4 a second. More notices a dead network later, less costs the radio of a phone
 * without gaining much: media packets keep it awake anyway.
 */
const PING_MS = 400;
/** After so long without an answer a connection is given up, ms; in doubt it is much earlier. */
const DEAD_MS = 2500;
/** How long answers to commands are still taken from a connection that another has taken over from, ms. */
const DRAIN_MS = 2000;
/**
 * A timer that fires so much too late says that the page or the device slept, ms: the answer may lie in the queue.
 * It is asked again with so much patience.
 */
const LATE_MS = 250;

/** Who uses links: told of everything that happens to them, until they are ended. */
export interface LinkUser {
  /** The server answered a plain request: shall the WebSocket be opened? */
  mayOpen(link: Link): boolean;
  opened(link: Link): void;
  received(link: Link, message: ServerMessage): void;
  /** Closed by the server, or by the network, or could not be opened. */
  closed(link: Link): void;
  /** A ping has been unanswered for longer than usual. */
  silent(link: Link): void;
  /** A silent one answers again. */
  revived(link: Link): void;
  /** Unanswered for DEAD_MS. */
  dead(link: Link): void;
}

interface Pending {
  readonly offer: boolean;
  resolve(answer: Answer | undefined): void;
  reject(problem: CommandProblem): void;
}

export class Link {
  readonly startedAt: number;
  /** When the WebSocket was asked for; Infinity: not yet. */
  openingAt = Number.POSITIVE_INFINITY;
  /** The how-manieth hello of the session was said here; 0: none yet. */
  hello = 0;
  helloAt = 0;
  welcomedAt: number | undefined;

  readonly #env: Environment;
  readonly #user: LinkUser;
  readonly #patience: Patience;
  readonly #scope: Scope;
  readonly #pending = new Map<number, Pending>();
  #socket: Socket | undefined;
  #unanswered: Cancel | undefined;
  #silent = false;

  /** Starts at once; `askFirst`: with a plain request, and with the WebSocket only once the server answers. */
  constructor(env: Environment, parent: Scope, user: LinkUser, patience: Patience, askFirst: boolean) {
    this.#env = env;
    this.#user = user;
    this.#patience = patience;
    this.#scope = parent.child();
    this.startedAt = env.clock.now();
    this.#scope.add(() => this.#close());
    if (askFirst) void this.#ask();
    else this.#open();
  }

  get silent(): boolean {
    return this.#silent;
  }

  send(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  request(id: number, message: ClientMessage): Promise<Answer | undefined> {
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { offer: message.type === "offer", resolve, reject });
      this.send(message);
    });
  }

  settle(id: number, how: (pending: Pending) => void): boolean {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (pending !== undefined) how(pending);
    return pending !== undefined;
  }

  /** From now on it is asked regularly whether it lives. */
  watch(): void {
    this.#scope.add(this.#env.clock.every(PING_MS, () => this.ping()));
  }

  ping(): void {
    this.send({ type: "ping", t: this.#env.clock.now() });
    if (this.#unanswered !== undefined) return;
    const patience = this.#patience.ms(this.#env.clock.now());
    this.#wait(patience, () => this.#doubt(patience));
  }

  /** Another link has taken over: commands under way may still be answered here, offers are made anew there. */
  retire(): void {
    this.#unanswered?.();
    for (const [id, { offer }] of [...this.#pending]) {
      if (offer) this.settle(id, (pending) => pending.reject(disconnected()));
    }
    if (this.#pending.size === 0 && !this.#silent) return this.end();
    this.#scope.add(this.#env.clock.after(DRAIN_MS, () => this.end()));
  }

  end(): void {
    this.#scope.end();
  }

  // ---- The socket ----

  async #ask(): Promise<void> {
    const answers = await this.#env.reachable();
    if (this.#scope.ended) return;
    if (answers && this.#user.mayOpen(this)) this.#open();
    else this.#user.closed(this);
  }

  #close(): void {
    this.#socket?.close();
    for (const pending of this.#pending.values()) pending.reject(disconnected());
    this.#pending.clear();
  }

  #open(): void {
    const guarded = (run: () => void) => () => {
      if (!this.#scope.ended) run();
    };
    this.openingAt = this.#env.clock.now();
    this.#socket = this.#env.openSocket({
      open: guarded(() => this.#user.opened(this)),
      message: (text) => {
        if (!this.#scope.ended) this.#received(text);
      },
      close: guarded(() => this.#user.closed(this)),
    });
  }

  #received(text: string): void {
    this.#heard();
    const message = parse(text);
    if (message?.type === "pong") this.#patience.measured(this.#env.clock.now() - message.t);
    if (message !== undefined) this.#user.received(this, message);
  }

  // ---- Alive? ----

  /** Any message is a sign of life. */
  #heard(): void {
    this.#unanswered?.();
    this.#unanswered = undefined;
    if (!this.#silent) return;
    this.#silent = false;
    this.#user.revived(this);
  }

  #doubt(waited: number): void {
    this.#silent = true;
    this.#wait(DEAD_MS - waited, () => this.#user.dead(this));
    this.#user.silent(this);
  }

  /** Runs then, unless something is heard before; `again`: it was late once already. */
  #wait(ms: number, then: () => void, again = false): void {
    const { clock } = this.#env;
    const due = clock.now() + ms;
    const cancel = this.#scope.add(
      clock.after(Math.max(0, ms), () => {
        if (!again && clock.now() - due > LATE_MS) this.#wait(LATE_MS, then, true);
        else then();
      }),
    );
    this.#unanswered = cancel;
  }
}

export function disconnected(): CommandProblem {
  return new CommandProblem("disconnected", "There is no connection to the server");
}

function parse(text: string): ServerMessage | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const typed = typeof value === "object" && value !== null && "type" in value;
    return typed && typeof value.type === "string" ? (value as ServerMessage) : undefined;
  } catch {
    return undefined;
  }
}
