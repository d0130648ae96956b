import { setupI18n } from "@lingui/core";
import { expect, test } from "vitest";
import type { ListView } from "../../../client/index.ts";
import { listState, wallTime } from "./floor-words";

const i18n = setupI18n({ locale: "en", messages: { en: {} } });
const at = Date.parse("2021-05-07T15:30:00Z");
const list: ListView = {
  item: "",
  open: false,
  zone: "America/Mexico_City",
  order: "request",
  limit: 0,
  delegationLimit: 0,
  entries: [],
};

test("a time is as the wall of the list's zone shows it", () => {
  expect(wallTime(at, "America/Mexico_City")).toBe("2021-05-07T10:30");
  expect(wallTime(at, "")).toBe("2021-05-07T15:30");
  expect(wallTime(undefined, "UTC")).toBe("");
});

test("whether one can ask, and from or until when", () => {
  const say = (change: Partial<ListView>) => listState({ ...list, ...change }, at, i18n);
  const said = [
    say({}),
    say({ open: true, opens: at - 1 }),
    say({ open: true, opens: at - 1, closes: at + 1 }),
    say({ opens: at + 1 }),
    say({ opens: at - 2, closes: at - 1 }),
  ];
  expect(new Set(said).size).toBe(5);
});
