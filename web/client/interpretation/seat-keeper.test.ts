// What an interpreter had set up, said again to a server that has forgotten it: through the whole client.

import { expect, test } from "vitest";
import type { Booth, ClientMessage, Interpretation, Seat } from "../protocol.ts";
import { settle } from "../testing/clock.ts";
import { makeBooth, makeChannel, makeInterpretation, makeSeat, onAir } from "../testing/interpretation.ts";
import { makeParticipant, World } from "../testing/world.ts";
import { KEPT_MS } from "./seat-memory.ts";

const people = [
  makeParticipant("me", { role: "interpreter", name: "Mia", booth: "se" }),
  makeParticipant("ben", { role: "interpreter", name: "Ben", booth: "se" }),
  makeParticipant("ana", { name: "Ana" }),
];
const floor = { holder: "ana" };

/** As after the seats were taken anew. */
const blank: Partial<Seat> = {
  state: "OFFLINE",
  devices: false,
  headphones: false,
  level: false,
  output: "",
  input: "floor",
  automatic: true,
};

const picture = (seats: Seat[], booth: Partial<Booth> = {}, changes: Partial<Interpretation> = {}) =>
  makeInterpretation({
    channels: [makeChannel("es"), makeChannel("en"), makeChannel("fr")],
    booths: [makeBooth(seats, booth)],
    ...changes,
  });

/** Everything chosen: seat 2, Spanish, relay from French by hand, twenty minutes, and what Ana speaks. */
const chosen = (now: number, shiftLeftMs = 900_000) =>
  picture(
    [
      makeSeat("ben", 1),
      makeSeat("me", 2, { output: "es", automatic: false, input: "fr", understands: ["fr", "pt"] }),
    ],
    {
      shift: { minutes: 20, ends: new Date(now + shiftLeftMs).toISOString(), amber: false, over: false },
    },
    { floorLanguage: "en", floorFrom: "interpreter" },
  );
/** What a restarted server shows to the first who comes back. */
const restarted = (changes: Partial<Interpretation> = {}) =>
  picture([makeSeat("me", 1, blank)], {}, { floorLanguage: "es", floorFrom: "speaker", ...changes });

const RESTORING = new Set<ClientMessage["type"]>([
  "sit",
  "check-seat",
  "set-output",
  "set-input",
  "set-shift",
  "set-floor-language",
]);
const DANGEROUS = new Set<ClientMessage["type"]>([
  "open-microphone",
  "take-over",
  "hand-over",
  "talk-to-floor",
]);
/** What was said again on the latest connection, without the commands' numbers. */
const said = (world: World) =>
  world.socket.sent
    .filter(({ type }) => RESTORING.has(type))
    .map((message) => {
      const { id: _, ...rest } = message as { id: number };
      return rest;
    });
const ackAll = (world: World) => {
  for (const message of world.socket.sent)
    if (RESTORING.has(message.type)) world.socket.say({ type: "ack", id: (message as { id: number }).id });
};
const say = (world: World, interpretation: Interpretation) =>
  world.socket.say({ type: "interpretation", interpretation });

async function working(world = new World(), shiftLeftMs = 900_000) {
  const client = await world.joined({
    participants: people,
    floor,
    interpretation: chosen(world.clock.now(), shiftLeftMs),
  });
  return { world, client };
}

/** The connection breaks, and a server answers that lost our media. */
async function comeBack(world: World, interpretation: Interpretation, awayMs = 5000, stage = floor) {
  world.socket.drop();
  await world.clock.advance(awayMs);
  await world.admit({ participants: people, floor: stage, interpretation, mediaAlive: false });
}

const everything = [
  { type: "sit", booth: "se", seat: 2, understands: ["fr", "pt"] },
  { type: "check-seat", devices: true, headphones: true, level: true },
  { type: "set-output", language: "es", epoch: 0 },
  { type: "set-input", input: "fr" },
  { type: "set-shift", minutes: 20 },
  { type: "set-floor-language", language: "en" },
];

