import { describe, expect, test } from "vitest";
import type { ParticipantView } from "../../../client/index.ts";
import { seat } from "./seating";

const person = (id: string, change: Partial<ParticipantView> = {}): ParticipantView => ({
  id,
  name: id,
  function: "",
  role: "delegate",
  language: "es",
  connection: "connected",
  microphone: false,
  camera: false,
  screen: false,
  screenSound: false,
  isMe: false,
  holdsFloor: false,
  onStage: false,
  ...change,
});
const names = (people: readonly ParticipantView[]) => people.map(({ id }) => id).join("");
const nobody: ReadonlyMap<string, number> = new Map();

describe("seats", () => {
  test("are for all where there are enough", () => {
    const people = [person("a"), person("b")];
    expect(seat(people, 2, nobody, new Set())).toBe(people);
  });

  test("go to speakers, hands, those seated and cameras before the rest, in order of arrival", () => {
    const people = [
      person("a"),
      person("b", { camera: true }),
      person("c"),
      person("d", { handSince: 1 }),
      person("e"),
      person("f"),
    ];
    const speakers = new Map([["f", 0.5]]);
    expect(names(seat(people, 1, speakers, new Set("e")))).toBe("f");
    expect(names(seat(people, 2, speakers, new Set("e")))).toBe("df");
    expect(names(seat(people, 3, speakers, new Set("e")))).toBe("def");
    expect(names(seat(people, 4, speakers, new Set("e")))).toBe("bdef");
    expect(names(seat(people, 5, speakers, new Set("e")))).toBe("abdef");
  });

  test("keep one's own", () => {
    expect(names(seat([person("a"), person("me", { isMe: true })], 1, new Map([["a", 1]]), new Set()))).toBe(
      "me",
    );
  });
});
