import { expect, test } from "vitest";
import { Fade } from "./fade.ts";

const RATE = 48_000;

/** What becomes of a constant 1 over some blocks of 128 samples; `at` may change the fade before a block. */
function run(fade: Fade, blocks: number, at: (block: number) => void = () => {}): number[] {
  const samples: number[] = [];
  for (let block = 0; block < blocks; block++) {
    at(block);
    const output = [new Float32Array(128), new Float32Array(128)];
    fade.process([new Float32Array(128).fill(1)], output);
    expect(output[1]).toEqual(output[0]); // one voice comes to both ears
    samples.push(...(output[0] ?? []));
  }
  return samples;
}

const largestStep = (samples: number[]) =>
  samples.reduce(
    (most, sample, i) => Math.max(most, i === 0 ? 0 : Math.abs(sample - (samples[i - 1] ?? 0))),
    0,
  );

test("goes there linearly in its time, and stays", () => {
  const fade = new Fade(RATE, 0);
  fade.go(1, 100);
  const samples = run(fade, 60);
  expect(samples[2399]).toBeCloseTo(0.5, 5);
  expect(samples[4799]).toBeCloseTo(1, 5);
  expect(samples.at(-1)).toBeCloseTo(1, 5);
});

test("a change in the middle of another goes on from there, without a step", () => {
  const fade = new Fade(RATE, 1);
  const samples = run(fade, 120, (block) => {
    if (block === 3) fade.go(0.126, 120);
    if (block === 20) fade.go(1, 500);
    if (block === 21) fade.go(0, 20);
    if (block === 23) fade.go(0, 20);
  });
  expect(largestStep(samples)).toBeLessThan(1 / 900);
  expect(samples.at(-1)).toBe(0);
});

test("without an input it is silent, and goes on meanwhile", () => {
  const fade = new Fade(RATE, 0);
  fade.go(1, 1);
  const output = [new Float32Array(128)];
  fade.process([], output);
  expect(Math.max(...(output[0] ?? []))).toBe(0);
  expect(fade.value).toBe(1);
});
