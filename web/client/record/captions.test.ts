import { expect, test } from "vitest";
import type { Environment } from "../environment.ts";
import type { Caption } from "../protocol.ts";
import { FakeClock } from "../testing/clock.ts";
import { CaptionsModel } from "./captions.ts";

function reader(stored?: string) {
  const clock = new FakeClock();
  const values = new Map<string, string>(stored === undefined ? [] : [["cumbre:captions", stored]]);
  const browser = {
    get: (key: string) => values.get(key),
    set: (key: string, value: string) => void values.set(key, value),
  };
  const sent: unknown[] = [];
  const model = new CaptionsModel({ clock, browser } as unknown as Environment, {
    command: (command) => Promise.resolve(void sent.push(command)),
    send: (message) => void sent.push(message),
  });
  return { model, clock, sent, values };
}

const caption = (change: Partial<Caption>): Caption => ({
  type: "caption",
  by: "kay",
  speaker: "ana",
  language: "es",
  origin: "floor",
  text: "Hola",
  final: false,
  ...change,
});

test("a sentence grows in its place, and the next begins after it", () => {
  const { model } = reader();
  model.choose("es");
  const shown = () => model.view.get().lines.map(({ key, text, final }) => [key, text, final]);
  model.handle(caption({}));
  model.handle(caption({ text: "Hola a" }));
  model.handle(caption({ text: "Hola a todos.", final: true }));
  model.handle(caption({ text: "Y" }));
  expect(shown()).toEqual([
    [1, "Hola a todos.", true],
    [2, "Y", false],
  ]);
  model.handle(caption({ text: "" })); // taken back
  model.handle(caption({ language: "en", text: "not chosen" }));
  expect(shown()).toEqual([[1, "Hola a todos.", true]]);
  for (let i = 0; i < 9; i++) model.handle(caption({ text: `Frase ${i}.`, final: true }));
  expect(model.view.get().lines.length).toBeLessThanOrEqual(4);
});

test("what a machine has recognised is marked", () => {
  const { model } = reader("es");
  model.handle(caption({ by: "", text: "Hola.", final: true, source: "asr" }));
  model.handle(caption({ text: "Hola a todos.", final: true }));
  expect(model.view.get().lines.map(({ machine }) => machine)).toEqual([true, false]);
});

test("captions go when nothing is said for a while", async () => {
  const { model, clock } = reader();
  model.choose("es");
  model.handle(caption({ final: true }));
  await clock.advance(9_000);
  model.handle(caption({ text: "Más" }));
  await clock.advance(9_000);
  expect(model.view.get().lines).toHaveLength(2);
  await clock.advance(2_000);
  expect(model.view.get().lines).toEqual([]);
});

test("the choice is remembered, and said again after an outage", () => {
  const first = reader();
  first.model.choose("es");
  expect(first.values.get("cumbre:captions")).toBe("es");
  const again = reader("es");
  again.model.welcomed();
  expect(again.sent).toEqual([{ type: "set-captions", language: "es" }]);
});

test("what is typed is sent at most every 150 ms, and whole at its end", async () => {
  const { model, clock, sent } = reader();
  for (let i = 1; i <= 10; i++) {
    model.write("es", "floor", "x".repeat(i));
    await clock.advance(50);
  }
  expect(sent.length).toBeGreaterThanOrEqual(2);
  expect(sent.length).toBeLessThanOrEqual(4);
  await model.finish("es", "floor", "xxxxxxxxxx.");
  expect(sent.at(-1)).toMatchObject({ text: "xxxxxxxxxx.", final: true });
  await clock.advance(1_000);
  expect(sent.at(-1)).toMatchObject({ final: true }); // nothing of before comes after it
});
