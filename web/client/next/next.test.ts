import { describe, expect, it } from "vitest";
import { CommandProblem } from "../model.ts";
import { FakeClock } from "../testing/clock.ts";
import type { DelegationHome, NextMeeting, NextPlan, NextSlot } from "./api.ts";
import { createNextApi } from "./api.ts";
import { NextModel } from "./next.ts";
import {
  awaited,
  bandsOf,
  closedDays,
  closedText,
  legsAt,
  legsToChange,
  ownZone,
  partsOf,
  slotsInOrder,
} from "./view.ts";

const home = (change: Partial<DelegationHome> = {}): DelegationHome => ({
  delegation: "d1",
  name: "México",
  zone: "America/Mexico_City",
  from: 9 * 60,
  to: 18 * 60,
  weekend: [0, 6],
  closed: [{ date: "2021-09-16", name: "Independencia" }],
  ...change,
});
const slot = (change: Partial<NextSlot> = {}): NextSlot => ({
  id: "s1",
  when: { wall: "2021-06-08T10:00:00", zone: "America/Mexico_City", at: "2021-06-08T15:00:00Z" },
  minutes: 90,
  proposed: "2021-05-07T15:00:00Z",
  over: false,
  answers: [],
  agreed: false,
  local: [],
  may: { answer: false, withdraw: false },
  ...change,
});
const next = (change: Partial<NextMeeting> = {}): NextMeeting => ({
  title: "T",
  homes: [home(), home({ delegation: "d2", name: "Japan", zone: "Asia/Tokyo" })],
  slots: [],
  series: [],
  commitments: 0,
  may: { arrange: false, propose: true, answer: true, for: "d1" },
  ...change,
});

describe("a delegation's day", () => {
  it("has nights, working hours and what is neither", () => {
    expect(partsOf(home(), "2021-06-08")).toEqual([
      { from: 0, to: 420, kind: "night" },
      { from: 420, to: 540, kind: "free" },
      { from: 540, to: 1080, kind: "working" },
      { from: 1080, to: 1320, kind: "free" },
      { from: 1320, to: 1440, kind: "night" },
    ]);
  });

  it("has no working hours on a holiday and at the weekend", () => {
    for (const day of ["2021-09-16", "2021-06-06"])
      expect(partsOf(home(), day).map(({ kind }) => kind)).toEqual(["night", "free", "night"]);
  });

  it("covers the whole day, whatever the hours are", () => {
    for (const hours of [
      { from: 0, to: 1440 },
      { from: 60, to: 300 },
      { from: 1330, to: 1440 },
    ]) {
      const parts = partsOf(home(hours), "2021-06-08");
      expect(parts[0]?.from).toBe(0);
      expect(parts.at(-1)?.to).toBe(1440);
      for (const [index, part] of parts.entries())
        if (index > 0) expect(part.from).toBe(parts[index - 1]?.to);
    }
  });

  it("shows a time that goes on after midnight", () => {
    const local = [
      {
        delegation: "d1",
        wall: "2021-06-08T10:00:00",
        endWall: "2021-06-08T11:30:00",
        hours: "working" as const,
      },
      {
        delegation: "d2",
        wall: "2021-06-08T23:30:00",
        endWall: "2021-06-09T01:00:00",
        hours: "night" as const,
      },
      {
        delegation: "d9",
        wall: "2021-06-08T23:30:00",
        endWall: "2021-06-09T01:00:00",
        hours: "night" as const,
      },
    ];
    expect(
      bandsOf(next(), local).map(({ delegation, from, to, overnight }) => [delegation, from, to, overnight]),
    ).toEqual([
      ["d1", 600, 690, false],
      ["d2", 1410, 1440, true],
    ]);
  });
});

