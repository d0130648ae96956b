import { expect, test } from "vitest";
import { forgetLink, readLinks, rememberLink, type SavedLink } from "./links";

function memory(initial?: string) {
  let value = initial ?? null;
  return {
    getItem: () => value,
    setItem: (_: string, text: string) => {
      value = text;
    },
  };
}
const link = (token: string, change: Partial<SavedLink> = {}): SavedLink => ({
  meeting: "m",
  token,
  title: "T",
  state: "scheduled",
  name: "Ana",
  role: "delegate",
  ...change,
});

test("links are kept, the latest first, each once; and forgotten", () => {
  const storage = memory();
  rememberLink(storage, link("a"));
  rememberLink(storage, link("b"));
  rememberLink(storage, link("a", { title: "New" }));
  expect(readLinks(storage).map(({ token, title }) => token + title)).toEqual(["aNew", "bT"]);
  rememberLink(storage, link("b", { state: "ended" }), true);
  expect(readLinks(storage).map(({ state }) => state)).toEqual(["scheduled", "ended"]);
  rememberLink(storage, link("c"), true);
  expect(readLinks(storage)).toHaveLength(2);
  forgetLink(storage, link("a"));
  expect(readLinks(storage).map(({ token }) => token)).toEqual(["b"]);
});

test("a bound, and what is damaged is not read", () => {
  const storage = memory();
  for (let index = 0; index < 150; index++) rememberLink(storage, link(`t${index}`));
  expect(readLinks(storage)).toHaveLength(100);
  expect(readLinks(memory("{"))).toEqual([]);
  expect(readLinks(memory('{"a":1}'))).toEqual([]);
  expect(readLinks(memory('[null, 7, {"meeting":"m"}]'))).toEqual([]);
  expect(readLinks(undefined)).toEqual([]);
});
