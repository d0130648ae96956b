// The session: hello and resume, loss and return. A connection that falls silent is doubted long before it is given up:
// another one is made beside it, and whichever answers first is used, without anybody noticing. What the messages
// mean beyond that is not known here.

import type { Environment, NetworkEvent } from "./environment.ts";
import { disconnected, Link, type LinkUser } from "./link.ts";
import { CommandProblem, type Ending, type Phase } from "./model.ts";
import { Patience } from "./patience.ts";
import {
  type Answer,
  type Bye,
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

/** Waits after failed attempts 1, 2, 3 …, ms; the last repeats. Longer ones would break "back within 2 s". */
const BACKOFF_MS = [200, 400] as const;
/**
 * While packets vanish an attempt hangs: TCP repeats its SYN after 1, 3, 7 s, so a fresh one finds the network sooner.
 * A second attempt starts beside the first after this time, and is replaced by another as often, ms.
 */
const EAGER_MS = 700;
/** The first one may take this long, ms: a slow link that needs several round trips for a connection. */
const PATIENT_MS = 8000;
/** While an attempt waits for its welcome, no other one starts for so long, ms: the server may only be busy. */
const GREETING_MS = 1500;
/** Attempts at once. More find the network no sooner, and the server would see that many hellos. */
const MOST_ATTEMPTS = 2;
/** Factors to those times after so long without a server, ms, so that an office's worth of tabs does not hammer it. */
const SLOWER = [
  { afterMs: 120_000, factor: 10 },
  { afterMs: 60_000, factor: 2.5 },
] as const;
/** Waits where connections are lost as soon as they are made, ms: by how many in a row. */
const UNSTABLE_MS = [0, 250, 500, 1000, 2000, 4000] as const;
/** A connection that held this long was a good one: the next loss is answered at once, ms. */
const STABLE_MS = 2000;

/**
 * From this attempt in a row on, a plain request is made first. Chromium holds a page's WebSockets back for seconds
 * once some have failed, which would cost the time that we have after the network's return; requests it does not.
 */
const ASK_FIRST_FROM = 3;

/**
 * The place is somebody's who is asked whether they give it up: how long until the next try, ms. Less rattles their page;
 * more keeps somebody waiting whose own window has just crashed.
 */
const CONTESTED_MS = 2000;

/**
 * Who was not heard from for so long has lost the place (the server's grace), and nobody expects them, ms. Less turns off the
 * microphones of those who come out of a tunnel; more lets a computer that wakes up put a room on air.
 */
const AWAY_MS = 60_000;

/** Problems that end a connection but not the session: it comes back by itself. */
const RETRIED = new Set([
  "stopping",
  "server-stopping",
  "not-ready",
  "not-saved",
  "too-slow",
  "hello-missing",
  "hello-outdated",
  "connection-gone",
  "internal",
]);
/** Endings after which the same link may work again. */
const REJOINABLE = new Set([
  "left",
  "replaced",
  "meeting-full",
  "meeting-locked",
  "lobby-shut",
  "session-kept",
  "not-recorded",
  "too-frequent",
  "media-full",
]);

export interface SessionState {
  readonly phase: Phase;
  readonly ending?: Ending;
  /** Connecting: the place is another session's, which is asked. */
  readonly contested?: boolean;
  readonly lost?: { readonly since: number; readonly attempt: number; readonly online: boolean };
}

interface Saved {
  resume: string;
  joined: boolean;
}

export class Session implements LinkUser {
  readonly state = createStore<SessionState>({ phase: "idle" });
  readonly onWelcome = new Signal<Welcome>();
  /** Everything else that is not an answer to a request. */
  readonly onMessage = new Signal<ServerMessage>();
  /** The network changed under the connection, which has been found alive: media may need another path. */
  readonly onNetworkChange = new Signal<void>();
  /** The connection has fallen silent (true), or answers again (false). */
  readonly onDoubt = new Signal<boolean>();

  /** With a welcome: nothing was heard from the server for so long before that the place had lapsed. */
  away = false;

  readonly #env: Environment;
  readonly #token: string;
  readonly #key: string;
  readonly #scope = new Scope();
  readonly #patience = new Patience();
  #nextID = 1;
  #saved: Saved | undefined;
  /** The connection in use, as long as nobody has closed it. */
  #link: Link | undefined;
  /** The search for another one, and its attempts, oldest first. */
  #search: Scope | undefined;
  #searchingSince = 0;
  #attempts: Link[] = [];
  #next: Cancel | undefined;
  /** Attempts in a row that came to nothing, and connections in a row that were lost at once. */
  #tries = 0;
  #unstable = 0;
  #hellos = 0;
  /** By this the server knows that two hellos are of one page, whichever welcome comes. */
  readonly #instance: string;
  #heardAt = 0;
  /** The network has changed, and nothing was heard since. */
  #probing = false;

  constructor(env: Environment, meeting: string, token: string) {
    this.#env = env;
    this.#token = token;
    this.#key = `cumbre:session:${meeting}:${token}`;
    this.#saved = readSaved(env.tab.get(this.#key));
    this.#instance = env.unguessable();
    this.#scope.add(env.network.on((event) => this.#networkChanged(event)));
  }

  /** Whether this tab was in the session before a reload. */
  get wasJoined(): boolean {
    return this.#saved?.joined === true;
  }

  get connected(): boolean {
    return this.#link !== undefined;
  }

  join(): void {
    const { phase } = this.state.get();
    if (phase !== "idle" && phase !== "ended") return;
    this.#tries = 0;
    this.#heardAt = this.#env.clock.now();
    // The socket first: what listens to the state may take its time to draw.
    this.#seek();
    this.state.set({ phase: "connecting" });
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
    this.#link?.send(message);
    return this.#link !== undefined;
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
    const id = this.#nextID++;
    return this.#link?.request(id, build(id)) ?? Promise.reject(disconnected());
  }

  // ---- Searching for a connection ----

  /** Begins to make a connection, beside the one in use if there is one. */
  #seek(waitMs = 0): void {
    if (this.#search !== undefined) return;
    this.#search = this.#scope.child();
    this.#searchingSince = this.#env.clock.now();
    if (waitMs > 0) this.#schedule(waitMs);
    else this.#attempt();
  }

  #schedule(ms: number): void {
    this.#next?.();
    this.#next = this.#search?.add(this.#env.clock.after(ms, () => this.#attempt()));
  }

  /** One attempt more, in the place of the younger one if there are enough. */
  #attempt(): void {
    if (this.#search === undefined) return;
    const now = this.#env.clock.now();
    if (this.#attempts.some(({ hello, helloAt }) => hello > 0 && now - helloAt < GREETING_MS))
      return this.#schedule(EAGER_MS);
    const [oldest] = this.#attempts;
    if (oldest && now - oldest.startedAt >= PATIENT_MS) this.#attempts.shift()?.end();
    if (this.#attempts.length >= MOST_ATTEMPTS) this.#attempts.pop()?.end();
    this.#schedule(EAGER_MS * this.#slower());
    const askFirst = this.#tries++ >= ASK_FIRST_FROM;
    this.#attempts.push(new Link(this.#env, this.#scope, this, this.#patience, askFirst));
  }

  /** An attempt came to nothing. */
  #failed(link: Link): void {
    link.end();
    this.#attempts = this.#attempts.filter((other) => other !== link);
    if (this.#attempts.length > 0) return;
    if (this.#link !== undefined && !this.#link.silent) return this.#found();
    if (this.#link === undefined) this.#showLost();
    const wait = BACKOFF_MS[Math.min(this.#tries, BACKOFF_MS.length) - 1] ?? 0;
    // Spread by ±20 %, so that a restarted server is not met by everybody in the same instant.
    this.#schedule(wait * this.#slower() * (0.8 + 0.4 * this.#env.random()));
  }

  #slower(): number {
    const ms = this.#env.clock.now() - (this.state.get().lost?.since ?? this.#searchingSince);
    return SLOWER.find(({ afterMs }) => ms > afterMs)?.factor ?? 1;
  }

  /** Ends the search, but for those who have said hello: the server may turn to them yet. */
  #found(): void {
    this.#next?.();
    for (const link of this.#attempts) if (link.hello === 0) link.end();
    this.#attempts = this.#attempts.filter(({ hello }) => hello > 0);
    if (this.#attempts.length > 0) return;
    this.#search?.end();
    this.#search = undefined;
  }

  /** Ends everything that is connected or on the way, without saying what comes next. */
  #drop(): void {
    for (const link of this.#attempts) link.end();
    this.#attempts = [];
    this.#found();
    this.#link?.end();
    this.#link = undefined;
    this.#probing = false;
  }

  /** The connection in use is gone. What has said hello already may replace it before anybody notices. */
  #gone(link: Link): void {
    const now = this.#env.clock.now();
    const stable = now - (link.welcomedAt ?? now) >= STABLE_MS;
    link.end();
    this.#link = undefined;
    this.#probing = false;
    this.#unstable = stable ? 0 : this.#unstable + 1;
    const wait = UNSTABLE_MS[Math.min(this.#unstable, UNSTABLE_MS.length) - 1] ?? 0;
    if (!this.#attempts.some(({ hello }) => hello > 0)) {
      this.#showLost();
      return this.#seek(wait);
    }
    this.#search?.add(this.#env.clock.after(GREETING_MS, () => this.#link ?? this.#showLost()));
    this.#schedule(EAGER_MS);
  }

  #showLost(): void {
    const { phase, lost } = this.state.get();
    if (phase === "idle" || phase === "ended") return;
    const online = this.#env.network.online();
    this.state.set({
      phase: phase === "connecting" ? "connecting" : "reconnecting",
      lost: { since: lost?.since ?? this.#env.clock.now(), attempt: this.#tries, online },
    });
  }

  #networkChanged(event: NetworkEvent): void {
    const { phase, lost } = this.state.get();
    if (phase === "idle" || phase === "ended") return;
    if (lost !== undefined) this.state.patch({ lost: { ...lost, online: this.#env.network.online() } });
    if (this.#link !== undefined) {
      this.#probing ||= event === "online" || event === "changed";
      this.#link.ping();
    }
    if (event === "offline" || this.#search === undefined) return;
    // What was under way is on its way to nowhere.
    for (const link of this.#attempts) link.end();
    this.#attempts = [];
    this.#tries = 0;
    this.#attempt();
  }

  // ---- What happens to links ----

  /** Requests that waited for the server all learn of its return at once; one WebSocket is enough. */
  mayOpen(link: Link): boolean {
    const now = this.#env.clock.now();
    return !this.#attempts.some((other) => other !== link && Math.abs(now - other.openingAt) < EAGER_MS);
  }

  opened(link: Link): void {
    link.hello = ++this.#hellos;
    link.helloAt = this.#env.clock.now();
    const { resume, joined } = this.#saved ?? {};
    link.send({
      type: "hello",
      version: PROTOCOL_VERSION,
      token: this.#token,
      client: this.#env.clientName,
      instance: this.#instance,
      attempt: link.hello,
      ...(resume ? { resume } : {}),
      // Nobody has pressed anything: where another window has taken the place since, it stays there.
      ...(joined ? { again: true } : {}),
    });
  }

  closed(link: Link): void {
    if (link === this.#link) this.#gone(link);
    else if (this.#attempts.includes(link)) this.#failed(link);
    else link.end();
  }

  silent(link: Link): void {
    if (link !== this.#link) return;
    this.onDoubt.emit(true);
    this.#seek();
  }

  revived(link: Link): void {
    this.#patience.falseAlarm(this.#env.clock.now());
    if (link !== this.#link) return;
    this.#found();
    this.onDoubt.emit(false);
  }

  dead(link: Link): void {
    if (link === this.#link) this.#gone(link);
  }

  received(link: Link, message: ServerMessage): void {
    const now = this.#env.clock.now();
    this.away ||= now - this.#heardAt >= AWAY_MS;
    this.#heardAt = now;
    switch (message.type) {
      case "ack":
        link.settle(message.id, (pending) => pending.resolve(undefined));
        return;
      case "answer":
        link.settle(message.id, (pending) => pending.resolve(message));
        return;
      case "problem":
        return message.fatal ? this.#fatal(link, message.problem) : this.#problem(link, message);
      case "bye":
        return this.#bye(link, message);
      case "welcome":
        return this.#welcome(link, message);
      default:
        return this.#told(link, message);
    }
  }

  // ---- Messages ----

  #told(link: Link, message: ServerMessage): void {
    if (link !== this.#link) return;
    if (this.#probing) {
      this.#probing = false;
      this.onNetworkChange.emit();
    }
    if (message.type !== "pong") this.onMessage.emit(message);
  }

  #welcome(link: Link, welcome: Welcome): void {
    if (link !== this.#link && !this.#attempts.includes(link)) return;
    this.#saved = { resume: welcome.resume, joined: true };
    this.#env.tab.set(this.#key, JSON.stringify(this.#saved));
    if (link !== this.#link) this.#adopt(link);
    this.onWelcome.emit(welcome);
    this.away = false;
    if (this.#link === link) this.state.set({ phase: welcome.admission === "admitted" ? "joined" : "lobby" });
  }

  /** Uses that link from now on. */
  #adopt(link: Link): void {
    const before = this.#link;
    this.#link = link;
    this.#probing = false;
    this.#tries = 0;
    link.welcomedAt = this.#env.clock.now();
    this.#attempts = this.#attempts.filter((other) => other !== link);
    this.#found();
    link.watch();
    before?.retire();
  }

  #problem(link: Link, message: ServerMessage & { type: "problem" }): void {
    const { code, title, detail } = message.problem;
    const problem = new CommandProblem(code, title, detail);
    if (!link.settle(message.id ?? 0, (pending) => pending.reject(problem))) this.#told(link, message);
  }

  #fatal(link: Link, problem: Problem): void {
    if (link !== this.#link && !this.#attempts.includes(link)) return link.end();
    // Only the connection in use ends what goes on there.
    if (link !== this.#link && this.#link !== undefined) return this.closed(link);
    if (problem.code.startsWith("resume-") && this.#saved !== undefined) {
      // What we remember is of no use any more: come as if for the first time.
      this.#forget();
      return this.closed(link);
    }
    if (RETRIED.has(problem.code)) return this.closed(link);
    if (problem.code === "session-in-use") return this.#contested(link);
    if (problem.code === "session-replaced") return this.#end({ code: "replaced", canRejoin: true });
    if (problem.code === "session-left") return this.#end({ code: "left", canRejoin: true });
    this.#end({
      code: problem.code,
      title: problem.title,
      ...(problem.detail === undefined ? {} : { detail: problem.detail }),
      canRejoin: REJOINABLE.has(problem.code),
    });
  }

  #contested(link: Link): void {
    link.end();
    this.#attempts = this.#attempts.filter((other) => other !== link);
    this.#tries = 0; // the server does answer
    this.state.patch({ contested: true });
    this.#schedule(CONTESTED_MS);
  }

  #bye(link: Link, { reason, own }: Bye): void {
    const current = link === this.#link || this.#attempts.includes(link);
    if (!current || own === true) return this.closed(link);
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

function readSaved(text: string | undefined): Saved | undefined {
  try {
    const value = JSON.parse(text ?? "null") as Partial<Saved> | null;
    if (typeof value?.resume !== "string") return undefined;
    return { resume: value.resume, joined: value.joined === true };
  } catch {
    return undefined;
  }
}
