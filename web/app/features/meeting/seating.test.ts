import { describe, expect, test } from "vitest";
import type { ParticipantView } from "../../../client/index.ts";
import { seat, seatPage } from "./seating";

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
  trust: "guest",
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

describe("pages", () => {
  const people = [..."abcdefg"].map((id) => person(id));
  const turn = (page: number, seated = "", all = people, speakers = nobody) =>
    seatPage(all, 3, page, speakers, new Set(seated));

  test("have everybody once", () => {
    const first = turn(0);
    const seated = names(first.people);
    expect([seated, ...[1, 2].map((page) => names(turn(page, seated).people))]).toEqual(["abc", "def", "g"]);
    expect(first.pages).toBe(3);
    expect(turn(0, "", people.slice(0, 3))).toMatchObject({ page: 0, pages: 1 });
  });

  test("keep their people while one looks at them, whoever speaks", () => {
    expect(names(turn(1, "abc", people, new Map([["d", 1]])).people)).toBe("def");
    expect(names(turn(0, "abc", people, new Map([["d", 1]])).people)).toBe("abd");
  });

  test("end where nobody is left", () => {
    expect(turn(2, "abc", people.slice(0, 5))).toMatchObject({ page: 1, pages: 2 });
    expect(turn(2, "abc", people.slice(0, 2))).toMatchObject({ page: 0, pages: 1 });
    const without = people.filter(({ id }) => id !== "b");
    expect(names(turn(1, "abc", without).people)).toBe("def");
  });

  test("are none where there is no seat", () => {
    expect(seatPage(people, 0, 1, nobody, new Set())).toEqual({ page: 0, pages: 1, people: [] });
  });
});
