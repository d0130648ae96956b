import { expect, test, vi } from "vitest";
import type { Meeting } from "../generated/schema.d.ts";
import { CommandProblem } from "../model.ts";
import { FakeClock, settle } from "../testing/clock.ts";
import { bracket, head, paragraph, words } from "../testing/texts.ts";
import { createTextFiles, type TextsApi } from "./api.ts";
import type { TextNews } from "./news.ts";
import type { StreamEvent } from "./stream.ts";
import { TextsModel } from "./texts.ts";
import type { TextChange } from "./types.ts";

function memory() {
  const kept = new Map<string, string>();
  return {
    get: (key: string) => kept.get(key),
    set: (key: string, value: string) => void kept.set(key, value),
    remove: (key: string) => void kept.delete(key),
  };
}

async function opened(tab = memory()) {
  const clock = new FakeClock();
  const api = {
    about: () => Promise.resolve({ meeting: { id: "m1" } as Meeting, me: "ana" }),
    list: () => Promise.resolve({ texts: [head()], may: { begin: false } }),
    edit: vi.fn(),
    presence: vi.fn(() => Promise.resolve()),
  };
  const connections: { path: string; on: (event: StreamEvent | "alive") => void; end: () => void }[] = [];
  const model = new TextsModel(
    { clock, tab, random: () => 0 },
    "m1",
    api as unknown as TextsApi,
    (path, on, signal) =>
      new Promise((resolve) => {
        connections.push({ path, on, end: resolve });
        signal.addEventListener("abort", () => resolve());
      }),
    vi.fn(),
  );
  const news: TextNews[] = [];
  model.news.on((one) => news.push(one));
  model.open();
  await settle();
  const tell = (name: string, data: object) => connections.at(-1)?.on({ name, data: JSON.stringify(data) });
  /** One after the other, each shown. */
  const change = async (...changes: TextChange[]) => {
    for (const one of changes) {
      tell("change", one);
      await clock.advance(200);
    }
  };
  const told: TextChange = { text: head({ revision: 2 }), paragraphs: [paragraph({})] };
  tell("text", told);
  return { model, api, clock, connections, tell, change, news, tab };
}

test("the first text is opened, and follows what the stream tells", async () => {
  const { model, connections, change, news } = await opened();
  expect(connections[0]?.path).toBe("/meetings/m1/texts/t1/events");
  expect(model.view.get()).toMatchObject({ state: "loaded", live: true, head: { revision: 2 } });
  const edited = paragraph({
    revision: 2,
    words: { es: words("Nadie deja su pueblo por gusto.", { by: "bob", byName: "Bob", revision: 2 }) },
    brackets: [bracket({})],
  });
  await change({ text: head({ revision: 3 }), paragraphs: [edited] });
  expect(model.view.get().paragraphs.get("p1")?.words["es"]?.text).toContain("pueblo");
  expect(news.map(({ type }) => type)).toEqual(["edited", "bracketed"]);
});

test("what oneself does is no news; what ends or opens the whole is", async () => {
  const { change, news } = await opened();
  const mine = paragraph({ revision: 2, words: { es: words("Otra cosa.", { revision: 2 }) } });
  await change({ text: head({ revision: 3 }), paragraphs: [mine] });
  expect(news).toEqual([]);
  const assent = {
    delegation: "us",
    by: "bob",
    byName: "Bob",
    at: "",
    sha256: "",
    key: "",
    signature: "",
    live: true,
  };
  await change({ text: head({ revision: 4, phase: "clean" }), paragraphs: [] });
  await change({ text: head({ revision: 5, phase: "adopted", assents: [assent] }), paragraphs: [] });
  expect(news.map(({ type }) => type)).toEqual(["clean", "assented", "adopted"]);
});

test("many changes are shown some times a second, the first at once, and none is left out", async () => {
  const { model, clock, tell } = await opened();
  let drawn = 0;
  model.view.subscribe(() => drawn++);
  for (let revision = 3; revision <= 40; revision++)
    tell("change", { text: head({ revision }), paragraphs: [paragraph({ id: `p${revision}`, revision })] });
  expect([drawn, model.view.get().head?.revision]).toEqual([1, 3]);
  await clock.advance(100);
  expect([drawn, model.view.get().head?.revision]).toEqual([2, 40]);
  expect(model.view.get().paragraphs.size).toBe(39);
  await clock.advance(1000);
  expect(drawn).toBe(2);
});

test("a rectification is news, and so is that it has taken effect", async () => {
  const { change, news } = await opened();
  const version = { number: 1, sha256: "", at: "" };
  const mend = {
    id: "r1",
    by: "bob",
    byName: "Bob",
    at: "",
    until: "",
    paragraph: "p1",
    words: {},
    reason: "",
    state: "open" as const,
  };
  await change({ text: head({ revision: 3, phase: "adopted", versions: [version] }), paragraphs: [] });
  await change({
    text: head({ revision: 4, phase: "adopted", versions: [version], rectifications: [mend] }),
    paragraphs: [],
  });
  await change({
    text: head({ revision: 5, phase: "rectified", versions: [version, version], rectifications: [mend] }),
    paragraphs: [],
  });
  expect(news.map(({ type }) => type)).toEqual(["adopted", "rectification", "rectified"]);
});

