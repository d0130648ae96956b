import { describe, expect, test } from "vitest";
import { type KeyPlace, type KeyPress, shortcutOf } from "./shortcuts";

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: `Key${key.toUpperCase()}`,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  defaultPrevented: false,
  ...change,
});
const room: KeyPlace = { typing: false, overlay: false };

describe("a key in a meeting", () => {
  test.each([
    ["m", "microphone"],
    ["M", "microphone"],
    ["v", "camera"],
    ["s", "share"],
    ["f", "full"],
    ["h", "hand"],
    ["c", "chat"],
    ["p", "people"],
    ["a", "agenda"],
    ["?", "help"],
    ["؟", "help"],
    ["Escape", "close"],
  ])("%s means %s", (key, action) => {
    expect(shortcutOf(press(key), room)).toBe(action);
  });

  test("is found by its place on an Arabic keyboard", () => {
    expect(shortcutOf(press("ة", { code: "KeyM" }), room)).toBe("microphone");
  });

  test("is a letter in a text field, but Escape still closes", () => {
    expect(shortcutOf(press("m"), { typing: true, overlay: false })).toBeUndefined();
    expect(shortcutOf(press("Escape"), { typing: true, overlay: false })).toBe("close");
  });

  test.each([
    { ctrlKey: true },
    { altKey: true },
    { metaKey: true },
    { repeat: true },
    { defaultPrevented: true },
  ])("is left to others with %o", (change) => {
    expect(shortcutOf(press("m", change), room)).toBeUndefined();
  });

  test("belongs to a dialogue or menu that is open", () => {
    expect(shortcutOf(press("m"), { typing: false, overlay: true })).toBeUndefined();
    expect(shortcutOf(press("Escape"), { typing: false, overlay: true })).toBeUndefined();
  });

  test("without a meaning means nothing", () => {
    expect(shortcutOf(press("x"), room)).toBeUndefined();
    expect(shortcutOf(press("1", { code: "Digit1" }), room)).toBeUndefined();
  });
});
