import { expect, test } from "vitest";
import type { Commitment, Publication, StatementFinding, TextHead } from "../generated/schema.d.ts";
import {
  around,
  drawingOf,
  findingKey,
  groupFindings,
  isUnpublished,
  latest,
  overridesOf,
  titleWith,
} from "./view.ts";

const finding = (change: Partial<StatementFinding>): StatementFinding => ({
  paragraph: "p1",
  language: "es",
  start: 3,
  end: 13,
  words: "7 de junio",
  code: "date-unknown",
  expected: [],
  ...change,
});

test("an adopted text is to be published until its last version is", () => {
  const text = { id: "t1", phase: "rectified", versions: [{ number: 1 }, { number: 2 }] } as TextHead;
  const joint = (version: number) => ({ kind: "joint", text: "t1", version }) as Publication;
  expect(isUnpublished(text, [joint(1)])).toBe(true);
  expect(isUnpublished(text, [joint(1), joint(2)])).toBe(false);
  expect(isUnpublished({ ...text, phase: "clean", versions: [] }, [])).toBe(false);
});

test("a finding is overridden by its own reason only", () => {
  const twice = [finding({}), finding({ start: 40, end: 50 }), finding({ code: "weekday-differs" })];
  expect(groupFindings(twice)).toHaveLength(2);
  const reasons = new Map([[findingKey(finding({})), "  The summit of the Americas. "]]);
  expect(overridesOf(twice, reasons)).toEqual([
    {
      paragraph: "p1",
      language: "es",
      words: "7 de junio",
      code: "date-unknown",
      reason: "The summit of the Americas.",
    },
  ]);
  expect(overridesOf(twice, new Map([[findingKey(finding({})), "  "]]))).toEqual([]);
});

test("a finding in the title is its own, and shown in the title", () => {
  const { paragraph: _, ...there } = finding({ part: "title" });
  const body = { ...there, part: undefined } as unknown as StatementFinding;
  const reasons = new Map([[findingKey(there), "It is so."]]);
  expect(overridesOf([body, there], reasons)).toEqual([
    { part: "title", language: "es", words: "7 de junio", code: "date-unknown", reason: "It is so." },
  ]);
  expect(titleWith(there, { title: "T", titles: { es: "El 7 de junio" } })).toBe("El 7 de junio");
  expect(titleWith(there, { title: "T" })).toBe("T");
  expect(titleWith(body, { title: "T" })).toBeUndefined();
});

test("words are shown with what is around them, by code points", () => {
  expect(around("🕊 el 7 de junio, sí", finding({ start: 5, end: 15 }))).toEqual({
    before: "🕊 el ",
    words: "7 de junio",
    after: ", sí",
  });
  expect(around("one aaaa 7 bbbb two", finding({ start: 9, end: 10 }), 7)).toEqual({
    before: "… aaaa ",
    words: "7",
    after: " bbbb …",
  });
});

test("a commitment is drawn over time, a row for each delegation", () => {
  const commitment = {
    made: "2021-05-08T00:00:00Z",
    dueDay: "2021-05-18",
    assessments: [
      { delegation: "d1", status: 0, at: "2021-05-13T00:00:00Z" },
      { delegation: "d2", status: 1, at: "2021-05-28T00:00:00Z" },
      { delegation: "d1", status: -1, at: "2021-05-28T00:00:00Z" },
    ],
  } as Commitment;
  expect(drawingOf(commitment, ["d1", "d2"])).toEqual({
    rows: new Map([
      [
        "d1",
        [
          { at: 0.25, status: 0 },
          { at: 1, status: -1 },
        ],
      ],
      ["d2", [{ at: 1, status: 1 }]],
    ]),
    due: 0.5,
    from: "2021-05-08T00:00:00Z",
    to: "2021-05-28T00:00:00.000Z",
  });
  expect(latest(commitment).get("d1")?.status).toBe(-1);
  expect(drawingOf({ ...commitment, assessments: [] }, ["d1"])).toBeUndefined();
});
