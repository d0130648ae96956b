import { expect, test } from "vitest";
import { bracket, head, paragraph, words } from "../testing/texts.ts";
import type { Paragraph, ParagraphBracket } from "./types.ts";
import {
  changedWords,
  clashes,
  directionOf,
  hashGroups,
  isAgreeable,
  isEditable,
  isShown,
  isWritten,
  languagePairs,
  maySilence,
  obstacleGroups,
  partiesOf,
  piecesOf,
  placesOf,
  sourceFor,
  tally,
  withChange,
} from "./view.ts";

/** The words as they are read, with brackets as marks and their numbers. */
const shown = (text: string, brackets: ParagraphBracket[], language = "es") =>
  piecesOf({ words: { [language]: words(text) }, brackets }, language)
    .map((piece) =>
      piece.kind === "text" ? piece.text : piece.kind === "open" ? `[${piece.number}` : `${piece.number}]`,
    )
    .join("|");

test.each<[string, readonly Partial<ParagraphBracket>[], string]>([
  ["the whole paragraph", [{}], "[1|one two three|1]"],
  ["some words", [{ words: { es: "two" } }], "one |[1|two|1]| three"],
  ["words and the whole", [{ words: { es: "two" } }, {}], "[2|one |[1|two|1]| three|2]"],
  ["two, side by side", [{ words: { es: "one " } }, { words: { es: "two" } }], "[1|one |1]|[2|two|2]| three"],
  [
    "two that overlap",
    [{ words: { es: "one two" } }, { words: { es: "two three" } }],
    "[1|one |[2|two|1]| three|2]",
  ],
  ["words that are gone", [{ words: { es: "four" } }], "one two three"],
  ["words of another language", [{ words: { en: "two" } }], "one two three"],
  ["a reservation on the whole", [{ kind: "reservation" }], "one two three"],
])("brackets round %s", (_, brackets, want) => {
  expect(
    shown(
      "one two three",
      brackets.map((one, index) => bracket({ id: `b${index}`, ...one })),
    ),
  ).toBe(want);
});

test("where there are no words, there are no brackets", () => {
  expect(
    piecesOf({ words: {}, brackets: [bracket({})] }, "es").filter(({ kind }) => kind !== "text"),
  ).toEqual([]);
});

test("a change replaces what is older, and only that", () => {
  const told = new Map<string, number>();
  const first = withChange(undefined, new Map(), told, {
    text: head({ revision: 3 }),
    paragraphs: [paragraph({})],
  });
  const later = withChange(first.head, first.paragraphs, told, {
    text: head({ revision: 5 }),
    paragraphs: [paragraph({ status: "agreed" })],
  });
  // The answer to an own call may come after the stream has told of what followed it.
  const late = withChange(later.head, later.paragraphs, told, {
    text: head({ revision: 4 }),
    paragraphs: [paragraph({ status: "bracketed" }), paragraph({ id: "p2" })],
  });
  expect(late.head.revision).toBe(5);
  expect(late.paragraphs.get("p1")?.status).toBe("agreed");
  expect(late.paragraphs.has("p2")).toBe(true);
});

test("places have their alternatives, and nothing that was withdrawn", () => {
  const all = new Map<string, Paragraph>(
    [
      paragraph({}),
      paragraph({ id: "p2" }),
      paragraph({ id: "p5", number: "2 bis" }),
      paragraph({ id: "p3", status: "withdrawn" }),
    ].map((one) => [one.id, one]),
  );
  const places = placesOf(head({ order: [["p1"], ["p2", "p5"], ["p3"], ["p9"]] }), all);
  expect(places.map((place) => place.map(({ id }) => id))).toEqual([["p1"], ["p2", "p5"]]);
  expect(tally(places)).toEqual({ proposed: 3, bracketed: 0, "ad-referendum": 0, agreed: 0, withdrawn: 0 });
});

test("an answer that leaves others' changes out brings its paragraph, and no hash of words that are not here", () => {
  const told = new Map<string, number>();
  const first = withChange(undefined, new Map(), told, {
    text: head({ revision: 3, sha256: "three" }),
    paragraphs: [paragraph({ id: "p1" }), paragraph({ id: "p2" })],
  });
  const answered = withChange(first.head, first.paragraphs, told, {
    text: head({ revision: 6, sha256: "six" }),
    paragraphs: [paragraph({ id: "p1", revision: 2 })],
    since: 5,
  });
  expect([answered.head.sha256, answered.paragraphs.get("p1")?.revision]).toEqual(["three", 2]);
  const caughtUp = withChange(answered.head, answered.paragraphs, told, {
    text: head({ revision: 6, sha256: "six" }),
    paragraphs: [paragraph({ id: "p2", revision: 2 })],
    since: 3,
  });
  expect([caughtUp.head.sha256, caughtUp.paragraphs.get("p2")?.revision]).toEqual(["six", 2]);
});

