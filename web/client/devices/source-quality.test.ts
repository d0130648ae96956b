import { expect, test } from "vitest";
import { SourceQuality } from "./source-quality.ts";

const RATE = 48_000;
const WINDOW = 1024;

/** Repeatable noise of about that many dBFS (RMS). */
function noise(dbfs: number, seed = 1): (index: number) => number {
  let state = seed;
  const amplitude = Math.sqrt(3) * 10 ** (dbfs / 20);
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (amplitude * state) / 2 ** 31;
  };
}

/** A frame as an analyser gives it: Blackman window, dBFS of each line (Web Audio 1.1 section 1.8.6). */
function spectrumOf(samples: Float32Array): Float32Array {
  const [re, im] = [new Float64Array(WINDOW), new Float64Array(WINDOW)];
  samples.forEach((sample, n) => {
    const x = (2 * Math.PI * n) / WINDOW;
    re[n] = sample * (0.42 - 0.5 * Math.cos(x) + 0.08 * Math.cos(2 * x));
  });
  transform(re, im);
  return Float32Array.from(
    { length: WINDOW / 2 },
    (_, k) => 10 * Math.log10(((re[k] ?? 0) ** 2 + (im[k] ?? 0) ** 2) / WINDOW ** 2 + 1e-20),
  );
}

/** In-place radix-2 FFT. */
function transform(re: Float64Array, im: Float64Array): void {
  const n = re.length;
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      [re[i], re[j]] = [re[j] ?? 0, re[i] ?? 0];
      [im[i], im[j]] = [im[j] ?? 0, im[i] ?? 0];
    }
  }
  for (let size = 2; size <= n; size *= 2) {
    for (let start = 0; start < n; start += size) {
      for (let k = 0; k < size / 2; k++) {
        const [a, b] = [start + k, start + k + size / 2];
        const [c, s] = [Math.cos((2 * Math.PI * k) / size), -Math.sin((2 * Math.PI * k) / size)];
        const [x, y] = [re[b] ?? 0, im[b] ?? 0];
        const [u, v] = [x * c - y * s, x * s + y * c];
        [re[b], im[b]] = [(re[a] ?? 0) - u, (im[a] ?? 0) - v];
        [re[a], im[a]] = [(re[a] ?? 0) + u, (im[a] ?? 0) + v];
      }
    }
  }
}

/** Frames of a signal: of each second the first 0.7 s are said, the rest is pause. */
function frames(
  count: number,
  speech: (index: number) => number,
  pause: (index: number) => number,
): SourceQuality {
  const quality = new SourceQuality();
  for (let frame = 0; frame < count; frame++) {
    const source = frame % 10 < 7 ? speech : pause;
    const samples = Float32Array.from({ length: WINDOW }, (_, index) => source(frame * WINDOW + index));
    quality.add(samples, spectrumOf(samples), RATE / WINDOW);
  }
  return quality;
}

/** White noise up to a frequency: a sharp low-pass (windowed sinc of 255 taps). */
function bandLimited(hz: number, dbfs: number): (index: number) => number {
  const source = noise(dbfs, 99);
  const taps = Array.from({ length: 255 }, (_, i) => {
    const x = i - 127;
    const sinc = x === 0 ? (2 * hz) / RATE : Math.sin((2 * Math.PI * hz * x) / RATE) / (Math.PI * x);
    return sinc * (0.42 - 0.5 * Math.cos((2 * Math.PI * i) / 254) + 0.08 * Math.cos((4 * Math.PI * i) / 254));
  });
  const line = new Float64Array(255);
  let at = 0;
  return (index) => {
    line[at] = source(index);
    at = (at + 1) % 255;
    return taps.reduce((sum, tap, i) => sum + tap * (line[(at + i) % 255] ?? 0), 0);
  };
}

test.each([3500, 8000, 15_000])("speech up to %d Hz is found to end there", (hz) => {
  const { band, noise: floor } = frames(100, bandLimited(hz, -20), noise(-70)).measure();
  expect(band).toBeGreaterThanOrEqual(hz);
  expect(band).toBeLessThanOrEqual(hz + 1000);
  expect(floor).toBeCloseTo(-70, -0.5);
});

test("levels of what is said and of the pauses", () => {
  const { speech, noise: floor, clipping } = frames(100, noise(-20), noise(-55)).measure();
  expect(Math.abs(speech + 20)).toBeLessThanOrEqual(1);
  expect(Math.abs(floor + 55)).toBeLessThanOrEqual(1);
  expect(clipping).toBe(0);
});

test("a sine that is cut off at full scale clips, one below does not", () => {
  const sine = (amplitude: number) => (index: number) =>
    Math.max(-1, Math.min(1, amplitude * Math.sin((2 * Math.PI * 440 * index) / RATE)));
  // Of a sine of twice full scale two thirds are over it, and 0.7 of the time is sound.
  const { clipping } = frames(50, sine(2), noise(-70)).measure();
  expect(clipping).toBeGreaterThan(430);
  expect(clipping).toBeLessThan(500);
  expect(frames(50, sine(0.95), noise(-70)).measure().clipping).toBe(0);
});

test("of silence nothing is known, and nothing is said", () => {
  const silent = frames(
    50,
    () => 0,
    () => 0,
  );
  expect(silent.measure()).toEqual({ band: 0, speech: -127, noise: -127, clipping: 0 });
  expect(silent.spokeIn(50)).toBe(false);
  expect(new SourceQuality().measure()).toEqual({ band: 0, speech: -127, noise: -127, clipping: 0 });
  expect(frames(57, noise(-20), noise(-70)).spokeIn(10)).toBe(true);
});
