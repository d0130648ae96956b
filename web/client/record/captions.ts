// Captions: what is said, written as it is said. Readers choose a language; a captioner sends the sentence as it grows.

import type { Environment } from "../environment.ts";
import type { CaptionLine, Captions, CaptionsView } from "../model.ts";
import type { Caption, Command, ServerMessage, Signal } from "../protocol.ts";
import { type Cancel, Scope } from "../scope.ts";
import { createStore } from "../store.ts";

const KEY = "cumbre:captions";
/** The growing sentence is sent so often, ms: readers read it as it is typed; the server takes 20 a second. */
const SEND_MS = 150;
/** Finished sentences that are kept: what two lines can show, and one more. */
const KEPT = 3;
/** So long after the last word the captions go, ms: nobody reads them any more, and they hide a picture. */
const STAY_MS = 10_000;

export interface CaptionsContext {
  command(command: Command): Promise<void>;
  send(message: Signal): void;
}

export class CaptionsModel implements Captions {
  readonly view = createStore<CaptionsView>({ language: "", lines: [] });

  readonly #env: Environment;
  readonly #context: CaptionsContext;
  readonly #scope = new Scope();
  #key = 0;
  #fade: Cancel | undefined;
  #timer: Cancel | undefined;
  #waiting: { language: string; origin: "floor" | "interpretation"; text: string } | undefined;

  constructor(env: Environment, context: CaptionsContext) {
    this.#env = env;
    this.#context = context;
    const language = env.browser.get(KEY);
    if (language) this.view.patch({ language });
  }

  choose(language: string): void {
    this.view.set({ language, lines: [] });
    this.#env.browser.set(KEY, language);
    this.#context.send({ type: "set-captions", language });
  }

  /** There is a (new) connection. */
  welcomed(): void {
    const { language } = this.view.get();
    this.view.patch({ lines: [] });
    if (language !== "") this.#context.send({ type: "set-captions", language });
  }

  handle(message: ServerMessage): void {
    if (message.type !== "caption" || message.language !== this.view.get().language) return;
    this.view.patch({ lines: this.#after(this.view.get().lines, message) });
    this.#fade?.();
    this.#fade = this.#scope.add(this.#env.clock.after(STAY_MS, () => this.view.patch({ lines: [] })));
  }

  /** The lines after a caption: a captioner's unfinished sentence is replaced by what comes of the same. */
  #after(lines: readonly CaptionLine[], message: Caption): readonly CaptionLine[] {
    const by = message.by ?? "";
    const open = lines.find((line) => line.by === by && !line.final);
    const others = lines.filter((line) => line !== open);
    if (message.text === "") return others;
    const { origin, text, final, language } = message;
    const line: CaptionLine = {
      key: open?.key ?? ++this.#key,
      by,
      speaker: message.speaker ?? "",
      language,
      origin,
      text,
      final,
      machine: message.source === "asr",
    };
    return [...others.filter((one) => one.final).slice(-KEPT), ...others.filter((one) => !one.final), line];
  }

  write(language: string, origin: "floor" | "interpretation", text: string): void {
    this.#waiting = { language, origin, text };
    this.#timer ??= this.#scope.add(this.#env.clock.after(SEND_MS, () => this.#flush()));
  }

  #flush(): void {
    this.#timer?.();
    this.#timer = undefined;
    const now = this.#waiting;
    this.#waiting = undefined;
    // One that is lost is replaced by the next.
    if (now) this.#context.command({ type: "write-caption", ...now, final: false }).catch(() => undefined);
  }

  finish(language: string, origin: "floor" | "interpretation", text: string): Promise<void> {
    this.#timer?.();
    this.#timer = undefined;
    this.#waiting = undefined;
    return this.#context.command({ type: "write-caption", language, origin, text, final: true });
  }

  dispose(): void {
    this.#scope.end();
  }
}
