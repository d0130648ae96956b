import { describe, expect, test } from "vitest";
import { endingText } from "./endings";

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
