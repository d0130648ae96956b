// A stream of server-sent events read with fetch: EventSource sends no token (HTML, section 9.2.6 for the format).

import { problemOf } from "../api.ts";
import type { Clock } from "../environment.ts";
import { CommandProblem } from "../model.ts";
import { type Cancel, Scope } from "../scope.ts";

/** One event of a stream. */
export interface StreamEvent {
  readonly name: string;
  readonly data: string;
}

/**
 * The most characters that one event may have: a text of 200 paragraphs in four languages has a fifth of it. More is no
 * stream of ours, and would fill the memory.
 */
const MOST_CHARACTERS = 16_000_000;

/** Makes events of what arrives in pieces. Comments, ids and retry times are passed over. */
export class EventParser {
  #rest = "";
  #name = "";
  #data: string[] = [];
  #size = 0;

  push(piece: string): readonly StreamEvent[] {
    const lines = (this.#rest + piece).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    if (this.#rest.length + this.#size > MOST_CHARACTERS) throw new Error("the event is too long");
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): StreamEvent[] {
    if (line === "") return this.#dispatch();
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "event") this.#name = value;
    if (field === "data") {
      this.#data.push(value);
      this.#size += value.length;
    }
    return [];
  }

  #dispatch(): StreamEvent[] {
    const event = { name: this.#name || "message", data: this.#data.join("\n") };
    const empty = this.#data.length === 0;
    this.#name = "";
    this.#data = [];
    this.#size = 0;
    return empty ? [] : [event];
  }
}

/** Opens a stream; resolves at its end. Rejects with CommandProblem where the server would refuse it again, else with something else. */
export type ReadStream = (
  path: string,
  on: (event: StreamEvent | "alive") => void,
  signal: AbortSignal,
) => Promise<void>;

export function createReadStream(
  token: string,
  fetcher: typeof fetch = (...args) => fetch(...args),
): ReadStream {
  return async (path, on, signal) => {
    const response = await fetcher(`/api/v1${path}`, {
      headers: { Accept: "text/event-stream", Authorization: `Bearer ${token}` },
      cache: "no-store",
      signal,
    });
    if (isFinal(response.status)) throw await problemOf(response);
    if (!response.ok) throw new Error(response.statusText);
    const parser = new EventParser();
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const piece = await reader?.read();
      if (piece?.value === undefined) return;
      on("alive");
      for (const event of parser.push(piece.value)) on(event);
    }
  };
}

/** First pause before another try, ms, and the most: it doubles. */
const FIRST_MS = 500;
const MOST_MS = 15_000;
/** The server sends a comment every 15 s: after three that did not come the connection is dead, ms. */
const SILENT_MS = 45_000;

export interface StreamUse {
  event(event: StreamEvent): void;
  /** The connection is lost; another is being tried. */
  lost(): void;
  /** The server says no, and will: nothing more is tried. */
  refused(problem: CommandProblem): void;
}

/** Keeps a stream open until its scope ends. */
export class LiveStream {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #read: ReadStream;
  readonly #path: string;
  readonly #use: StreamUse;
  readonly #scope = new Scope();
  #pause = FIRST_MS;
  #watch: Cancel | undefined;

  constructor(clock: Clock, random: () => number, read: ReadStream, path: string, use: StreamUse) {
    this.#clock = clock;
    this.#random = random;
    this.#read = read;
    this.#path = path;
    this.#use = use;
    void this.#run();
  }

  close(): void {
    this.#scope.end();
  }

  async #run(): Promise<void> {
    const ended = new AbortController();
    const remove = this.#scope.add(() => ended.abort());
    this.#expect(ended);
    try {
      await this.#read(this.#path, (event) => this.#came(event, ended), ended.signal);
    } catch (error) {
      if (error instanceof CommandProblem) {
        if (!this.#scope.ended) this.#use.refused(error);
        return this.close();
      }
    } finally {
      this.#watch?.();
      remove();
    }
    if (this.#scope.ended) return;
    this.#use.lost();
    // Up to a quarter more, so that all who were cut off do not come back at one instant.
    const pause = this.#pause * (1 + this.#random() / 4);
    this.#pause = Math.min(MOST_MS, this.#pause * 2);
    this.#scope.add(this.#clock.after(pause, () => void this.#run()));
  }

  #came(event: StreamEvent | "alive", ended: AbortController): void {
    if (ended.signal.aborted) return;
    this.#pause = FIRST_MS;
    if (event === "alive") this.#expect(ended);
    else this.#use.event(event);
  }

  #expect(ended: AbortController): void {
    this.#watch?.();
    this.#watch = this.#scope.add(this.#clock.after(SILENT_MS, () => ended.abort()));
  }
}

/** Whether the same request would be refused again. */
function isFinal(status: number): boolean {
  return status >= 400 && status < 500 && status !== 429 && status !== 408;
}
