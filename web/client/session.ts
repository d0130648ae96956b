// The WebSocket's state machine: hello and resume, loss and return, requests and their answers. It knows nothing
// of what the messages mean beyond that.

import type { Environment, NetworkEvent, Socket } from "./environment.ts";
import { CommandProblem, type Ending, type Phase } from "./model.ts";
import {
  type Answer,
  type ByeReason,
  type ClientMessage,
  type Command,
  type OfferLine,
  PROTOCOL_VERSION,
  type Problem,
  type ServerMessage,
  type Signal as SignalMessage,
  type Welcome,
} from "./protocol.ts";
import { type Cancel, Scope } from "./scope.ts";
import { createStore, Signal } from "./store.ts";

/** Waits before attempts 1, 2, 3 …, ms; the last repeats. Longer ones would break "back within 2 s". */
const BACKOFF_MS = [0, 250, 500, 1000] as const;
/** After this long without a server the last wait grows, so that an office's worth of tabs does not hammer it. */
const PATIENT_AFTER_MS = 120_000;
const PATIENT_BACKOFF_MS = 4000;
/**
 * How long one attempt may take until the welcome, ms. Where packets vanish, TCP repeats its SYN after 1, 3, 7 s:
 * giving up early and trying anew finds the network sooner. Every fourth attempt waits longer, for slow links.
 */
const ATTEMPT_MS = [2500, 2500, 2500, 6000] as const;
/** Ping interval; with PONG_MS a silent connection is dead after at most 4.5 s without any message. */
const PING_MS = 2000;
const PONG_MS = 2500;
/** A quicker check after the system said that the network changed, ms. */
const PROBE_MS = 1500;

/**
 * From this attempt in a row on, a plain request is made first. Chromium holds a page's WebSockets back for seconds
 * once some have failed, which would cost the time that we have after the network's return; requests it does not.
 */
const ASK_FIRST_FROM = 3;
/** A connection that held this long was a good one: the next loss is answered at once, ms. */
const STABLE_MS = 2000;

/** Problems that end a connection but not the session: it comes back by itself. */
const RETRIED = new Set([
  "stopping",
  "server-stopping",
  "not-ready",
  "not-saved",
  "too-slow",
  "hello-missing",
  "connection-gone",
  "internal",
]);
/** Endings after which the same link may work again. */
const REJOINABLE = new Set([
  "left",
  "replaced",
  "meeting-full",
  "meeting-locked",
  "too-frequent",
  "media-full",
]);

export interface SessionState {
  readonly phase: Phase;
  readonly ending?: Ending;
  readonly lost?: { readonly since: number; readonly attempt: number; readonly online: boolean };
}

interface Pending {
  resolve(answer: Answer | undefined): void;
  reject(problem: CommandProblem): void;
}

interface Saved {
  resume: string;
  joined: boolean;
}

export class Session {
  readonly state = createStore<SessionState>({ phase: "idle" });
  readonly onWelcome = new Signal<Welcome>();
  /** Everything else that is not an answer to a request. */
  readonly onMessage = new Signal<ServerMessage>();
  /** The network changed under the connection, which has been found alive: media may need another path. */
  readonly onNetworkChange = new Signal<void>();

  readonly #env: Environment;
  readonly #token: string;
  readonly #key: string;
  readonly #scope = new Scope();
  readonly #pending = new Map<number, Pending>();
  #nextID = 1;
  #saved: Saved | undefined;
  // Of the present attempt or connection.
  #attempt = -1;
  #welcomedAt = 0;
  #socket: Socket | undefined;
  #connection = new Scope();
  #welcomed = false;
  #limit: Cancel | undefined;
  #deadline: Cancel | undefined;
  /** Whether the probe under way is for another network. */
  #probing = false;

  constructor(env: Environment, meeting: string, token: string) {
    this.#env = env;
    this.#token = token;
    this.#key = `cumbre:session:${meeting}:${token}`;
    this.#saved = readSaved(env.tab.get(this.#key));
    this.#scope.add(env.network.on((event) => this.#networkChanged(event)));
  }

  /** Whether this tab was in the session before a reload. */
  get wasJoined(): boolean {
    return this.#saved?.joined === true;
  }

  get connected(): boolean {
    return this.#welcomed;
  }

  join(): void {
    const { phase } = this.state.get();
    if (phase !== "idle" && phase !== "ended") return;
    this.state.set({ phase: "connecting" });
    this.#attempt = -1;
    this.#connect();
  }

