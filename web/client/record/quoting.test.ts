import { expect, test } from "vitest";
import { createQuoting, leftOut, type QuotationMatch, standing } from "./quoting.ts";

test("a file is asked for in its format and language", async () => {
  const asked: string[] = [];
  const download = async (token: string, path: string) => {
    asked.push(`${token} ${path}`);
    return { name: "record.odt", blob: new Blob([]) };
  };
  const quoting = createQuoting("m/1", "t", download);
  await quoting.file("odt", "es-MX", { version: 2, form: "verbatim" });
  await quoting.file("akn.xml", "", { version: 0, form: "summary" });
  expect(asked).toEqual([
    "t /meetings/m%2F1/record.odt?version=2&language=es-MX",
    "t /meetings/m%2F1/record.akn.xml?form=summary",
  ]);
});

test("only the speaker's own words stand as such", () => {
  expect(
    ["verbatim", "elided", "interpreted", "translated", "prepared", "near-miss", "not-found"].map((one) =>
      standing(one as never),
    ),
  ).toEqual(["own", "own", "other", "other", "other", "wrong", "wrong"]);
});

test("what is left out is what the marks stand for", () => {
  const runs = [
    { kind: "same", quote: "We " },
    { kind: "omission", quote: "(…) ", record: "all of us", words: 3 },
    { kind: "interpolation", quote: "[the parties] ", record: "they", words: 1 },
    { kind: "omission", quote: "… " },
  ];
  expect(leftOut({ runs } as QuotationMatch)).toEqual(["all of us"]);
});
