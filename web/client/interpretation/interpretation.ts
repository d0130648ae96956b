// Both sides of interpretation, fed from the same messages.

import type { Environment } from "../environment.ts";
import type { ServerMessage, Welcome } from "../protocol.ts";
import { createStore } from "../store.ts";
import { BoothConsole, type ConsoleContext } from "./console.ts";
import { type ListeningContext, ListeningModel } from "./listening.ts";
import { InterpretationMemory } from "./memory.ts";
import { type SeatContext, SeatKeeper } from "./seat-keeper.ts";
import { NO_INTERPRETATION, reduceInterpretation } from "./state.ts";

/** What interpretation needs of the rest. */
export type InterpretationContext = Omit<ListeningContext & ConsoleContext & SeatContext, "state">;

export class InterpretationModel {
  readonly state = createStore(NO_INTERPRETATION);
  readonly listening: ListeningModel;
  readonly console: BoothConsole;
  readonly #keeper: SeatKeeper;

  /** `invitation`: its token; what an interpreter has set up is kept for it alone. */
  constructor(env: Environment, meeting: string, invitation: string, context: InterpretationContext) {
    const memory = new InterpretationMemory(env.browser, meeting);
    const whole = { ...context, state: this.state.get };
    this.listening = new ListeningModel(env, memory, whole);
    this.console = new BoothConsole(env, memory, whole);
    this.#keeper = new SeatKeeper(env, `${meeting}:${invitation}`, whole, (on) =>
      this.console.notified({ type: "interpretation-notice", notice: "seat-restored", on }),
    );
    this.console.onInput.on((input) => this.#keeper.chose(input));
    this.console.onStood.on(() => this.#keeper.forget());
  }

  welcomed(welcome: Welcome): void {
    this.state.set(reduceInterpretation(this.state.get(), welcome));
    this.listening.welcomed();
    this.console.welcomed();
    this.#keeper.welcomed();
  }

  handle(message: ServerMessage): void {
    if (message.type === "interpretation-notice") this.console.notified(message);
    const next = reduceInterpretation(this.state.get(), message);
    if (next === this.state.get()) return;
    this.state.set(next);
    if (message.type === "interpretation") this.#keeper.changed();
    this.update();
  }

  /** Something outside that the views are made of has changed: people, the connection, the own microphone. */
  update(): void {
    this.listening.update();
    this.console.update();
  }

  dispose(): void {
    this.listening.dispose();
  }
}
