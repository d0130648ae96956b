import { expect, test } from "vitest";
import { CEILING_DBFS, Limiter, LOOK_AHEAD_MS, SUSTAINED_DBFS } from "./limiter-core.ts";

const RATE = 48_000;
const BLOCK = 128;
const ceiling = 10 ** (CEILING_DBFS / 20);
const sustained = 10 ** (SUSTAINED_DBFS / 20);

/** Runs a mono signal through the limiter in blocks, as a browser does. */
function limit(input: Float32Array, limiter = new Limiter(RATE)): Float32Array {
  const output = new Float32Array(input.length);
  for (let at = 0; at < input.length; at += BLOCK) {
    limiter.process([input.subarray(at, at + BLOCK)], [output.subarray(at, at + BLOCK)]);
  }
  return output;
}

const signal = (seconds: number, at: (index: number) => number) =>
  Float32Array.from({ length: Math.round((seconds * RATE) / BLOCK) * BLOCK }, (_, index) => at(index));
const sine = (seconds: number, frequency: number, amplitude: number) =>
  signal(seconds, (index) => amplitude * Math.sin((2 * Math.PI * frequency * index) / RATE));
const peak = (samples: Float32Array) => samples.reduce((max, one) => Math.max(max, Math.abs(one)), 0);
const rms = (samples: Float32Array) =>
  Math.sqrt(samples.reduce((sum, one) => sum + one * one, 0) / samples.length);

/** Repeatable noise in −1 … 1. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  };
}

test("no peak is above the ceiling, whatever comes", () => {
  const square = signal(1, (index) => (Math.floor(index / 50) % 2 ? 1 : -1));
  expect(peak(limit(square))).toBeLessThanOrEqual(ceiling + 1e-6);
  for (let seed = 1; seed <= 12; seed++) {
    const random = noise(seed * 7919);
    // Random noise whose loudness jumps at random, up to far over full scale, with single clicks.
    let loudness = 0;
    const wild = signal(1.5, (index) => {
      if (index % 701 === 0) loudness = 4 ** (3 * random());
      return random() * loudness * (random() > 0.9995 ? 50 : 1);
    });
    expect(peak(wild)).toBeGreaterThan(1);
    expect(peak(limit(wild))).toBeLessThanOrEqual(ceiling + 1e-6);
  }
});

test("what is quiet enough passes unchanged, 5 ms late", () => {
  const limiter = new Limiter(RATE);
  expect(limiter.delay).toBe((RATE * LOOK_AHEAD_MS) / 1000 - 1);
  const speech = sine(1, 440, 0.35);
  const output = limit(speech, limiter);
  expect(output.subarray(limiter.delay)).toEqual(speech.subarray(0, speech.length - limiter.delay));
  expect(limiter.takeReduction()).toBeCloseTo(0, 10);
});

test("a sustained sound is brought to the level within 100 ms, and held there without a ripple", () => {
  const output = limit(sine(2, 1000, 0.9));
  for (let from = 0.2 * RATE; from + 0.1 * RATE <= output.length; from += 0.05 * RATE) {
    expect(rms(output.subarray(from, from + 0.1 * RATE))).toBeLessThanOrEqual(sustained * 1.005);
    // Within 0.5 dB of it: nothing pumps.
    expect(rms(output.subarray(from, from + 0.1 * RATE))).toBeGreaterThan(sustained * 0.94);
  }
});

test("at a sudden onset the gain has no step", () => {
  // A constant shows the gain itself.
  const input = signal(1, (index) => (index < RATE / 2 ? 0.2 : 1));
  const limiter = new Limiter(RATE);
  const output = limit(input, limiter);
  let largest = 0;
  for (let index = limiter.delay + 1; index < output.length; index++) {
    const [before, now] = [index - 1, index].map(
      (at) => (output[at] ?? 0) / (input[at - limiter.delay] ?? 1),
    );
    largest = Math.max(largest, Math.abs((now ?? 0) - (before ?? 0)));
  }
  // A tenth of the way down within the look-ahead of 240 samples is 1/2400 each; the sustained part is slower.
  expect(largest).toBeLessThan(0.005);
  expect(limiter.takeReduction()).toBeLessThan(-8);
});

test("after a shout it comes back, to exactly nothing", () => {
  const limiter = new Limiter(RATE);
  limit(sine(0.5, 300, 3), limiter);
  limit(sine(8, 300, 0.1), limiter);
  limiter.takeReduction();
  const quiet = sine(1, 300, 0.1);
  const output = limit(quiet, limiter);
  expect(output[RATE / 2]).toBe(quiet[RATE / 2 - limiter.delay]);
  expect(limiter.takeReduction()).toBeCloseTo(0, 10);
});

test("all channels get one gain, and what is no number becomes silence", () => {
  const limiter = new Limiter(RATE);
  const [loud, quiet] = [signal(0.1, () => 2), signal(0.1, () => 0.1)];
  const outputs = [new Float32Array(loud.length), new Float32Array(loud.length)];
  limiter.process([loud, quiet], outputs);
  const last = loud.length - 1;
  expect((outputs[1]?.[last] ?? 0) / (outputs[0]?.[last] ?? 1)).toBeCloseTo(0.05, 5);
  const broken = signal(0.1, (index) => (index === 100 ? Number.NaN : index === 101 ? Infinity : 0.1));
  const output = limit(broken, new Limiter(RATE));
  expect(output.every((sample) => Number.isFinite(sample))).toBe(true);
  expect(output.at(-1)).toBeCloseTo(0.1, 6);
});
