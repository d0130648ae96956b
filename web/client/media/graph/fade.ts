// A gain that goes from where it is to where it shall be, sample by sample. It runs in the audio thread: a ramp that
// is scheduled from outside begins at a time that may be past when the audio thread gets to know (in Firefox by some
// 100 ms, measured with a busy machine), and then it steps.

/** Channels that a fader handles: its node mixes whatever comes to so many. */
type Block = readonly Float32Array[];

export class Fade {
  readonly #rate: number;
  #value: number;
  #to: number;
  #left = 0;

  /** `rate` in samples a second. */
  constructor(rate: number, value: number) {
    this.#rate = rate;
    this.#value = value;
    this.#to = value;
  }

  get value(): number {
    return this.#value;
  }

  /** Goes there within so many ms from the next sample on. */
  go(to: number, ms: number): void {
    this.#to = to;
    this.#left = Math.max(1, Math.round((ms / 1000) * this.#rate));
  }

  /** Multiplies a block. An input without channels is silence. */
  process(input: Block, output: Block): void {
    const frames = output[0]?.length ?? 0;
    for (let i = 0; i < frames; i++) {
      if (this.#left > 0) this.#value += (this.#to - this.#value) / this.#left--;
      for (let channel = 0; channel < output.length; channel++) {
        const from = input[Math.min(channel, input.length - 1)];
        const to = output[channel];
        if (to !== undefined) to[i] = (from?.[i] ?? 0) * this.#value;
      }
    }
  }
}
