// What the page of the next meeting shows and does. Nobody is told of others' changes: it asks.

import type { RecordFile } from "../api.ts";
import { CommandProblem, type Store } from "../model.ts";
import type { Cancel } from "../scope.ts";
import { createStore } from "../store.ts";
import type { NewHome, NewPlan, NewSlot, NextApi, NextMeeting } from "./api.ts";

export interface NextView {
  readonly next?: NextMeeting;
  /** Why there is nothing to show. */
  readonly problem?: CommandProblem;
  /** The link to the meeting that was made, where it was made here: the server shows it once. */
  readonly made?: string;
}

export interface NextPlanning {
  readonly view: Store<NextView>;
  /** Reads it, and again from time to time until what it returns is called. */
  open(): Cancel;
  setHome(delegation: string, home: NewHome): Promise<void>;
  propose(slot: NewSlot): Promise<void>;
  counter(calendar: string): Promise<void>;
  answer(slot: string, accept: boolean, reason?: string): Promise<void>;
  withdraw(slot: string): Promise<void>;
  set(plan: NewPlan): Promise<void>;
  cancel(reason: string): Promise<void>;
  make(): Promise<void>;
  letter: NextApi["letter"];
  calendar(language: string): Promise<RecordFile>;
}

/** How often others' answers are asked for, ms: they come by the hour. More costs requests of pages that are left open. */
const PATIENCE = 20_000;

export class NextModel implements NextPlanning {
  readonly view = createStore<NextView>({});
  readonly letter: NextApi["letter"];
  readonly calendar: (language: string) => Promise<RecordFile>;
  readonly #api: NextApi;
  readonly #every: (ms: number, run: () => void) => Cancel;
  /** An answer to an earlier call than the last one that was shown is dropped. */
  #asked = 0;
  #shown = 0;

  constructor(
    api: NextApi,
    calendar: (language: string) => Promise<RecordFile>,
    every: (ms: number, run: () => void) => Cancel,
  ) {
    this.#api = api;
    this.letter = api.letter;
    this.calendar = calendar;
    this.#every = every;
  }

  open(): Cancel {
    void this.#look();
    return this.#every(PATIENCE, () => void this.#look());
  }

  setHome(delegation: string, home: NewHome): Promise<void> {
    return this.#take(() => this.#api.setHome(delegation, home));
  }

  propose(slot: NewSlot): Promise<void> {
    return this.#take(() => this.#api.propose(slot));
  }

  counter(calendar: string): Promise<void> {
    return this.#take(() => this.#api.counter(calendar));
  }

  answer(slot: string, accept: boolean, reason = ""): Promise<void> {
    return this.#take(() => this.#api.answer(slot, accept, reason));
  }

  withdraw(slot: string): Promise<void> {
    return this.#take(() => this.#api.withdraw(slot));
  }

  set(plan: NewPlan): Promise<void> {
    return this.#take(() => this.#api.set(plan));
  }

  cancel(reason: string): Promise<void> {
    return this.#take(() => this.#api.cancel(reason));
  }

  async make(): Promise<void> {
    const { invitation } = await this.#api.make();
    if (invitation) this.view.patch({ made: invitation.url });
    await this.#look();
  }

  async #look(): Promise<void> {
    try {
      await this.#take(() => this.#api.next());
    } catch (error) {
      if (this.view.get().next !== undefined) return; // what is there stays; the next time brings another try
      const problem =
        error instanceof CommandProblem ? error : new CommandProblem("unexpected", String(error));
      this.view.patch({ problem });
    }
  }

  async #take(ask: () => Promise<NextMeeting>): Promise<void> {
    const mine = ++this.#asked;
    const next = await ask();
    if (mine < this.#shown) return;
    this.#shown = mine;
    this.view.set({ ...this.view.get(), next });
  }
}
