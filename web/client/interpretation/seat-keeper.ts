// Remembers what an interpreter has set up, and says it again to a server that has forgotten. The microphone stays
// closed: nothing here opens one, and no lease is asked for.

import type { Environment } from "../environment.ts";
import { CommandProblem } from "../model.ts";
import type { Command } from "../protocol.ts";
import { choicesOf, lacking, readChoices, type SeatChoices, type Situation } from "./seat-memory.ts";
import type { InterpretationState } from "./state.ts";

export interface SeatContext {
  state(): InterpretationState;
  me(): string;
  /** Who speaks on the floor; "" nobody. */
  speaker(): string;
  time(at: string | undefined): number | undefined;
  command(command: Command): Promise<void>;
}

/** What is remembered is written anew at least so often, ms, so that its age is known after a reload. */
const RENEW_MS = 600_000;

export class SeatKeeper {
  readonly #env: Environment;
  readonly #key: string;
  readonly #context: SeatContext;
  readonly #told: (whole: boolean) => void;
  #kept: SeatChoices | undefined;
  #written = "";
  /** The server is being told, or was when the connection broke: what it shows is not what was chosen. */
  #unfinished = false;
  #round = 0;

  /** `key`: of the meeting and the invitation. `told`: the seat is set up again, wholly or in part. */
  constructor(env: Environment, key: string, context: SeatContext, told: (whole: boolean) => void) {
    this.#env = env;
    this.#key = `cumbre:seat:${key}`;
    this.#context = context;
    this.#told = told;
    this.#kept = readChoices(env.tab, this.#key);
  }

  /** A server that may be new to it all. */
  welcomed(): void {
    const round = ++this.#round;
    const commands = this.#kept === undefined ? [] : lacking(this.#kept, this.#situation(), this.#unfinished);
    this.#unfinished = commands.length > 0;
    if (!this.#unfinished) return this.#remember();
    // All at once, and before anything that the person does from now on, which therefore has the last word.
    const said = commands.map((command) => this.#context.command(command));
    void Promise.allSettled(said).then((results) => {
      const failed = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
      if (round !== this.#round || failed.some(isDisconnected)) return;
      this.#unfinished = false;
      this.#told(failed.length === 0);
    });
  }

  /** The server has told another picture. */
  changed(): void {
    if (!this.#unfinished) this.#remember();
  }

  /** The interpreter has chosen what to work from, and the server took it. */
  chose(input: string): void {
    if (this.#kept !== undefined) this.#keep({ ...this.#kept, input });
  }

  /** The interpreter has stood up. */
  forget(): void {
    this.#kept = undefined;
    this.#env.tab.remove(this.#key);
  }

  #remember(): void {
    const choices = choicesOf(this.#kept, this.#situation());
    if (choices !== undefined) this.#keep(choices);
  }

  #keep(choices: SeatChoices): void {
    const { at, ...rest } = choices;
    const text = JSON.stringify(rest);
    const old = this.#kept?.at ?? Number.NEGATIVE_INFINITY;
    if (text === this.#written && at - old < RENEW_MS) return;
    this.#written = text;
    this.#kept = choices;
    this.#env.tab.set(this.#key, JSON.stringify(choices));
  }

  #situation(): Situation {
    const { state, me, speaker, time } = this.#context;
    return { state: state(), me: me(), speaker: speaker(), now: this.#env.clock.now(), time };
  }
}

function isDisconnected(reason: unknown): boolean {
  return reason instanceof CommandProblem && reason.code === "disconnected";
}
