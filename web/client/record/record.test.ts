import { expect, test, vi } from "vitest";
import type { MeetingRecord, Segment } from "../generated/schema.d.ts";
import { CommandProblem, type SegmentSounds } from "../model.ts";
import { settle } from "../testing/clock.ts";
import type { RecordApi } from "./api.ts";
import { RecordModel } from "./record.ts";
import {
  choiceShowing,
  divides,
  joinable,
  leaving,
  mayCorrect,
  preparedFor,
  turnsOf,
  withSegments,
} from "./view.ts";

const segment = (change: Partial<Segment>): Segment => ({
  id: "s1",
  form: "verbatim",
  intervention: "i1",
  speaker: "ana",
  language: "es",
  origin: "floor",
  start: "2021-05-07T15:00:00.000Z",
  text: "Hola.",
  source: "human",
  revision: 1,
  change: 1,
  ...change,
});

const info = {
  may: { draft: true, keep: true, correct: true },
  speakers: [
    { id: "ana", name: "Ana", delegation: "d1" },
    { id: "bob", name: "Bob", delegation: "d2" },
  ],
  delegation: "d1",
  me: "eva",
} as unknown as MeetingRecord;

function opened(pages: Segment[][]) {
  const since: number[] = [];
  const api = {
    record: () => Promise.resolve(info),
    segments: (_version: number, after: number) => {
      since.push(after);
      const [segments = [], ...more] = pages.filter((page) => page.some(({ change }) => change > after));
      return Promise.resolve({
        segments,
        ...(more.length > 0 ? { next: segments.at(-1)?.change ?? 0 } : {}),
      });
    },
    revise: vi.fn(),
    split: vi.fn(),
  };
  const sent: unknown[] = [];
  const sounds = { stop: vi.fn() };
  const model = new RecordModel(api as unknown as RecordApi, sounds as unknown as SegmentSounds, {
    command: (command) => Promise.resolve(void sent.push(command)),
    send: (message) => void sent.push(message),
  });
  model.open();
  return { model, since, sent, api };
}

test("it is read by pages, and what is told meanwhile is not undone by them", async () => {
  const { model, since, sent } = opened([[segment({})], [segment({ id: "s2", change: 2 })]]);
  expect(sent).toEqual([{ type: "watch-record", watching: true }]);
  model.handle({ type: "segment", segment: segment({ text: "Hola a todos.", revision: 2, change: 3 }) });
  await settle();
  const { state, segments } = model.view.get();
  expect(state).toBe("loaded");
  expect(segments.map(({ id, text }) => `${id} ${text}`)).toEqual(["s1 Hola a todos.", "s2 Hola."]);
  expect(since).toEqual([0, 1]);
  model.welcomed(); // after an outage only what has changed since the last page is read
  await settle();
  expect(since.at(-1)).toBe(2);
});

test("a read that an outage breaks off goes on where it was, whatever was told meanwhile", async () => {
  const { model, since } = opened([[segment({})], [segment({ id: "s2", change: 2 })]]);
  await Promise.resolve();
  model.handle({ type: "segment", segment: segment({ id: "s9", change: 5000 }) });
  model.welcomed();
  await settle();
  expect(since.filter((from) => from > 2)).toEqual([]);
  expect(model.view.get().segments.map(({ id }) => id)).toEqual(["s1", "s2", "s9"]);
});

test("a stale edit shows the present words, and says what was missed", async () => {
  const { model, api } = opened([[segment({})]]);
  await settle();
  const now = segment({ text: "Buenas.", revision: 2, change: 2 });
  api.revise.mockRejectedValue(
    new CommandProblem("revision-stale", "", "", { segment: now, difference: [] }),
  );
  await expect(model.revise("s1", { from: 1, text: "x" })).rejects.toMatchObject({
    conflict: { segment: now },
  });
  expect(model.view.get().segments).toEqual([now]);
});

test("who writes where is said again after an outage", async () => {
  const { model, sent } = opened([[segment({})]]);
  model.edit("s1");
  await settle();
  model.welcomed();
  expect(sent.filter((one) => (one as { type: string }).type === "edit-segment")).toHaveLength(2);
  model.handle({ type: "segment-editors", editors: [{ participant: "kay", segment: "s1" }] });
  expect(model.view.get().editors.get("s1")).toEqual(["kay"]);
});

test("turns are one speaker's words that follow one another", () => {
  const list = withSegments(
    [],
    [
      segment({ id: "s2", start: "2021-05-07T15:00:02.000Z" }),
      segment({ id: "s10", start: "2021-05-07T15:00:02.000Z", text: "later" }),
      segment({}),
      segment({
        id: "s3",
        intervention: "i2",
        speaker: "bob",
        language: "en",
        start: "2021-05-07T15:00:03.000Z",
      }),
      segment({ id: "s4", removed: true, start: "2021-05-07T15:00:04.000Z" }),
    ],
  );
  const turns = (choice: { language?: string; speaker?: string }) =>
    turnsOf(list, info.speakers, { form: "verbatim", language: "", speaker: "", ...choice }).map(
      ({ speaker, segments }) => [speaker?.name, ...segments.map(({ id }) => id)],
    );
  expect(turns({})).toEqual([
    ["Ana", "s1", "s2", "s10"],
    ["Bob", "s3"],
  ]);
  expect(turns({ language: "en" })).toEqual([["Bob", "s3"]]);
  expect(turns({ speaker: "ana" })).toEqual([["Ana", "s1", "s2", "s10"]]);
});