describe("what is shown", () => {
  it("names who has not answered", () => {
    expect(awaited(next(), slot({ answers: [{ delegation: "d1", accepted: false }] }))).toEqual(["d2"]);
  });

  it("thinks in the own delegation's zone, or the browser's", () => {
    expect(ownZone(next(), "Europe/Madrid")).toBe("America/Mexico_City");
    expect(ownZone(next({ may: { arrange: true, propose: true, answer: false } }), "Europe/Madrid")).toBe(
      "Europe/Madrid",
    );
  });

  it("puts times that are over last", () => {
    expect(slotsInOrder([slot({ id: "s1", over: true }), slot({ id: "s2" })]).map(({ id }) => id)).toEqual([
      "s2",
      "s1",
    ]);
  });

  it("sends an itinerary again without what was cancelled", () => {
    const when = slot().when;
    expect(
      legsToChange([
        { id: "l1", title: "A", when, minutes: 5, local: [] },
        { id: "l2", when, minutes: 5, local: [], cancelled: true },
      ]),
    ).toEqual([
      {
        id: "l1",
        title: "A",
        wall: "2021-06-08T10:00",
        at: when.at,
        zone: "America/Mexico_City",
        minutes: 5,
      },
    ]);
  });

  it("moves the entry that began at the time which was set, and keeps the others", () => {
    const time = { wall: "2021-06-09T10:00", at: "2021-06-09T15:00:00.000Z", zone: "UTC", minutes: 60 };
    const { at } = slot().when;
    const leg = (id: string, begins: string) => ({
      id,
      place: id,
      wall: "w",
      zone: "z",
      minutes: 5,
      at: begins,
    });
    const plan = { slot: "s1" } as NextPlan;
    const set = { slots: [slot({ id: "s1" })], plan };
    const [arrival, meeting] = [leg("l2", "2021-06-07T15:00:00.000Z"), leg("l1", at)];
    expect(legsAt(time, [arrival, meeting], set)).toEqual([arrival, { id: "l1", place: "l1", ...time }]);
    expect(legsAt(time, [arrival], set)).toEqual([{ id: "l2", place: "l2", ...time }]);
    expect(legsAt(time, [], { slots: [] })).toEqual([time]);
  });

  it("reads closed days as it writes them", () => {
    const days = [{ date: "2021-09-16", name: "Día de la Independencia" }, { date: "2021-12-25" }];
    expect(closedDays(`\n${closedText(days)}\n`)).toEqual(days);
    expect(closedDays("16 September")).toBeUndefined();
    expect(closedDays("2021-13-45")).toBeUndefined();
  });
});

describe("the model", () => {
  const world = () => {
    const calls: string[] = [];
    const clock = new FakeClock();
    let answer: () => Promise<unknown> = async () => next();
    const api = createNextApi("m 1", async <T>(method: string, path: string) => {
      calls.push(`${method} ${path}`);
      return (await answer()) as T;
    });
    const model = new NextModel(
      api,
      () => Promise.reject(new Error("no")),
      (ms, run) => clock.every(ms, run),
    );
    return {
      calls,
      clock,
      model,
      answers: (one: () => Promise<unknown>) => {
        answer = one;
      },
    };
  };

  it("asks again until it is closed", async () => {
    const { calls, clock, model } = world();
    const close = model.open();
    await clock.advance(60_000);
    close();
    await clock.advance(60_000);
    expect(calls).toEqual(Array(4).fill("GET /meetings/m%201/next"));
    expect(clock.pending).toBe(0);
  });

  it("keeps what it shows when a later look fails, and says why where there is nothing", async () => {
    const { clock, model, answers } = world();
    const refused = new CommandProblem("not-allowed", "No");
    answers(() => Promise.reject(refused));
    const close = model.open();
    await clock.advance(0);
    expect(model.view.get().problem).toBe(refused);
    answers(async () => next({ title: "Later" }));
    await clock.advance(20_000);
    answers(() => Promise.reject(refused));
    await clock.advance(20_000);
    expect(model.view.get().next?.title).toBe("Later");
    close();
  });

  it("does not show an earlier answer that comes late", async () => {
    const { model, answers } = world();
    let late: (value: unknown) => void = () => undefined;
    answers(
      () =>
        new Promise((resolve) => {
          late = resolve;
        }),
    );
    const slow = model.answer("s1", true);
    answers(async () => next({ title: "New" }));
    await model.withdraw("s1");
    late(next({ title: "Old" }));
    await slow;
    expect(model.view.get().next?.title).toBe("New");
  });

  it("gives the made meeting's link once", async () => {
    const { model, answers } = world();
    answers(async () => ({ ...next(), meeting: { id: "m2" }, invitation: { url: "https://x/m/m2#t" } }));
    await model.make();
    expect(model.view.get().made).toBe("https://x/m/m2#t");
  });
});
