import { expect, test } from "vitest";
import { findTerms, termTexts } from "./glossary-terms";

const term = (key: string, es: string, en: string, note?: string) => ({
  key,
  text: [
    { language: "es", text: es },
    { language: "en", text: en },
  ],
  ...(note ? { note } : {}),
});
const terms = [
  term("1", "Ñandú", "rhea"),
  term("2", "causas de raíz", "root causes", "never “deep causes”"),
  term("3", "migración", "migration"),
];
const keys = (query: string) => findTerms(terms, query, "es").map(({ key }) => key);

test("a search ignores case and accents, in any language and in the note", () => {
  expect(keys("RAIZ")).toEqual(["2"]);
  expect(keys("migracion")).toEqual(["3"]);
  expect(keys("root caus")).toEqual(["2"]);
  expect(keys("deep")).toEqual(["2"]);
  expect(keys("root migration")).toEqual([]);
});

test("without a query all terms come, as the reader's language sorts them", () => {
  expect(keys(" ")).toEqual(["2", "3", "1"]);
});

test("the booth's languages come first", () => {
  expect(termTexts(term("1", "causas", "causes"), ["en", "es"])).toEqual(["causes", "causas"]);
});