  leave(): void {
    this.send({ type: "leave" });
    this.#end({ code: "left", canRejoin: true });
  }

  dispose(): void {
    this.#drop();
    this.#scope.end();
  }

  /** Sends a message that nothing answers; false where there is no connection (then it is lost). */
  send(message: SignalMessage): boolean {
    if (!this.#welcomed) return false;
    this.#transmit(message);
    return true;
  }

  async command(command: Command): Promise<void> {
    await this.#request((id) => ({ ...command, id }));
  }

  /** Sends an offer and resolves to its answer. */
  async offer(sdp: string, lines: OfferLine[], isNew: boolean): Promise<Answer> {
    const answer = await this.#request((id) => ({ type: "offer", id, sdp, lines, new: isNew }));
    if (answer === undefined)
      throw new CommandProblem("protocol", "An offer was acknowledged without answer");
    return answer;
  }

  #request(build: (id: number) => ClientMessage): Promise<Answer | undefined> {
    if (!this.#welcomed) return Promise.reject(disconnected());
    const id = this.#nextID++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#transmit(build(id));
    });
  }

  #transmit(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  // ---- Connecting ----

  #connect(): void {
    this.#drop();
    const scope = this.#scope.child();
    this.#connection = scope;
    const limit = ATTEMPT_MS[this.#attempt % ATTEMPT_MS.length] ?? ATTEMPT_MS[0];
    this.#limit = scope.add(this.#env.clock.after(limit, () => this.#lost(true)));
    if (this.#attempt < ASK_FIRST_FROM) return this.#open(scope);
    void this.#env.reachable().then((answers) => {
      if (!scope.ended) this.#answered(scope, answers);
    });
  }

  #answered(scope: Scope, answers: boolean): void {
    if (answers) this.#open(scope);
    else this.#lost(false);
  }

  #open(scope: Scope): void {
    const guarded = (run: () => void) => () => {
      if (!scope.ended) run();
    };
    this.#socket = this.#env.openSocket({
      open: guarded(() => this.#hello()),
      message: (text) => {
        if (!scope.ended) this.#received(text);
      },
      close: guarded(() => this.#lost(false)),
    });
  }

  #hello(): void {
    const resume = this.#saved?.resume;
    this.#transmit({
      type: "hello",
      version: PROTOCOL_VERSION,
      token: this.#token,
      client: this.#env.clientName,
      ...(resume ? { resume } : {}),
    });
  }

  /** Ends the present connection or attempt, without saying what comes next. */
  #drop(): void {
    this.#connection.end();
    this.#socket?.close();
    this.#socket = undefined;
    this.#welcomed = false;
    this.#deadline = undefined;
    this.#probing = false;
    for (const pending of this.#pending.values()) pending.reject(disconnected());
    this.#pending.clear();
  }

  /** A connection or an attempt failed: tries again, at once where the attempt has waited long enough itself. */
  #lost(waited: boolean): void {
    const { phase, lost } = this.state.get();
    const now = this.#env.clock.now();
    const stable = this.#welcomed && now - this.#welcomedAt >= STABLE_MS;
    this.#drop();
    if (phase === "ended" || phase === "idle") return;
    const since = lost?.since ?? now;
    const again: Phase = phase === "connecting" ? "connecting" : "reconnecting";
    const attempt = stable ? 0 : this.#attempt + 1;
    this.#attempt = attempt;
    this.state.set({ phase: again, lost: { since, attempt, online: this.#env.network.online() } });
    this.#connection = this.#scope.child();
    const wait = waited ? 0 : backoff(attempt, now - since, this.#env.random());
    this.#connection.add(this.#env.clock.after(wait, () => this.#connect()));
  }

  #networkChanged(event: NetworkEvent): void {
    const { phase, lost } = this.state.get();
    if (phase === "idle" || phase === "ended") return;
    if (this.#welcomed) {
      this.#probing ||= event === "online" || event === "changed";
      this.#probe();
      return;
    }
    if (lost !== undefined) this.state.patch({ lost: { ...lost, online: this.#env.network.online() } });
    if (event === "offline") return;
    this.#attempt = -1;
    this.#connect();
  }

  // ---- Alive? ----

  /** Asks whether the connection still lives, with a shorter patience than usual. */
  #probe(): void {
    this.#deadline?.();
    this.#deadline = undefined;
    this.#ping(PROBE_MS);
  }

  #ping(patience: number): void {
    this.#transmit({ type: "ping", t: this.#env.clock.now() });
    // The first unanswered ping sets the deadline; any message takes it away.
    this.#deadline ??= this.#connection.add(this.#env.clock.after(patience, () => this.#lost(true)));
  }

  // ---- Messages ----

  #received(text: string): void {
    this.#deadline?.();
    this.#deadline = undefined;
    const message = parse(text);
    if (this.#probing && this.#welcomed) {
      this.#probing = false;
      this.onNetworkChange.emit();
    }
    if (message !== undefined) this.#dispatch(message);
  }

  #dispatch(message: ServerMessage): void {
    switch (message.type) {
      case "welcome":
        return this.#welcome(message);
      case "pong":
        return;
      case "ack":
        return this.#settle(message.id, (pending) => pending.resolve(undefined));
      case "answer":
        return this.#settle(message.id, (pending) => pending.resolve(message));
      case "problem":
        return message.fatal ? this.#fatal(message.problem) : this.#problem(message.id ?? 0, message);
      case "bye":
        return this.#bye(message.reason);
      default:
        if (this.#welcomed) this.onMessage.emit(message);
    }
  }

  #welcome(welcome: Welcome): void {
    const first = !this.#welcomed;
    this.#welcomed = true;
    if (first) this.#welcomedAt = this.#env.clock.now();
    this.#saved = { resume: welcome.resume, joined: true };
    this.#env.tab.set(this.#key, JSON.stringify(this.#saved));
    if (first) {
      this.#limit?.();
      this.#connection.add(this.#env.clock.every(PING_MS, () => this.#ping(PONG_MS)));
    }
    this.onWelcome.emit(welcome);
    if (this.#welcomed) this.state.set({ phase: welcome.admission === "admitted" ? "joined" : "lobby" });
  }

  #settle(id: number, how: (pending: Pending) => void): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    if (pending !== undefined) how(pending);
  }

  #problem(id: number, message: ServerMessage & { type: "problem" }): void {
    const { code, title, detail } = message.problem;
    if (!this.#pending.has(id)) return this.onMessage.emit(message);
    this.#settle(id, (pending) => pending.reject(new CommandProblem(code, title, detail)));
  }

  #fatal(problem: Problem): void {
    if (problem.code.startsWith("resume-") && this.#saved !== undefined) {
      // What we remember is of no use any more: come as if for the first time.
      this.#forget();
      return this.#lost(false);
    }
    if (RETRIED.has(problem.code)) return this.#lost(false);
    this.#end({
      code: problem.code,
      title: problem.title,
      ...(problem.detail === undefined ? {} : { detail: problem.detail }),
      canRejoin: REJOINABLE.has(problem.code),
    });
  }

  #bye(reason: ByeReason): void {
    this.#end({ code: reason, canRejoin: REJOINABLE.has(reason) });
  }

  #end(ending: Ending): void {
    this.#drop();
    this.#forget(ending.code === "replaced");
    this.state.set({ phase: "ended", ending });
  }

  /** Forgets the resume secret, or keeps it for a rejoin by hand but not for a reload. */
  #forget(keepResume = false): void {
    if (keepResume && this.#saved !== undefined) {
      this.#saved = { resume: this.#saved.resume, joined: false };
      this.#env.tab.set(this.#key, JSON.stringify(this.#saved));
      return;
    }
    this.#saved = undefined;
    this.#env.tab.remove(this.#key);
  }
}

function backoff(attempt: number, lostForMs: number, random: number): number {
  const base =
    lostForMs > PATIENT_AFTER_MS
      ? PATIENT_BACKOFF_MS
      : (BACKOFF_MS[Math.min(attempt, BACKOFF_MS.length - 1)] ?? PATIENT_BACKOFF_MS);
  // Spread by ±20 %, so that a restarted server is not met by everybody in the same instant.
  return base * (0.8 + 0.4 * random);
}

function disconnected(): CommandProblem {
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

function readSaved(text: string | undefined): Saved | undefined {
  try {
    const value = JSON.parse(text ?? "null") as Partial<Saved> | null;
    if (typeof value?.resume !== "string") return undefined;
    return { resume: value.resume, joined: value.joined === true };
  } catch {
    return undefined;
  }
}
