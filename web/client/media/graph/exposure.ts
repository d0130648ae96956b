// How loud it was over the last minute: what the limiter does not take off and still harms. Pure; the worklet measures
// with PowerMeter, the page reckons with MinuteMean.

import { SUSTAINED_DBFS } from "./limiter-core.ts";

/**
 * The mean of a minute that is warned of, dBFS RMS. Televic's desks warn at 80 dB SPL, 14 dB below the 94 dB SPL that
 * they hold after 100 ms; so far is this below the level that our limiter holds. Both hold for their headphones: what
 * dB SPL this is here depends on the listener's, and no conformity is claimed.
 */
export const WARN_DBFS = SUSTAINED_DBFS - 14;
/** A warning ends so far below, dB: a speaker's breath between two sentences is no all-clear. */
const HYSTERESIS_DB = 1;
const SECONDS = 60;

/** The mean square of the louder ear. */
export class PowerMeter {
  readonly #sums: number[] = [];
  #frames = 0;

  /** A block of samples, one array an ear. */
  add(block: readonly Float32Array[]): void {
    this.#frames += block[0]?.length ?? 0;
    for (let ear = 0; ear < block.length; ear++) {
      let sum = this.#sums[ear] ?? 0;
      for (const sample of block[ear] ?? []) sum += sample * sample;
      this.#sums[ear] = sum;
    }
  }

  /** Since the last call; 0 where nothing was added. */
  take(): number {
    const mean = this.#frames === 0 ? 0 : Math.max(0, ...this.#sums) / this.#frames;
    this.#sums.length = 0;
    this.#frames = 0;
    return mean;
  }
}

/** The mean of the last minute, second by second. Before the first one there was silence. */
export class MinuteMean {
  readonly #seconds = new Float64Array(SECONDS);
  #next = 0;
  #loud = false;

  /** The mean square of one more second. */
  add(meanSquare: number): void {
    this.#seconds[this.#next] = meanSquare;
    this.#next = (this.#next + 1) % SECONDS;
    const { level } = this;
    this.#loud = level >= (this.#loud ? WARN_DBFS - HYSTERESIS_DB : WARN_DBFS);
  }

  /** dBFS RMS; −Infinity: silence. */
  get level(): number {
    const sum = this.#seconds.reduce((total, one) => total + one, 0);
    return 10 * Math.log10(sum / SECONDS);
  }

  get tooLoud(): boolean {
    return this.#loud;
  }
}
