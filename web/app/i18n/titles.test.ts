import { expect, test } from "vitest";
import { titleIn } from "./titles";

test.each([
  ["es", { es: "Clima", en: "Climate" }, "Clima"],
  ["es", { "es-MX": "Clima", en: "Climate" }, "Clima"],
  ["en-GB", { en: "Climate" }, "Climate"],
  ["ar", { es: "Clima" }, "as made"],
  ["constructor", {}, "as made"],
  ["fr", undefined, "as made"],
])("the title in %s of %o is %s", (locale, titles, want) => {
  expect(titleIn({ title: "as made", titles }, locale)).toBe(want);
});
