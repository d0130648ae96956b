import { expect, test } from "vitest";
import { inOrder, isPast } from "./order";

const now = Date.parse("2027-05-07T12:00:00Z");
const meeting = (id: string, state: "scheduled" | "in-session" | "ended" | "cancelled", start?: string) => ({
  id,
  state,
  ...(start ? { start } : {}),
});

test("the live one first, then the next, without a date, and past ones, the latest first", () => {
  const all = [
    meeting("old", "ended", "2027-01-01T10:00:00Z"),
    meeting("undated", "scheduled"),
    meeting("later", "scheduled", "2027-06-08T10:00:00Z"),
    meeting("missed", "scheduled", "2027-05-01T10:00:00Z"),
    meeting("live", "in-session", "2027-05-07T10:00:00Z"),
    meeting("next", "scheduled", "2027-05-07T15:00:00Z"),
    meeting("late", "scheduled", "2027-05-07T09:00:00Z"),
    meeting("ended", "ended"),
    meeting("off", "cancelled", "2027-06-09T10:00:00Z"),
  ];
  const order = inOrder(all, now).map(({ id }) => id);
  expect(order).toEqual(["live", "late", "next", "later", "undated", "off", "missed", "old", "ended"]);
  expect(all.filter((one) => isPast(one, now)).map(({ id }) => id)).toEqual([
    "old",
    "missed",
    "ended",
    "off",
  ]);
});
