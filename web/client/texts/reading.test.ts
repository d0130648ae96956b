import { expect, test } from "vitest";
import { createStore } from "../store.ts";
import { head, paragraph } from "../testing/texts.ts";
import { followWork, pairOf, workedOn } from "./reading.ts";
import type { TextsView } from "./texts.ts";
import type { TextPerson } from "./types.ts";

test("the pair is the booth's, in the text's own tags", () => {
  expect(pairOf(["fr", "es-MX", "en"], ["en", "es"])).toEqual(["en", "es-MX"]);
  expect(pairOf(["fr", "es", "en"], ["en"])).toEqual(["en", "fr"]);
  expect(pairOf(["es"], ["ar", "es"])).toEqual(["es"]);
});

const person = (participant: string, at: string): TextPerson => ({
  participant,
  name: participant,
  paragraph: at,
});
const state = (people: TextPerson[], ...paragraphs: ReturnType<typeof paragraph>[]) => ({
  people,
  paragraphs: new Map(paragraphs.map((one) => [one.id, one])),
});
const [one, two] = [paragraph({ id: "p1" }), paragraph({ id: "p2" })];

test("the work is where the speaker is, else where somebody goes, else what changes", () => {
  const still = state([person("ana", "p1"), person("bob", "p2")], one, two);
  expect(workedOn("", still, still, "bob")).toBe("p2");
  expect(workedOn("p1", still, still, "")).toBe("p1");
  expect(workedOn("p1", state([person("ana", "p1")], one, two), still, "")).toBe("p2");
  const edited = state([], one, { ...two, at: "2021-05-07T12:00:00Z" });
  expect(workedOn("p1", state([], one, two), edited, "")).toBe("p2");
  expect(workedOn("", state([]), edited, "")).toBe(""); // the text has just come
});

test("following begins anew with another text", () => {
  const all: TextsView = {
    state: "loaded",
    texts: [],
    mayBegin: false,
    head: head(),
    live: true,
    sharing: false,
    translates: false,
    ...state([], one, two),
  };
  const view = createStore(all);
  const { at, close } = followWork(view, () => "");
  view.patch({ people: [person("ana", "p2")] });
  expect(at.get()).toBe("p2");
  view.patch({ head: head({ id: "t2" }), people: [] });
  expect(at.get()).toBe("");
  close();
  view.patch({ people: [person("ana", "p1")] });
  expect(at.get()).toBe("");
  expect(followWork(view, () => "").at.get()).toBe("p1"); // who was there before counts
});
