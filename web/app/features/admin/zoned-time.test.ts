import { describe, expect, test } from "vitest";
import { instantOf } from "./zoned-time";

describe("a wall clock's time", () => {
  test.each([
    ["2021-05-07T09:00", "America/Mexico_City", "2021-05-07T14:00:00Z"],
    ["2021-05-07T09:00", "UTC", "2021-05-07T09:00:00Z"],
    ["2026-01-15T09:30", "Europe/Madrid", "2026-01-15T08:30:00Z"],
    ["2026-07-15T09:30", "Europe/Madrid", "2026-07-15T07:30:00Z"],
    ["2026-03-29T01:30", "Europe/Madrid", "2026-03-29T00:30:00Z"],
    ["2026-03-29T03:30", "Europe/Madrid", "2026-03-29T01:30:00Z"],
    ["2026-06-01T12:00", "Asia/Kolkata", "2026-06-01T06:30:00Z"],
  ])("%s in %s is %s", (wall, zone, instant) => {
    expect(instantOf(wall, zone)).toBe(instant);
  });

  test("that is none, or in no zone, has no instant", () => {
    expect(instantOf("", "UTC")).toBeUndefined();
    expect(instantOf("soon", "UTC")).toBeUndefined();
    expect(instantOf("2026-06-01T12:00", "Mars/Olympus")).toBeUndefined();
  });
});