test("numbers follow from the order, also of paragraphs that a change does not tell", () => {
  const told = new Map<string, number>();
  const all = ["p1", "p2", "p3"].map((id, index) => paragraph({ id, number: String(index + 1) }));
  const first = withChange(undefined, new Map(), told, {
    text: head({ order: [["p1"], ["p2"], ["p3"]] }),
    paragraphs: all,
  });
  const order = [["p3"], ["p1", "p4"], ["p2"]];
  const { paragraphs } = withChange(first.head, first.paragraphs, told, {
    text: head({ revision: 2, order }),
    paragraphs: [paragraph({ id: "p4" })],
  });
  expect(order.flat().map((id) => paragraphs.get(id)?.number)).toEqual(["1", "2", "2 bis", "3"]);
  expect(first.paragraphs.get("p2")).toBe(all[1]);
});

test("a silence procedure waits for delegations and for nothing else; what is open cannot be agreed to", () => {
  const lead = { ...head().may, lead: true };
  const waiting = { code: "not-agreed", paragraph: "p1" } as const;
  expect(maySilence(head({ may: lead, obstacles: [waiting] }))).toBe(true);
  expect(maySilence(head({ may: lead, obstacles: [waiting, { code: "bracket-open" }] }))).toBe(false);
  expect(maySilence(head({ obstacles: [] }))).toBe(false);
  expect(maySilence(head({ may: lead, phase: "silence" }))).toBe(false);
  const one = paragraph();
  expect(isAgreeable(one, 1)).toBe(true);
  expect(isAgreeable(one, 2)).toBe(false);
  expect(isAgreeable(paragraph({ brackets: [bracket()] }), 1)).toBe(false);
  const word = { text: "x", source: "human", at: "", revision: 1 } as const;
  const draft = { ...word, source: "machine" } as const;
  expect(isWritten(paragraph({ words: { es: word, en: word } }), ["es", "en"])).toBe(true);
  expect(isWritten(paragraph({ words: { es: word } }), ["es", "en"])).toBe(false);
  expect(isWritten(paragraph({ words: { es: word, en: draft } }), ["es", "en"])).toBe(false);
  expect(isEditable(head({ phase: "silence" }), one)).toBe(false);
  expect(partiesOf({ delegations: [] })).toEqual([""]);
});

test("ours is what the own delegation proposed; the chair's text is nobody's", () => {
  const ours = paragraph({});
  const chairs = paragraph({ delegation: "", status: "agreed" });
  const kept = (own: string) =>
    (["all", "ours", "theirs", "open", "agreed"] as const).map(
      (filter) => [ours, chairs].filter((one) => isShown(one, filter, own)).length,
    );
  expect(kept("mx")).toEqual([2, 1, 1, 1, 1]);
  expect(kept("")).toEqual([2, 0, 2, 1, 1]);
});

test("obstacles are told by kind, with each paragraph once", () => {
  const groups = obstacleGroups([
    { code: "not-agreed", paragraph: "p1", delegation: "us" },
    { code: "not-agreed", paragraph: "p1", delegation: "mx" },
    { code: "words-missing", paragraph: "p2", language: "en" },
  ]);
  expect(groups).toEqual([
    { code: "words-missing", paragraphs: ["p2"], delegations: [], languages: ["en"] },
    { code: "not-agreed", paragraphs: ["p1"], delegations: ["us", "mx"], languages: [] },
  ]);
});

test("what is sent is what was changed", () => {
  const base = { es: "uno", en: "one" };
  expect(changedWords(base, { es: "uno ", en: "one" })).toEqual({});
  expect(changedWords(base, { es: "dos", en: "one", fr: "deux", ar: "" })).toEqual({ es: "dos", fr: "deux" });
  expect(changedWords(base, { es: "" })).toEqual({ es: "" });
});

test("a machine translates from the newest words that a person wrote", () => {
  const all = {
    es: words("a"),
    en: words("b", { revision: 3 }),
    fr: words("c", { revision: 4, source: "machine" }),
  };
  expect(sourceFor({ words: all }, "fr")).toBe("en");
  expect(sourceFor({ words: all }, "en")).toBe("es");
  expect(sourceFor({ words: { en: words("b") } }, "en")).toBeUndefined();
});

test("in a conflict each language has both changes, and no word is lost", () => {
  const base = { es: "uno dos tres", en: "one two three", fr: "un" };
  const now = { words: { es: words("1 dos tres"), en: words("one two 3"), fr: words("un") } };
  const met = clashes(now, { from: 1, base, words: { ...base, es: "uno dos 3", fr: "une" } });
  expect(met).toEqual([
    { language: "es", theirs: "1 dos tres", mine: "uno dos 3", merged: { text: "1 dos 3", clean: true } },
    { language: "fr", theirs: "un", mine: "une", merged: { text: "une", clean: true } },
    { language: "en", theirs: "one two 3", mine: undefined, merged: { text: "one two 3", clean: true } },
  ]);
  const [same] = clashes(now, { from: 1, base, words: { ...base, es: "11 dos tres" } });
  expect(same?.merged).toEqual({ text: "1 11 dos tres", clean: false });
});

test("small things", () => {
  expect(languagePairs(["es", "en", "fr"])).toEqual([
    ["es", "en"],
    ["es", "fr"],
    ["en", "fr"],
  ]);
  expect(hashGroups("0123456789abcdef")).toEqual(["01234567", "89abcdef"]);
  expect(["ar", "ar-MA", "es", "he", "uz-Arab", "ar-Latn", "pt-BR"].map(directionOf).join()).toBe(
    "rtl,rtl,ltr,rtl,rtl,ltr,ltr",
  );
});