test("corrections are for the own delegation's words", () => {
  expect(mayCorrect(info, segment({}))).toBe(true);
  expect(mayCorrect(info, segment({ speaker: "bob" }))).toBe(false);
  expect(mayCorrect({ ...info, may: { ...info.may, correct: false } }, segment({}))).toBe(false);
});

test("a place in the words is sent in code points, and both parts are taken", async () => {
  const text = "🎤 Hola. Adiós.";
  const { model, api } = opened([[segment({ text })]]);
  await settle();
  api.split.mockResolvedValue({
    segments: [
      segment({ text: "🎤 Hola.", revision: 2, change: 2 }),
      segment({ id: "s2", text: "Adiós.", of: "s1", change: 3 }),
    ],
  });
  await model.split(segment({ text }), text.indexOf("Adiós"));
  expect(api.split).toHaveBeenCalledWith("s1", 1, 8);
  expect(model.view.get().segments.map((one) => one.text)).toEqual(["🎤 Hola.", "Adiós."]);
});

test("words are divided between two words only", () => {
  const places = [..."Hola, Ana."].map((_, place) => (divides("Hola, Ana.", place) ? place : -1));
  expect(places.filter((place) => place >= 0)).toEqual([4, 5, 6, 9]);
});

test("a segment is joined to the one before it of the same speaker and language", () => {
  const list = withSegments(
    [],
    [
      segment({}),
      segment({ id: "s2", language: "en", start: "2021-05-07T15:00:01.000Z" }),
      segment({ id: "s3", removed: true, start: "2021-05-07T15:00:02.000Z" }),
      segment({ id: "s4", start: "2021-05-07T15:00:03.000Z" }),
      segment({ id: "s5", intervention: "i2", speaker: "bob", start: "2021-05-07T15:00:04.000Z" }),
      segment({ id: "s6", start: "2021-05-07T15:00:05.000Z" }),
    ],
  );
  const before = (id: string) => {
    const one = list.find((entry) => entry.id === id);
    return one && joinable(list, one)?.id;
  };
  expect(["s1", "s2", "s4", "s5", "s6"].map(before)).toEqual([
    undefined,
    undefined,
    "s1",
    undefined,
    undefined,
  ]);
});

test("a turn has its speaker's prepared texts, and those of the delegation that name nobody", () => {
  const [turn] = turnsOf([segment({})], info.speakers, { form: "verbatim", language: "", speaker: "" });
  const text = (id: string, speaker: string, party: string) => ({
    id,
    title: id,
    language: "es",
    speaker,
    party,
  });
  const texts = [
    text("own", "Ana", ""),
    text("party", "", "d1"),
    text("other", "Eva", "d1"),
    text("foreign", "", "d2"),
    text("nobody", "", ""),
  ];
  expect(turn && preparedFor(turn, texts).map(({ id }) => id)).toEqual(["own", "party"]);
  expect(turn && preparedFor({ ...turn, intervention: "" }, texts)).toEqual([]);
});

test("a place is shown by taking away what hides it, and nothing else", () => {
  const list = [
    segment({}),
    segment({ id: "s2", form: "summary", language: "en" }),
    segment({ id: "s3", removed: true }),
  ];
  const choice = { form: "verbatim", language: "es", speaker: "ana" } as const;
  expect(choiceShowing(list, "s1", choice)).toEqual(choice);
  expect(choiceShowing(list, "s2", choice)).toEqual({ form: "summary", language: "", speaker: "ana" });
  expect(choiceShowing(list, "s1", { ...choice, speaker: "bob" })).toEqual({ ...choice, speaker: "" });
  expect(choiceShowing(list, "s3", choice)).toBeUndefined();
  expect(choiceShowing(list, "s9", choice)).toBeUndefined();
});

test("words leave a meeting that is on the record, as a draft with those who were there only", () => {
  const withheld = { all: false, people: false, names: true, words: true };
  const record = { withheld, may: { draft: true }, versions: [] } as unknown as MeetingRecord;
  const outside = { ...record, may: { ...record.may, draft: false } };
  expect(leaving(record)).toBe("free");
  expect(leaving(outside)).toBe("unpublished");
  expect(leaving({ ...outside, versions: [{}] } as unknown as MeetingRecord)).toBe("free");
  expect(leaving({ ...record, withheld: { ...withheld, all: true } })).toBe("off-the-record");
});
