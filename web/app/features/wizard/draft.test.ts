import { describe, expect, test } from "vitest";
import {
  type Draft,
  faults,
  firstFault,
  fromTemplate,
  meetingOf,
  moved,
  newDraft,
  plannedMinutes,
  withOwnBooths,
} from "./draft";
import { dropDraft, keepDraft, readDraft } from "./kept-draft";

const draft = (change: Partial<Draft> = {}): Draft => ({
  ...newDraft("America/Mexico_City"),
  titles: { es: " México – Estados Unidos ", en: "Mexico – United States", fr: "hors langue" },
  start: "2027-05-07T10:00",
  delegations: [
    { key: 1, name: "México", language: "es" },
    { key: 2, name: "United States", language: "en" },
    { key: 3, name: " ", language: "en" },
  ],
  points: [
    { key: 1, titles: { es: "Migración", en: "Migration" }, minutes: "40" },
    { key: 2, titles: { es: "Clima" }, minutes: "" },
    { key: 3, titles: {}, minutes: "" },
  ],
  ...change,
});

test("a draft as the API takes it: only the meeting's languages, no empty lines", () => {
  expect(firstFault(draft())).toBeUndefined();
  expect(plannedMinutes(draft())).toBe(40);
  expect(meetingOf(draft())).toEqual({
    title: "México – Estados Unidos",
    titles: { es: "México – Estados Unidos", en: "Mexico – United States" },
    languages: ["es", "en"],
    delegations: [
      { name: "México", languages: ["es"] },
      { name: "United States", languages: ["en"] },
    ],
    start: "2027-05-07T10:00",
    timezone: "America/Mexico_City",
    lobbyMinutes: 30,
    agenda: [
      { title: "Migración", titles: { es: "Migración", en: "Migration" }, minutes: 40 },
      { title: "Clima" },
    ],
  });
  expect(meetingOf(withOwnBooths(draft(), true)).interpretation?.booths).toHaveLength(1);
});

describe("what is wrong is said at its field", () => {
  test.each([
    ["what", { titles: { en: "only English" } }, { "title.es": "needed" }],
    ["parties", { languages: [] }, { languages: "needed" }],
    [
      "parties",
      {
        delegations: [
          { key: 1, name: "A", language: "es" },
          { key: 2, name: "A ", language: "en" },
        ],
      },
      { "delegation.2": "twice" },
    ],
    ["agenda", { points: [{ key: 4, titles: { es: "A" }, minutes: "-1" }] }, { "minutes.4": "minutes" }],
    ["agenda", { points: [{ key: 4, titles: { es: "A" }, minutes: "soon" }] }, { "minutes.4": "minutes" }],
    ["agenda", { points: [{ key: 4, titles: { en: "A" }, minutes: "" }] }, { "point.4": "needed" }],
    ["agenda", { points: [{ key: 4, titles: {}, minutes: "5" }] }, { "point.4": "needed" }],
    ["door", { lobby: "" }, { lobby: "lobby" }],
    ["door", { lobby: "20000" }, { lobby: "lobby" }],
  ] as const)("%s: %o", (step, change, want) => {
    const wrong = draft(change as Partial<Draft>);
    expect(faults(wrong, step)).toEqual(want);
    expect(firstFault(wrong)).toBe(step === "parties" && "languages" in change ? "what" : step);
  });
});

test("templates keep what was typed", () => {
  const other = fromTemplate("multilateral", draft());
  expect(other).toMatchObject({
    titles: draft().titles,
    start: "2027-05-07T10:00",
    languages: ["en", "fr", "es", "ar"],
  });
  expect(other.points.every(({ titles }) => other.languages.every((tag) => titles[tag]))).toBe(true);
  expect(fromTemplate("blank", draft()).points).toEqual([]);
});

test("lines are moved, and not beyond the ends", () => {
  const { points } = draft();
  expect(moved(points, 2, -1).map(({ key }) => key)).toEqual([2, 1, 3]);
  expect(moved(points, 3, 1)).toBe(points);
  expect(moved(points, 1, -1)).toBe(points);
});

test("a draft is kept, and what is damaged is not read", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  expect(readDraft(storage, "UTC")).toBeUndefined();
  keepDraft(storage, draft());
  expect(readDraft(storage, "UTC")).toEqual(draft());
  kept.set(
    "cumbre.draft",
    '{"languages":"es","lobby":7,"points":null,"unknown":1,"start":"2027-05-07T10:00"}',
  );
  expect(readDraft(storage, "UTC")).toEqual({ ...newDraft("UTC"), start: "2027-05-07T10:00" });
  kept.set("cumbre.draft", "{");
  expect(readDraft(storage, "UTC")).toBeUndefined();
  dropDraft(storage);
  expect(kept.size).toBe(0);
});
