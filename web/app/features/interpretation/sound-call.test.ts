import { expect, test } from "vitest";
import type { BoothNotice } from "../../../client/index.ts";
import { CALL_MS, isFresh, soundCall } from "./sound-call";

const call = (key: number, at: number, change: Partial<BoothNotice> = {}): BoothNotice => ({
  type: "interpretation-notice",
  notice: "sound-inadequate",
  participant: "me",
  key,
  name: "Mia",
  at,
  ...change,
});

test("the latest call about oneself, for its time", () => {
  const notices = [call(3, 5000, { participant: "ana" }), call(2, 2000), call(1, 1000)];
  const mine = soundCall(notices, "me");
  expect(mine?.key).toBe(2);
  expect(mine && isFresh(mine, 2000 + CALL_MS - 1)).toBe(true);
  expect(mine && isFresh(mine, 2000 + CALL_MS)).toBe(false);
});

test("no call of others, of another kind, or before one is anybody", () => {
  expect(soundCall([call(1, 0, { participant: "ana" })], "me")).toBeUndefined();
  expect(soundCall([call(1, 0, { notice: "slow-down" })], "me")).toBeUndefined();
  const { participant: _, ...nobody } = call(1, 0);
  expect(soundCall([nobody], undefined)).toBeUndefined();
});
