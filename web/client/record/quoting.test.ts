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

test("a quotation is kept where it was found, and the list is what the server says", async () => {
  const calls: unknown[] = [];
  const kept = [{ id: "q1", fails: true }];
  const call = (...args: unknown[]) => {
    calls.push(args);
    return args[0] === "GET" ? Promise.reject(new Error("offline")) : Promise.resolve({ quotations: kept });
  };
  const quoting = createQuoting("m/1", "t", () => Promise.reject(new Error()), undefined, call as never);
  await quoting.kept.keep("We must act", "s4", "");
  expect(calls).toEqual([["POST", "/meetings/m%2F1/quotes", { quotation: "We must act", segment: "s4" }]]);
  await quoting.kept.read(); // what is there stays shown
  expect(quoting.kept.view.get().quotations).toEqual(kept);
  await quoting.kept.drop("q1");
  expect(calls.at(-1)).toEqual(["DELETE", "/meetings/m%2F1/quotes/q1"]);
});
