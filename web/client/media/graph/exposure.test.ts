import { expect, test } from "vitest";
import { MinuteMean, PowerMeter, WARN_DBFS } from "./exposure.ts";

const square = (dbfs: number) => 10 ** (dbfs / 10);

/** What a minute shows while each second has the level that is told for it. */
function run(mean: MinuteMean, seconds: number, dbfs: number): MinuteMean {
  for (let second = 0; second < seconds; second++) mean.add(square(dbfs));
  return mean;
}

test("the figure is 14 dB below what is held after 100 ms, as 80 is below 94 dB SPL", () => {
  expect(WARN_DBFS).toBe(-24);
});

test("it is the mean of the energy over a whole minute", () => {
  expect(new MinuteMean().level).toBe(Number.NEGATIVE_INFINITY);
  expect(run(new MinuteMean(), 60, -24).level).toBeCloseTo(-24, 6);
  // Half a minute of it is half the energy.
  expect(run(new MinuteMean(), 30, -24).level).toBeCloseTo(-27.01, 2);
  // What is older than a minute does not count.
  expect(run(run(new MinuteMean(), 300, -10), 60, -50).level).toBeCloseTo(-50, 6);
});

test("warns when the minute reaches the figure, and not of a short loud sound", () => {
  expect(run(new MinuteMean(), 59, -23.95).tooLoud).toBe(false);
  expect(run(new MinuteMean(), 60, -23.95).tooLoud).toBe(true);
  expect(run(new MinuteMean(), 600, -24.1).tooLoud).toBe(false);
  expect(run(new MinuteMean(), 2, -10).tooLoud).toBe(false);
  expect(run(new MinuteMean(), 3, -10).tooLoud).toBe(true);
});

test("does not flicker at the figure, and ends below it", () => {
  const mean = run(new MinuteMean(), 60, -20);
  expect(run(mean, 120, -24.5).tooLoud).toBe(true);
  expect(run(mean, 120, -25.1).tooLoud).toBe(false);
  expect(run(mean, 120, -24.5).tooLoud).toBe(false);
});

test("the meter takes the louder ear, over what was added since", () => {
  const meter = new PowerMeter();
  const ear = (amplitude: number) => new Float32Array(128).fill(amplitude);
  meter.add([ear(0.5), ear(0.1)]);
  meter.add([ear(0), ear(0.1)]);
  expect(meter.take()).toBeCloseTo(0.125, 6);
  expect(meter.take()).toBe(0);
  meter.add([ear(0.1), ear(0.2)]);
  expect(meter.take()).toBeCloseTo(0.04, 6);
});
