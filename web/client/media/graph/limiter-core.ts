// The limiter that everything heard goes through: hearing protection. Pure, on arrays of samples; limiter.worklet.ts
// runs it in the audio thread.

/**
 * No sample leaves above this, dBFS. One below full scale leaves room for what a converter makes between samples of
 * ordinary sound; it does not bound the worst case of that, which is some 3 dB.
 */
export const CEILING_DBFS = -1;
/**
 * The sustained level (RMS over SUSTAINED_MS), dBFS. The distance to a full-scale sine at the ceiling is that between
 * the two figures of Televic's interpreter desks: 100 dB SPL at once, 94 dB SPL after 100 ms. Theirs hold for their
 * headphones. What dB SPL a dBFS is here depends on the listener's headphones and volume, so nothing is claimed of it.
 * Lower would touch loud speech (−15 dBFS and less after automatic gain).
 */
export const SUSTAINED_DBFS = -10;
const SUSTAINED_MS = 100;
/**
 * How far the limiter looks ahead, ms, and by how much it delays: the attack is a ramp of this length that ends at the
 * peak. Shorter distorts low voices, longer is heard as delay by interpreters.
 */
export const LOOK_AHEAD_MS = 5;
/** Time constants of the way back, ms: fast after a plosive, slow after a shout, so that the room does not breathe. */
const PEAK_RELEASE_MS = 80;
const SUSTAINED_RELEASE_MS = 600;
/** A gain this close to 1 is 1: from then on samples pass unchanged. */
const UNITY = 0.99999;

const linear = (db: number) => 10 ** (db / 20);

/** The least of the last so many numbers, in constant time on average. */
class SlidingMinimum {
  readonly #values: Float64Array;
  readonly #times: Float64Array;
  readonly #size: number;
  #head = 0;
  #count = 0;
  #now = 0;

  constructor(size: number) {
    this.#size = size;
    this.#values = new Float64Array(size);
    this.#times = new Float64Array(size);
  }

  push(value: number): number {
    const size = this.#size;
    const at = (index: number) => (this.#head + index) % size;
    if (this.#count > 0 && (this.#times[this.#head] ?? 0) <= this.#now - size) {
      this.#head = at(1);
      this.#count--;
    }
    while (this.#count > 0 && (this.#values[at(this.#count - 1)] ?? 0) >= value) this.#count--;
    const last = at(this.#count++);
    this.#values[last] = value;
    this.#times[last] = this.#now++;
    return this.#values[this.#head] ?? value;
  }
}

/** The mean of the last so many numbers. Summed anew once a round, so that rounding does not add up. */
class MovingMean {
  readonly #values: Float64Array;
  #sum: number;
  #next = 0;

  constructor(size: number, initial: number) {
    this.#values = new Float64Array(size).fill(initial);
    this.#sum = initial * size;
  }

  push(value: number): number {
    this.#sum += value - (this.#values[this.#next] ?? 0);
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#values.length;
    if (this.#next === 0) this.#sum = this.#values.reduce((total, one) => total + one, 0);
    return this.#sum / this.#values.length;
  }
}

export class Limiter {
  /** Samples by which the output is late. */
  readonly delay: number;

  readonly #ceiling = linear(CEILING_DBFS);
  readonly #sustained = linear(SUSTAINED_DBFS);
  readonly #peakReturn: number;
  readonly #sustainedReturn: number;
  readonly #least: SlidingMinimum;
  readonly #mean: MovingMean;
  readonly #power: MovingMean;
  readonly #lines: Float32Array[] = [];
  #position = 0;
  #peakGain = 1;
  #sustainedGain = 1;
  #reduction = 1;

  constructor(sampleRate: number) {
    const window = Math.max(2, Math.round((sampleRate * LOOK_AHEAD_MS) / 1000));
    this.delay = window - 1;
    this.#least = new SlidingMinimum(window);
    this.#mean = new MovingMean(window, 1);
    this.#power = new MovingMean(Math.round((sampleRate * SUSTAINED_MS) / 1000), 0);
    this.#peakReturn = 1 - Math.exp(-1000 / (PEAK_RELEASE_MS * sampleRate));
    this.#sustainedReturn = 1 - Math.exp(-1000 / (SUSTAINED_RELEASE_MS * sampleRate));
  }

  /** The strongest reduction since the last call, dB ≤ 0. */
  takeReduction(): number {
    const db = 20 * Math.log10(this.#reduction);
    this.#reduction = 1;
    return db;
  }

  /** Limits a block: as many inputs as outputs, all of one length. All channels get the same gain. */
  process(inputs: readonly Float32Array[], outputs: readonly Float32Array[]): void {
    const length = outputs[0]?.length ?? 0;
    while (this.#lines.length < outputs.length) this.#lines.push(new Float32Array(this.delay + 1));
    for (let index = 0; index < length; index++) {
      const gain = this.#gainFor(this.#loudest(inputs, index));
      const read = (this.#position + 1) % (this.delay + 1);
      for (let channel = 0; channel < outputs.length; channel++) {
        const line = this.#lines[channel];
        const output = outputs[channel];
        if (line === undefined || output === undefined) continue;
        line[this.#position] = finite(inputs[channel]?.[index]) * this.#sustainedGain;
        output[index] = (line[read] ?? 0) * gain;
      }
      this.#position = read;
      this.#reduction = Math.min(this.#reduction, gain * this.#sustainedGain);
    }
  }

  /** The greatest magnitude of the channels. What is no number counts as silence, and leaves as that. */
  #loudest(inputs: readonly Float32Array[], index: number): number {
    let loudest = 0;
    for (const input of inputs) loudest = Math.max(loudest, Math.abs(finite(input[index])));
    return loudest;
  }

  /**
   * The gain of the sample that leaves now, given the one that comes in. Each sample's own required gain is the
   * greatest allowed in any mean that is used when it leaves: of minima over windows that all contain it.
   */
  #gainFor(magnitude: number): number {
    const rms = Math.sqrt(Math.max(0, this.#power.push(magnitude * magnitude)));
    const sustained = rms > this.#sustained ? this.#sustained / rms : 1;
    this.#sustainedGain = back(this.#sustainedGain, sustained, this.#sustainedReturn);
    const peak = magnitude * this.#sustainedGain;
    const required = peak > this.#ceiling ? this.#ceiling / peak : 1;
    this.#peakGain = back(this.#peakGain, required, this.#peakReturn);
    return Math.min(1, this.#mean.push(this.#least.push(this.#peakGain)));
  }
}

/** Down at once, where smoothing follows; up slowly. */
function back(gain: number, required: number, rate: number): number {
  const returned = gain + (1 - gain) * rate;
  return Math.min(required, returned > UNITY ? 1 : returned);
}

function finite(sample: number | undefined): number {
  return sample !== undefined && Number.isFinite(sample) ? sample : 0;
}