test("after a restart of the server all is said again, in order, and the microphone stays closed", async () => {
  const { world, client } = await working();
  expect(said(world)).toEqual([]);
  await comeBack(world, restarted());
  expect(said(world)).toEqual(everything);
  expect(client.console.notices.get()).toEqual([]);
  ackAll(world);
  await settle();
  expect(client.console.notices.get()).toMatchObject([{ notice: "seat-restored", on: true }]);
  expect(client.console.view.get().microphone).toBe("closed");
  expect(world.socket.sent.filter(({ type }) => DANGEROUS.has(type))).toEqual([]);
  // Back on the next connection the server knows: nothing is said, nothing is told.
  say(world, chosen(world.clock.now()));
  await comeBack(world, chosen(world.clock.now()));
  expect(said(world)).toEqual([]);
  expect(client.console.notices.get()).toHaveLength(1);
});

test("the same after a reload of the page, from the tab's storage; not in another tab, nor for another invitation", async () => {
  const { world } = await working();
  const again = new World();
  for (const [key, value] of world.tab.values) again.tab.set(key, value);
  await again.joined({ participants: people, floor, interpretation: restarted() });
  expect(said(again)).toEqual(everything);
  const other = new World();
  for (const [key, value] of world.browser.values) other.browser.set(key, value);
  await other.joined({ participants: people, floor, interpretation: restarted() });
  expect(said(other)).toEqual([]);
});

test("a channel that a colleague works into by now is left to them", async () => {
  const { world } = await working();
  await comeBack(
    world,
    picture(
      [makeSeat("ben", 2, { state: "ON_AIR", output: "es" }), makeSeat("me", 1, blank)],
      {},
      {
        channels: [onAir("es", "ben"), makeChannel("en"), makeChannel("fr")],
        floorLanguage: "",
      },
    ),
    61_000,
  );
  // The seat is Ben's, and what the booth shares he knows better: only what is one's own.
  expect(said(world)).toEqual([
    { type: "sit", booth: "se", seat: 1, understands: ["fr", "pt"] },
    everything[1],
    everything[2],
    everything[3],
  ]);
  expect(world.socket.sent.filter(({ type }) => DANGEROUS.has(type))).toEqual([]);
});

test("a colleagues' hand-over is not ended by taking the old number", async () => {
  const { world } = await working();
  const handover = {
    state: "OFFERED",
    epoch: 3,
    agreed: false,
    due: false,
    from: "ben",
    to: "zoe",
    by: "ben",
  } as const;
  const seats = [makeSeat("ben", 1), makeSeat("zoe", 3), makeSeat("me", 4, blank)];
  await comeBack(world, picture(seats, { handover, capacity: 4 }), 61_000);
  expect(said(world).map(({ type }: { type?: string }) => type)).not.toContain("sit");
});

test("what is another's floor, a shift that is over, and a channel that is gone are not said", async () => {
  const { world } = await working(new World(), 4000);
  await comeBack(world, restarted({ channels: [makeChannel("es"), makeChannel("en")] }), 5000, {
    holder: "ben",
  });
  expect(said(world)).toEqual(everything.slice(0, 3));
});

test("what the interpreter does meanwhile has the last word", async () => {
  const { world, client } = await working();
  await comeBack(world, restarted());
  const swapped = client.console.setOutput("en");
  ackAll(world);
  await swapped;
  await settle();
  expect(world.socket.last("set-output").language).toBe("en");
  say(world, picture([makeSeat("me", 2, { output: "en" })]));
  await comeBack(world, restarted());
  expect(said(world)).toContainEqual({ type: "set-output", language: "en", epoch: 0 });
});

