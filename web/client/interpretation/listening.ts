// What a listener chose, said to the server whenever it may not know it, and what is heard of it.

import type { Environment } from "../environment.ts";
import type { Signal as SignalMessage } from "../protocol.ts";
import { Scope } from "../scope.ts";
import { createStore, Signal, shallowEqual } from "../store.ts";
import { chosenChannel, defaultChoice, listeningView } from "./listening-view.ts";
import { boundOriginal, type InterpretationMemory } from "./memory.ts";
import type { ListenChoice, Listening, ListeningView } from "./model.ts";
import type { InterpretationState } from "./state.ts";

/** What the listener's side needs of the rest. */
export interface ListeningContext {
  state(): InterpretationState;
  /** The meeting's languages. */
  languages(): readonly string[];
  /** Language of the own invitation or profile; "": not said. */
  ownLanguage(): string;
  /** Whether the server takes `listen` now, and from this role. */
  listens(): boolean;
  send(message: SignalMessage): boolean;
}

export class ListeningModel implements Listening {
  readonly view;
  /** Another choice: what is on the interpretation line is about to change. */
  readonly onChosen = new Signal<void>();
  /** Another sign language, or none. */
  readonly onSign = new Signal<string>();

  readonly #env: Environment;
  readonly #memory: InterpretationMemory;
  readonly #context: ListeningContext;
  readonly #scope = new Scope();
  #chosen: ListenChoice | undefined;
  #sign: string;
  #original: number;
  #silent = false;
  #limiting = 0;
  #sent = "";

  constructor(env: Environment, memory: InterpretationMemory, context: ListeningContext) {
    this.#env = env;
    this.#memory = memory;
    this.#context = context;
    const { listen, sign = "" } = memory.choices;
    this.#chosen = listen;
    this.#sign = sign;
    this.#original = memory.original;
    this.view = createStore<ListeningView>(this.#viewNow());
  }

  get choice(): ListenChoice {
    const { ownLanguage, languages } = this.#context;
    return this.#chosen ?? defaultChoice(ownLanguage(), this.#env.language(), languages());
  }

  choose(choice: ListenChoice): void {
    this.#chosen = choice;
    this.#memory.remember({ listen: choice });
    this.#say();
    this.update();
    this.onChosen.emit();
  }

  chooseSign(language: string): void {
    if (language === this.#sign) return;
    this.#sign = language;
    this.#memory.remember({ sign: language });
    this.update();
    this.onSign.emit(language);
  }

  setOriginalLevel(db: number): void {
    this.#original = boundOriginal(db);
    this.#memory.rememberOriginal(this.#original);
    this.update();
  }

  /** Says the choice again: the server is new to it, or the person. */
  welcomed(): void {
    this.#sent = "";
    this.#silent = false;
    this.update();
  }

  /** Whether nothing has come on the interpretation line for too long. */
  setSilent(silent: boolean): void {
    this.#silent = silent;
    this.update();
  }

  setLimiting(db: number): void {
    this.#limiting = db;
    this.update();
  }

  /** Something that the view is made of has changed. */
  update(): void {
    // The choice by default follows the own language.
    this.#say();
    const view = this.#viewNow();
    const before = this.view.get();
    const kept = {
      ...view,
      languages: same(view.languages, before.languages),
      signs: same(view.signs, before.signs),
      choice: sameChoice(view.choice, before.choice),
    };
    if (!shallowEqual(kept, before)) this.view.set(kept);
  }

  dispose(): void {
    this.#scope.end();
  }

  #say(): void {
    const { choice } = this;
    const text = JSON.stringify(choice);
    if (text === this.#sent || !this.#context.listens()) return;
    if (this.#context.send({ type: "listen", ...choice })) this.#sent = text;
  }

  #viewNow(): ListeningView {
    return listeningView({
      state: this.#context.state(),
      languages: this.#context.languages(),
      choice: this.choice,
      sign: this.#sign,
      originalLevel: this.#original,
      limiting: this.#limiting,
      silent: this.#silent,
    });
  }

  /** The channel that is listened to. */
  get channel() {
    return chosenChannel(this.#context.state(), this.choice);
  }
}

function same(next: readonly string[], before: readonly string[]): readonly string[] {
  return next.length === before.length && next.every((one, index) => one === before[index]) ? before : next;
}

function sameChoice(next: ListenChoice, before: ListenChoice): ListenChoice {
  return shallowEqual<object>(next, before) ? before : next;
}
