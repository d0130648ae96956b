import type { Clock } from "../environment.ts";
import type { Cancel } from "../scope.ts";

interface Timer {
  at: number;
  every: number | undefined;
  run: () => void;
}

/** Virtual time: nothing happens until `advance`. */
export class FakeClock implements Clock {
  #now: number;
  #timers = new Set<Timer>();

  constructor(now = Date.parse("2021-05-07T10:00:00Z")) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  get pending(): number {
    return this.#timers.size;
  }

  after(ms: number, run: () => void): Cancel {
    return this.#add({ at: this.#now + ms, every: undefined, run });
  }

  every(ms: number, run: () => void): Cancel {
    return this.#add({ at: this.#now + ms, every: ms, run });
  }

  /** Moves time on, runs what becomes due in order, and lets promises settle after each. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settle();
    for (;;) {
      const next = [...this.#timers].sort((a, b) => a.at - b.at).find(({ at }) => at <= end);
      if (next === undefined) break;
      this.#now = Math.max(this.#now, next.at);
      if (next.every === undefined) this.#timers.delete(next);
      else next.at += next.every;
      next.run();
      await settle();
    }
    this.#now = end;
  }

  /** Time passes without any timer: the next `advance` runs all that are due, late. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  #add(timer: Timer): Cancel {
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }
}

/** Lets every promise that can settle do so: a macrotask comes after all microtasks. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
}
