import { expect, test } from "vitest";
import { FakeParam } from "../../testing/audio.ts";
import { LEAD_S, Ramp } from "./ramp.ts";

/** The largest step from sample to sample that a parameter makes between two times. */
function largestStep(param: FakeParam, from: number, to: number): number {
  let largest = 0;
  for (let time = from; time < to; time += 1 / 48_000) {
    largest = Math.max(largest, Math.abs(param.at(time + 1 / 48_000) - param.at(time)));
  }
  return largest;
}

test("goes there in the time that it is given, and stays", () => {
  const param = new FakeParam();
  const ramp = new Ramp(param as unknown as AudioParam, 0);
  ramp.go(1, 500, 10);
  expect(param.at(10)).toBe(0);
  expect(param.at(10 + LEAD_S + 0.25)).toBeCloseTo(0.5);
  expect(param.at(10 + LEAD_S + 0.5)).toBeCloseTo(1);
  expect(param.at(60)).toBe(1);
});

test("a change in the middle of another has no step, and is where the browser is", () => {
  const param = new FakeParam();
  const ramp = new Ramp(param as unknown as AudioParam, 0.126);
  const changes = [
    [1, 500, 1],
    [0.126, 120, 1.2],
    [1, 20, 1.21],
    [0, 100, 1.23],
    [0, 100, 1.24],
    [0.5, 120, 3],
  ] as const;
  for (const [to, ms, now] of changes) {
    ramp.go(to, ms, now);
    for (const time of [now, now + 0.01, now + LEAD_S]) {
      if (time >= now + LEAD_S) expect(param.at(time)).toBeCloseTo(ramp.valueAt(time), 9);
    }
  }
  // The fastest of them goes a whole in 20 ms: 1/960 a sample.
  expect(largestStep(param, 0.9, 4)).toBeLessThan(1 / 900);
  expect(param.end).toBe(0.5);
});

test("what has been played before a change is not rewritten by it", () => {
  const param = new FakeParam();
  const ramp = new Ramp(param as unknown as AudioParam, 0);
  ramp.go(1, 500, 0);
  const before = [0.05, 0.1, 0.15, 0.2].map((time) => param.at(time));
  ramp.go(0, 100, 0.2);
  expect([0.05, 0.1, 0.15, 0.2].map((time) => param.at(time))).toEqual(
    before.map((value) => expect.closeTo(value, 9)),
  );
});
