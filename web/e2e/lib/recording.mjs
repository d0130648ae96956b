// What a page played, sample by sample, and what is found in it.

/** Begins to record what the page plays. */
export const record = (person) => person.evaluate(() => window.ears.record());

/** Ends it. */
export async function recorded(person) {
  const { sampleRate, lost, channels } = await person.evaluate(() => window.ears.recorded());
  const [played, ...sources] = channels.map((samples) => {
    const bytes = Buffer.from(samples, "base64");
    const numbers = new Float32Array(bytes.length / 2);
    for (let i = 0; i < numbers.length; i++) numbers[i] = bytes.readInt16LE(2 * i) / 32_768;
    return numbers;
  });
  return new Recording(played, sampleRate, lost, sources.map((source) => new Recording(source, sampleRate, lost)));
}

export class Recording {
  constructor(samples, sampleRate, lost, sources = []) {
    this.samples = samples;
    this.sampleRate = sampleRate;
    this.lost = lost;
    this.sources = sources;
  }

  get seconds() { return this.samples.length / this.sampleRate; }

  /** Amplitude of a frequency in a Hann window, by Goertzel's algorithm. */
  #amplitude(frequency, from, length) {
    const turn = 2 * Math.cos((2 * Math.PI * frequency) / this.sampleRate);
    let [one, two, weight] = [0, 0, 0];
    for (let i = 0; i < length; i++) {
      const hann = 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / (length - 1));
      weight += hann;
      [one, two] = [this.samples[from + i] * hann + turn * one - two, one];
    }
    return (2 / weight) * Math.sqrt(Math.max(one * one + two * two - turn * one * two, 0));
  }

  /** The level of a tone over time, dBFS of its amplitude: [{at (s, of the window's middle), level}]. */
  levels(frequency, { window = 0.02, step = 0.005 } = {}) {
    const [length, hop] = [Math.round(window * this.sampleRate), Math.round(step * this.sampleRate)];
    const list = [];
    for (let from = 0; from + length <= this.samples.length; from += hop) {
      list.push({ at: (from + length / 2) / this.sampleRate, level: 20 * Math.log10(this.#amplitude(frequency, from, length) + 1e-6) });
    }
    return list;
  }

  /** Stretches of time in which a tone is louder than `above` dBFS: [{from, to}]. */
  sounding(frequency, above, options) {
    const stretches = [];
    for (const { at, level } of this.levels(frequency, options)) {
      const last = stretches.at(-1);
      if (level <= above) continue;
      if (last && at - last.to < 0.012) last.to = at;
      else stretches.push({ from: at, to: at });
    }
    return stretches;
  }

  /**
   * Steps from one sample to the next above a bound that no source of this recording brings: clicks that were made
   * between the sources and the ear. [{at (s), step}]. A sine of amplitude a and frequency f steps by 2 π f a / rate.
   */
  clicks(bound) {
    const torn = this.sources.flatMap((source) => source.#tears());
    const near = 0.01 * this.sampleRate; // a limiter looks ahead by some ms
    return this.#stepsAbove(bound)
      .filter((i) => !torn.some((tear) => Math.abs(tear - i) < near))
      .map((i) => ({ at: i / this.sampleRate, step: Math.abs(this.samples[i] - this.samples[i - 1]) }));
  }

  /**
   * Where a sound that goes on is torn, as samples: a device or the recording itself got no processor in time, and a
   * piece is missing. A sound that begins or ends with a step is not torn: whoever plays it must open and close softly.
   */
  #tears() {
    const block = Math.round(0.01 * this.sampleRate);
    const largest = [];
    for (let from = 1; from + block <= this.samples.length; from += block) largest.push(this.#largestStep(from, from + block));
    const sounding = largest.filter((step) => step > 0.002).toSorted((a, b) => a - b);
    if (sounding.length === 0) return [];
    const usual = sounding[sounding.length >> 1];
    const sounds = (at) => largest.slice(Math.max(at, 0), at + 3).some((step) => step > usual / 2);
    return this.#stepsAbove(1.3 * usual).filter((i) => {
      const here = Math.floor((i - 1) / block);
      return sounds(here - 6) && sounds(here + 4);
    });
  }

  #stepsAbove(bound) {
    const found = [];
    for (let i = 1; i < this.samples.length; i++) if (Math.abs(this.samples[i] - this.samples[i - 1]) > bound) found.push(i);
    return found;
  }

  #largestStep(from, to) {
    let largest = 0;
    for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(this.samples[i] - this.samples[i - 1]));
    return largest;
  }
}
