import { expect, test } from "vitest";
import type { Handover, Interpretation, Seat } from "../protocol.ts";
import {
  makeBooth,
  makeChannel,
  makeHandover,
  makeInterpretation,
  makeSeat,
  onAir,
} from "../testing/interpretation.ts";
import { blockedBy, judge, mayOf, microphoneOf, partnerOf, presetsOf } from "./console-view.ts";
import { NO_INTERPRETATION, seatOf } from "./state.ts";

const stateOf = (changes: Partial<Interpretation>) => ({
  ...NO_INTERPRETATION,
  ...makeInterpretation(changes),
  known: true,
});

/** What is allowed to somebody in a booth, by name: ana is on air, ben on standby. */
function allowed(
  me: string,
  handover: Partial<Handover> = {},
  seats: Seat[] = [makeSeat("ana", 1, { state: "ON_AIR" }), makeSeat("ben", 2)],
  changes: Partial<Interpretation> = {},
): string[] {
  const booth = makeBooth(seats, { handover: makeHandover(handover) });
  const state = stateOf({ channels: [onAir("en", "ana"), makeChannel("es")], booths: [booth], ...changes });
  return Object.entries(mayOf(state, state.booths[0] ?? booth, me))
    .filter(([key, may]) => may && key.startsWith("may"))
    .map(([key]) => key.slice(3));
}

const offered: Partial<Handover> = { state: "OFFERED", from: "ana", to: "ben", by: "ana" };
const requested: Partial<Handover> = { state: "REQUESTED", from: "ana", to: "ben", by: "ben", when: "soon" };

test.each([
  ["idle", {}, ["Offer"], ["Request"]],
  ["offered", offered, ["Cancel"], ["Accept", "Decline"]],
  ["requested", requested, ["Accept", "Decline"], ["Cancel"]],
  ["requested for later and agreed", { ...requested, when: "at", agreed: true }, ["Decline"], ["Cancel"]],
  ["armed on an offer", { ...offered, state: "ARMED", agreed: true }, ["Cancel", "Switch"], ["Decline"]],
  ["armed on a request", { ...requested, state: "ARMED", agreed: true }, ["Decline", "Switch"], ["Cancel"]],
] as [string, Partial<Handover>, string[], string[]][])(
  "hand-over %s: what the one on air may, and the one who comes",
  (_, handover, ana, ben) => {
    expect(allowed("ana", handover)).toEqual(ana);
    expect(allowed("ben", handover)).toEqual(ben);
    // Somebody who has no part in it has none of its keys.
    const third = makeSeat("cleo", 3);
    const seats = [makeSeat("ana", 1, { state: "ON_AIR" }), makeSeat("ben", 2), third];
    expect(allowed("cleo", handover, seats)).toEqual(handover.state === undefined ? ["Request"] : []);
    expect(allowed("nobody", handover)).toEqual([]);
  },
);

test("nothing is offered to a colleague who is away or not ready, and nothing asked before one is ready", () => {
  const seats = (ben: Partial<Seat>) => [makeSeat("ana", 1, { state: "ON_AIR" }), makeSeat("ben", 2, ben)];
  for (const ben of [{ state: "OFFLINE" }, { state: "LOST" }, { state: "CHECKED", level: false }] as const)
    expect(allowed("ana", {}, seats(ben))).toEqual([]);
  expect(allowed("ben", {}, seats({ state: "CHECKED", level: false }))).toEqual([]);
});

test("without asking only from who is lost, or where both booths allow it", () => {
  const lost = [makeSeat("ana", 1, { state: "LOST" }), makeSeat("ben", 2)];
  expect(allowed("ben", {}, lost)).toEqual(["TakeOver"]);
  // Whatever the own output is: ana may have changed the direction before.
  expect(
    allowed("ben", {}, [makeSeat("ana", 1, { state: "LOST" }), makeSeat("ben", 2, { output: "es" })]),
  ).toEqual(["TakeOver"]);
  // Not by one who is on air themself: it would cost the channel that they have.
  expect(
    allowed(
      "ben",
      {},
      [makeSeat("ana", 1, { state: "LOST" }), makeSeat("ben", 2, { output: "es", state: "ON_AIR" })],
      {
        channels: [onAir("en", "ana"), onAir("es", "ben")],
      },
    ),
  ).toEqual([]);
  const both = (policy: "consent" | "override") =>
    allowed("ben", {}, undefined, {
      booths: [makeBooth([makeSeat("ana", 1, { state: "ON_AIR" }), makeSeat("ben", 2)], { policy })],
    });
  expect(both("consent")).toEqual(["Request"]);
  expect(both("override")).toEqual(["Request", "TakeOver"]);
});