test("a relay chosen by hand is remembered while nobody works into it, and forgotten when it is automatic again", async () => {
  const { world, client } = await working();
  const input = client.console.setInput("en");
  world.socket.say({ type: "ack", id: world.socket.last("set-input").id });
  await input;
  // Nobody is in English: the server has the seat on the floor meanwhile.
  say(world, picture([makeSeat("me", 1, { automatic: false, input: "floor", output: "es" })]));
  await comeBack(world, restarted());
  expect(said(world)).toContainEqual({ type: "set-input", input: "en" });
  ackAll(world);
  await settle();
  say(world, picture([makeSeat("me", 1, { output: "es" })]));
  await comeBack(world, restarted());
  expect(said(world).some((one) => "input" in one)).toBe(false);
});

test("a connection that breaks in the middle: the rest is said at the next welcome, and the half is not what is remembered", async () => {
  const { world, client } = await working();
  await comeBack(world, restarted());
  const [sit, check] = world.socket.sent.filter(({ type }) => RESTORING.has(type)) as { id: number }[];
  for (const one of [sit, check]) world.socket.say({ type: "ack", id: one?.id ?? 0 });
  const half = picture([makeSeat("me", 2, { output: "", understands: ["fr", "pt"] })]);
  say(world, half);
  await comeBack(world, half);
  expect(client.console.notices.get()).toEqual([]);
  expect(said(world)).toEqual(everything.slice(2));
});

test("what the server refuses is told, and not tried for ever", async () => {
  const { world, client } = await working();
  await comeBack(world, restarted());
  for (const message of world.socket.sent) {
    if (!RESTORING.has(message.type)) continue;
    const { id } = message as { id: number };
    const problem = { type: "", title: "No", status: 409, code: "relay-cycle", detail: "" };
    world.socket.say(message.type === "set-input" ? { type: "problem", id, problem } : { type: "ack", id });
  }
  await settle();
  expect(client.console.notices.get()).toMatchObject([{ notice: "seat-restored", on: false }]);
  say(world, picture([makeSeat("me", 2, { output: "es" })]));
  await comeBack(world, restarted());
  expect(said(world).some((one) => "input" in one)).toBe(false);
});

test("who stood up, who was away for longer than a day's meeting, and whose booth is gone are not put back", async () => {
  const { world, client } = await working();
  await comeBack(world, restarted({ booths: [] }));
  expect(said(world)).toEqual([]);
  await comeBack(world, picture([makeSeat("ben", 1), makeSeat("zoe", 2)]));
  expect(said(world)).toEqual([]);
  await comeBack(world, restarted());
  expect(said(world)).toHaveLength(6);
  ackAll(world);
  await settle();
  const stood = client.console.stand();
  world.socket.say({ type: "ack", id: world.socket.last("stand").id });
  await stood;
  await comeBack(world, restarted());
  expect(said(world)).toEqual([]);
  const { world: before } = await working();
  const late = new World();
  late.clock.sleep(KEPT_MS);
  for (const [key, value] of before.tab.values) late.tab.set(key, value);
  await late.joined({ participants: people, floor, interpretation: restarted() });
  expect(said(late)).toEqual([]);
});

test("what the tab's storage holds is not trusted", async () => {
  const { world } = await working();
  const [key] = [...world.tab.values.keys()].filter((one) => one.startsWith("cumbre:seat:"));
  const stored = JSON.parse(world.tab.get(key ?? "") ?? "{}");
  const long = "x".repeat(5000);
  for (const text of [
    "{",
    "null",
    '"seat"',
    JSON.stringify({ ...stored, output: long }),
    JSON.stringify({ ...stored, understands: 7 }),
  ]) {
    const again = new World();
    again.tab.set(key ?? "", text);
    await again.joined({ participants: people, floor, interpretation: restarted() });
    expect(said(again)).toEqual([]);
  }
  const many = new World();
  const understands = Array.from({ length: 500 }, (_, index) => `x${index}`);
  many.tab.set(
    key ?? "",
    JSON.stringify({ ...stored, understands, shift: { minutes: 7, ends: 1e15 }, floor: 3 }),
  );
  await many.joined({ participants: people, floor, interpretation: restarted() });
  expect(many.socket.last("sit").understands).toHaveLength(12);
  expect(said(many)).toHaveLength(4);
});
