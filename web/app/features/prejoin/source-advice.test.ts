import { expect, test } from "vitest";
import { judgeSource } from "./source-advice";

const good = { band: 15_500, speech: -21, noise: -62, clipping: 0 };

test("a good source has no fault", () => {
  expect(judgeSource(good, false)).toEqual([]);
});

test("a band that is not known yet is no fault", () => {
  expect(judgeSource({ ...good, band: 0 }, false)).toEqual([]);
});

test.each([
  [{ band: 7_000 }, "narrow"],
  [{ speech: -45, noise: -80 }, "soft"],
  [{ speech: -4 }, "loud"],
  [{ speech: -4, clipping: 5 }, "clipping"],
  [{ noise: -40 }, "noisy"],
])("%o is told as %s", (change, fault) => {
  expect(judgeSource({ ...good, ...change }, false)).toEqual([fault]);
});

test("processing against one's wish is told", () => {
  expect(judgeSource(good, true)).toEqual(["processed"]);
});
