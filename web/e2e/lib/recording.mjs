// What a page played, sample by sample, and what is found in it.

/** Begins to record what the page plays. */
export const record = (person) => person.evaluate(() => window.ears.record());

/** Ends it. */
export async function recorded(person) {
  const { sampleRate, lost, samples } = await person.evaluate(() => window.ears.recorded());
  const bytes = Buffer.from(samples, "base64");
  const numbers = new Float32Array(bytes.length / 2);
  for (let i = 0; i < numbers.length; i++) numbers[i] = bytes.readInt16LE(2 * i) / 32_768;
  return new Recording(numbers, sampleRate, lost);
}

export class Recording {
  constructor(samples, sampleRate, lost) {
    this.samples = samples;
    this.sampleRate = sampleRate;
    this.lost = lost;
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

  /** The largest step from one sample to the next between two times. A sine of amplitude a and frequency f has 2 π f a / rate. */
  largestStep(from = 0, to = this.seconds) {
    let largest = 0;
    const last = Math.min(Math.round(to * this.sampleRate), this.samples.length);
    for (let i = Math.max(Math.round(from * this.sampleRate), 1); i < last; i++) {
      largest = Math.max(largest, Math.abs(this.samples[i] - this.samples[i - 1]));
    }
    return largest;
  }
}