test("what the microphone does, as the server says; without a connection nobody gets the sound", () => {
  const of = (state: Seat["state"], connected = true) =>
    microphoneOf(makeSeat("me", 1, { state }), connected);
  expect(
    ["OFFLINE", "CHECKED", "STANDBY", "ARMED", "ON_AIR", "COUGH", "LOST"].map((state) =>
      of(state as Seat["state"]),
    ),
  ).toEqual(["closed", "closed", "closed", "armed", "open", "cough", "lost"]);
  expect(of("ON_AIR", false)).toBe("lost");
  expect(of("STANDBY", false)).toBe("closed");
  expect(microphoneOf(undefined, true)).toBe("closed");
});

test("why it cannot be opened: the first thing to do", () => {
  const of = (seat: Seat | undefined, changes: Partial<Interpretation> = {}, connected = true) =>
    blockedBy(stateOf(changes), seat, connected);
  const ready = makeSeat("me", 1);
  expect(of(ready)).toBeUndefined();
  expect(of(ready, {}, false)).toBe("disconnected");
  expect(of(undefined)).toBe("check");
  expect(of({ ...ready, headphones: false, output: "" })).toBe("check");
  expect(of({ ...ready, output: "" })).toBe("output");
  expect(of(ready, { channels: [onAir("en", "ana")] })).toBe("held");
  expect(of(ready, { channels: [onAir("en", "me")] })).toBeUndefined();
});

test("presets: chosen ones first, then what is understood with the fewest hops, never the own outputs", () => {
  const booth = makeBooth([makeSeat("me", 1, { understands: ["fr-CA"] })]);
  const channels = [
    onAir("en", "x"),
    makeChannel("es"),
    onAir("ar", "a", { hops: 1 }),
    onAir("ru", "b", { hops: 2 }),
    onAir("fr", "c", { hops: 3 }),
    makeChannel("ase", { kind: "sign" }),
  ];
  const state = stateOf({ channels, booths: [booth] });
  const mine = seatOf(state, "me");
  const of = (chosen: object, given: object = {}) =>
    presetsOf(state, mine, chosen, given).map(({ channel, hops }) => `${channel}${hops}`);
  expect(of({})).toEqual(["fr3", "ar1", "ru2"]);
  expect(of({ b: "ru" })).toEqual(["fr3", "ru2", "ar1"]);
  expect(of({ a: "gone" }, { a: "ar", b: "fr" })).toEqual(["ar1", "fr3", "ru2"]);
  expect(presetsOf(stateOf({ booths: [booth] }), mine, {}, {})).toEqual(
    ["a", "b", "c"].map((key) => ({ key, channel: "", hops: 0, silent: true })),
  );
});

test("the partner is who is on air, or takes part in the hand-over, or sits next", () => {
  const of = (seats: Seat[], handover: Partial<Handover> = {}) => {
    const booth = makeBooth(seats, { capacity: 3, handover: makeHandover(handover) });
    return partnerOf(seatOf({ booths: [booth] }, "me"));
  };
  const me = makeSeat("me", 2);
  expect(of([makeSeat("ana", 1), me, makeSeat("cleo", 3)])).toBe("cleo");
  expect(of([makeSeat("ana", 1, { state: "COUGH" }), me, makeSeat("cleo", 3)])).toBe("ana");
  expect(of([makeSeat("ana", 1), me, makeSeat("cleo", 3)], { state: "OFFERED", from: "me", to: "ana" })).toBe(
    "ana",
  );
  expect(of([makeSeat("ana", 1), me])).toBe("ana");
  expect(of([me])).toBe("");
  expect(partnerOf(undefined)).toBe("");
});

test("a speaker's sound is judged by its worst part", () => {
  const good = {
    participant: "p",
    band: 14_000,
    speech: -20,
    noise: -60,
    clipping: 0,
    processed: false,
    headphones: true,
    loss: 0,
  };
  const of = (changes: Partial<typeof good>) => judge({ ...good, ...changes });
  expect(of({})).toBe("good");
  expect(of({ band: 0 })).toBe("unknown");
  expect([of({ band: 8000 }), of({ noise: -40 }), of({ clipping: 5 }), of({ loss: 30 })]).toEqual(
    Array(4).fill("fair"),
  );
  expect([of({ processed: true }), of({ speech: -45, noise: -90 }), of({ speech: -3 })]).toEqual(
    Array(3).fill("fair"),
  );
  expect([of({ band: 3500 }), of({ noise: -30 }), of({ clipping: 50 }), of({ loss: 100 })]).toEqual(
    Array(4).fill("poor"),
  );
});
