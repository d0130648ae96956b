import { describe, expect, test } from "vitest";
import { endingText } from "./endings";
import { papersOf } from "./papers";

describe("an ending", () => {
  test.each([
    "ended",
    "left",
    "removed",
    "refused",
    "replaced",
    "token-unknown",
    "token-expired",
    "token-revoked",
    "not-recorded",
  ])("%s has words", (code) => {
    expect(endingText(code).known).toBe(true);
  });

  test("of another name for the same is told the same", () => {
    expect(endingText("meeting-ended").text).toBe(endingText("ended").text);
    expect(endingText("admission-refused").text).toBe(endingText("refused").text);
    expect(endingText("participant-removed").text).toBe(endingText("removed").text);
    expect(endingText("http-503").text).toBe(endingText("unreachable").text);
  });

  test("without words is told as unknown, with the server's own", () => {
    expect(endingText("brand-new")).toMatchObject({ known: false });
    expect(endingText("constructor").known).toBe(false);
  });
});

describe("the ways on from an ending", () => {
  const at = { pathname: "/m/m1/", hash: "#token" };
  const all = { record: "/m/m1/record#token", text: "/m/m1/text#token", next: "/m/m1/next#token" };

  test.each(["ended", "left", "cancelled", "meeting-cancelled"])("are there when it is %s", (code) => {
    expect(papersOf(code, "delegate", at)).toEqual(all);
  });

  test("lead who reads no drafts to no text", () => {
    expect(papersOf("cancelled", "press", at)).toEqual({ record: all.record, next: all.next });
  });

  test("are not there for who has no place in the meeting", () => {
    expect(papersOf("removed", "delegate", at)).toEqual({});
    expect(papersOf("token-unknown", undefined, at)).toEqual({});
  });
});