test("positions that are taken back are news; those that an edit has voided are not", async () => {
  const { change, news } = await opened();
  const agreed = { us: { position: "agreed" as const, by: "bob", byName: "Bob", at: "1" } };
  await change({ text: head({ revision: 3 }), paragraphs: [paragraph({ positions: agreed })] });
  await change({ text: head({ revision: 4 }), paragraphs: [paragraph({})] });
  await change({ text: head({ revision: 5 }), paragraphs: [paragraph({ positions: agreed })] });
  const mine = { es: words("Otra cosa.", { revision: 2 }) };
  await change({ text: head({ revision: 6 }), paragraphs: [paragraph({ revision: 2, words: mine })] });
  expect(news.map((one) => one.type === "position" && one.position)).toEqual(["agreed", "none", "agreed"]);
});

test("of a stale edit the present paragraph is shown, and the difference is given", async () => {
  const { model, api } = await opened();
  const now = paragraph({ revision: 4, words: { es: words("Suyo.", { by: "bob", revision: 4 }) } });
  api.edit.mockRejectedValue(
    new CommandProblem("revision-stale", "", "", undefined, { paragraph: now, differences: {} }),
  );
  await expect(model.edit("p1", 1, { es: "Mío." })).rejects.toMatchObject({
    paragraphConflict: { paragraph: now },
  });
  expect(model.view.get().paragraphs.get("p1")).toEqual(now);
});

test("a file is asked for with what is chosen, and nothing else", async () => {
  const paths: string[] = [];
  const download = (path: string) => {
    paths.push(path);
    return Promise.resolve({ name: "", blob: new Blob([]) });
  };
  const file = createTextFiles("m1", download);
  await file("t1", "pdf", { language: "", copy: "", version: 0 });
  await file("t1", "akn.xml", { language: "es", copy: "d1", version: 2 });
  expect(paths).toEqual([
    "/meetings/m1/texts/t1/file.pdf?",
    "/meetings/m1/texts/t1/file.akn.xml?language=es&copy=d1&version=2",
  ]);
});

test("what is typed outlives the page, until it is proposed or dropped", async () => {
  const { model, tab } = await opened();
  const draft = { from: 1, base: { es: "a" }, words: { es: "b" } };
  model.draft("p1", draft);
  model.draft("after/p1", { ...draft, from: 0 });
  const again = await opened(tab);
  expect([...again.model.drafts.get().keys()]).toEqual(["p1", "after/p1"]);
  again.model.draft("p1", undefined);
  again.model.draft("after/p1", undefined);
  expect((await opened(tab)).model.drafts.get().size).toBe(0);
  tab.set("cumbre:drafts:m1:t1", '[["p1",{"from":1,"base":{},"words":{"es":3}}],["p2"],7]');
  expect((await opened(tab)).model.drafts.get().size).toBe(0);
});

test("a draft is told only while it is shared, and not for every key", async () => {
  const { model, api, clock } = await opened();
  model.here("p1", "es", "H");
  model.here("p1", "es", "Ho");
  expect(api.presence.mock.calls).toEqual([["t1", "p1", "es", undefined]]);
  await clock.advance(1000);
  expect(api.presence).toHaveBeenCalledTimes(1);
  model.share(true);
  for (const typed of ["Hol", "Hola", "Hola."]) model.here("p1", "es", typed);
  await clock.advance(1000);
  expect(api.presence.mock.calls.slice(1)).toEqual([
    ["t1", "p1", "es", "Ho"],
    ["t1", "p1", "es", "Hola."],
  ]);
  model.share(false);
  await clock.advance(1000);
  expect(api.presence).toHaveBeenLastCalledWith("t1", "p1", "es", undefined);
});

test("after an outage it is whole again, and where one is is said again", async () => {
  const { model, api, clock, connections, tell } = await opened();
  model.here("p1", "es");
  tell("presence", { people: [{ participant: "ana" }, { participant: "bob" }] });
  expect(model.view.get().people.map(({ participant }) => participant)).toEqual(["bob"]);
  connections.at(-1)?.end();
  await settle();
  expect(model.view.get()).toMatchObject({ live: false, people: [], head: { revision: 2 } });
  await clock.advance(1000);
  expect(connections.length).toBe(2);
  tell("text", { text: head({ revision: 9 }), paragraphs: [paragraph({ revision: 5 })] });
  expect(model.view.get()).toMatchObject({ live: true, head: { revision: 9 } });
  expect(api.presence).toHaveBeenCalledTimes(2);
  model.close();
  await clock.advance(60_000);
  expect(connections.length).toBe(2);
});

test("one turns to a text before the texts are opened, and it alone is looked at then", async () => {
  const { model, api, connections, tell } = await opened();
  api.list = () => Promise.resolve({ texts: [head(), head({ id: "t2" })], may: { begin: false } });
  expect([model.shows("t1"), model.shows("t2")]).toEqual([true, false]);
  model.close();
  expect(model.shows("t1")).toBe(false);
  model.turnTo("t2");
  model.open();
  await settle();
  expect(connections.at(-1)?.path).toBe("/meetings/m1/texts/t2/events");
  tell("text", { text: head({ id: "t2" }), paragraphs: [] });
  expect([model.shows("t1"), model.shows("t2")]).toEqual([false, true]);
  model.turnTo("t1");
  expect(connections.at(-1)?.path).toBe("/meetings/m1/texts/t1/events");
});
