import { describe, expect, test } from "vitest";
import type { KeyPress } from "../meeting/shortcuts";
import {
  type BoothFocus,
  boothActionOf,
  boothActions,
  defaultKeys,
  keyName,
  keysFrom,
  rebind,
  repeats,
} from "./booth-keys";

const press = (key: string, code = `Key${key.toUpperCase()}`, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  altKey: false,
  metaKey: false,
  repeat: false,
  defaultPrevented: false,
  ...change,
});
const at = (focus: BoothFocus, overlay = false) => ({ focus, overlay });
const space = press(" ", "Space");
const enter = press("Enter", "Enter");

describe("a key in the booth", () => {
  test.each([
    [press("m"), "microphone"],
    [space, "cough"],
    [press("f"), "floor"],
    [press("1", "Digit1"), "relay-a"],
    [press("&", "Digit1"), "relay-a"], // a French keyboard
    [press("3", "Numpad3"), "relay-c"],
    [press("x"), "swap"],
    [press("h"), "hand-over"],
    [enter, "accept"],
    [press("Escape", "Escape"), "decline"],
    [press("s"), "slow-down"],
    [press("p"), "clock"],
    [press("q"), "sound-inadequate"],
    [press("ArrowUp", "ArrowUp"), "louder"],
    [press("[", "BracketLeft"), "partner-softer"],
    [press("`", "BracketLeft"), "partner-softer"], // a Spanish keyboard
    [press("ة", "KeyM"), "microphone"], // an Arabic keyboard
    [press("?", "Slash"), "help"],
  ])("%o means %s", (key, action) => {
    expect(boothActionOf(key, at("none"), defaultKeys)).toBe(action);
  });

  test("is a letter in a text field, and belongs to an open dialogue", () => {
    for (const key of [press("m"), space, enter]) {
      expect(boothActionOf(key, at("text"), defaultKeys)).toBeUndefined();
      expect(boothActionOf(key, at("none", true), defaultKeys)).toBeUndefined();
    }
  });

  test("on a control reached by Tab leaves Enter to it, but coughs and closes the microphone", () => {
    expect(boothActionOf(enter, at("control"), defaultKeys)).toBeUndefined();
    expect(boothActionOf(space, at("control"), defaultKeys)).toBe("cough");
    expect(boothActionOf(press("m"), at("control"), defaultKeys)).toBe("microphone");
  });

  test("on a slider leaves the arrows to it, but coughs", () => {
    expect(boothActionOf(press("ArrowUp", "ArrowUp"), at("slider"), defaultKeys)).toBeUndefined();
    expect(boothActionOf(space, at("slider"), defaultKeys)).toBe("cough");
  });

  test.each([{ ctrlKey: true }, { altKey: true }, { metaKey: true }, { defaultPrevented: true }])(
    "is left to others with %o",
    (change) => {
      expect(boothActionOf(press("m", "KeyM", change), at("none"), defaultKeys)).toBeUndefined();
    },
  );

  test("that is held repeats for volumes only", () => {
    expect(boothActions.filter(repeats)).toEqual(["louder", "softer", "partner-louder", "partner-softer"]);
  });
});

describe("another key for an action", () => {
  test("works instead of the old one", () => {
    const result = rebind(defaultKeys, "microphone", "K");
    if (!("keys" in result)) throw new Error("refused");
    expect(boothActionOf(press("k"), at("none"), result.keys)).toBe("microphone");
    expect(boothActionOf(press("m"), at("none"), result.keys)).toBeUndefined();
  });

  test("is refused where it does something else, and says what", () => {
    expect(rebind(defaultKeys, "microphone", "Space")).toEqual({ taken: "cough" });
    expect(rebind(defaultKeys, "microphone", "M")).toEqual({ keys: defaultKeys });
  });

  test.each(["Tab", "F5", "", "Dead"])("cannot be %o", (name) => {
    expect(rebind(defaultKeys, "microphone", name)).toEqual({ reserved: true });
  });

  test("modifiers have no name", () => {
    expect(keyName({ key: "Shift", code: "ShiftLeft" })).toBe("");
  });
});

describe("stored keys", () => {
  test("are taken over the defaults, also where two are exchanged", () => {
    expect(keysFrom({ microphone: "K" })).toEqual({ ...defaultKeys, microphone: "K" });
    expect(keysFrom({ "slow-down": "Q", "sound-inadequate": "S" })).toMatchObject({
      "slow-down": "Q",
      "sound-inadequate": "S",
    });
  });

  test.each([null, "x", { microphone: 7 }, { microphone: "Tab" }, { unknown: "K" }, { microphone: "Space" }])(
    "that make no sense (%o) are dropped",
    (stored) => {
      expect(keysFrom(stored)).toEqual(defaultKeys);
    },
  );
});
