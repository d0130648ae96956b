// What a listener hears, through the whole client: from the server's messages to the gains of the graph.

import { expect, test } from "vitest";
import type { MeetingClient } from "../client.ts";
import { SIGN_TILE, STAGE_TILE } from "../model.ts";
import type { Channel, Interpretation } from "../protocol.ts";
import type { FakeNode } from "../testing/audio.ts";
import { settle } from "../testing/clock.ts";
import { makeChannel, makeInterpretation, onAir } from "../testing/interpretation.ts";
import { makeParticipant, makeWelcome, World } from "../testing/world.ts";
import { defaultChoice } from "./listening-view.ts";

/** Lines of the offer, by mid: stage-sound and interpretation. */
const STAGE_LINE = 4;
const CHANNEL_LINE = 9;

const english = (changes: Partial<Channel> = {}) =>
  makeInterpretation({
    channels: [makeChannel("es", { state: "PASS", sound: "PASS" }), onAir("en", "ines", changes)],
  });

/** The loudness, dB, that a line has at its bus when all ramps are done. */
function loudness(world: World, mid: number): number {
  const track = world.peer.transceivers[mid]?.receiver.track;
  const source = world.audioContext.nodes.find(
    ({ name, stream }) => name === "source" && stream?.tracks.some((one) => one === track),
  );
  const [bus] = [...(source?.outputs ?? [])] as FakeNode[];
  return Math.round(200 * Math.log10(bus?.gain.end ?? 0)) / 10;
}

const heard = (world: World) => ({
  floor: loudness(world, STAGE_LINE),
  channel: loudness(world, CHANNEL_LINE),
});
const NOTHING = Number.NEGATIVE_INFINITY;

/** Packets come on the lines for that long: the floor's, and the channel's if it is not lost. */
async function play(world: World, ms: number, channel = true): Promise<void> {
  for (let past = 0; past < ms; past += 20) {
    for (const mid of channel ? [STAGE_LINE, CHANNEL_LINE] : [STAGE_LINE]) {
      const line = world.peer.transceivers[mid];
      if (line !== undefined) line.lastRTPTime = (line.lastRTPTime ?? 0) + 960;
    }
    await world.clock.advance(20);
  }
}

const say = (world: World, interpretation: Interpretation) =>
  world.socket.say({ type: "interpretation", interpretation });

/** A delegate whose language is English. */
async function listener(interpretation = english(), world = new World()) {
  const client = await world.joined({
    participants: [
      makeParticipant("me", { language: "en" }),
      makeParticipant("ines", { role: "interpreter" }),
    ],
    interpretation,
  });
  await play(world, 400);
  return { world, client };
}

test("by default one's own language, wherever it is to be had", () => {
  expect(defaultChoice("fr", "en", ["es", "en"])).toEqual({ to: "automatic", language: "fr" });
  expect(defaultChoice("", "es-MX", ["es", "en"])).toEqual({ to: "automatic", language: "es" });
  expect(defaultChoice("", "de", ["es", "en"])).toEqual({ to: "floor" });
});

test.each([
  ["ON_AIR", "ON_AIR", -18, 0, "interpretation"],
  ["PAUSE", "PAUSE", -18, 0, "interpretation"],
  ["COUGH", "COUGH", -18, NOTHING, "silence"],
  ["OFF", "OFF", 0, NOTHING, "original"],
  ["LOST", "LOST", 0, NOTHING, "original"],
  ["PASS", "PASS", 0, NOTHING, "original"],
  ["UNINTERPRETABLE", "ON_AIR", -18, 0, "interpretation"],
  ["UNINTERPRETABLE", "OFF", 0, NOTHING, "original"],
] as const)("%s (sound %s): floor %d dB, channel %d dB, %s", async (state, sound, floor, channel, hears) => {
  const { world, client } = await listener();
  say(world, english({ state, sound }));
  expect(heard(world)).toEqual({ floor, channel });
  expect(client.listening.view.get()).toMatchObject({ state, hears, channel: "en", available: true });
});

test("a meeting that keeps the original low while nobody interprets; a rehearsal is not to be heard of", async () => {
  const { world, client } = await listener();
  say(world, { ...english({ state: "OFF", sound: "OFF" }), lowWhenOff: true });
  expect(heard(world)).toEqual({ floor: -18, channel: NOTHING });
  say(world, { ...english({ state: "LOST", sound: "LOST" }), lowWhenOff: true });
  expect(heard(world)).toEqual({ floor: 0, channel: NOTHING });
  say(world, { ...english({ state: "OFF", sound: "OFF" }), lowWhenOff: true, rehearsal: true });
  expect(heard(world)).toEqual({ floor: 0, channel: NOTHING });
  expect(client.listening.view.get().lowWhenOff).toBe(false);
});

test("the choice is said on joining, on change, and after every reconnection; and kept for the meeting", async () => {
  const { world, client } = await listener();
  expect(world.socket.of("listen")).toEqual([{ type: "listen", to: "automatic", language: "en" }]);
  client.listening.choose({ to: "floor" });
  expect(world.socket.last("listen")).toEqual({ type: "listen", to: "floor" });
  expect(heard(world)).toEqual({ floor: 0, channel: NOTHING });
  say(world, english({ state: "PAUSE", sound: "PAUSE" }));
  expect(world.socket.of("listen")).toHaveLength(2);
  world.socket.drop();
  await world.clock.advance(1000);
  await world.admit({ resumed: true, mediaAlive: true, interpretation: english() });
  expect(world.socket.of("listen")).toEqual([{ type: "listen", to: "floor" }]);
  const again = new World();
  for (const [key, value] of world.browser.values) again.browser.set(key, value);
  const other = again.client();
  other.preview(makeWelcome().meeting);
  expect(other.listening.view.get()).toMatchObject({ choice: { to: "floor" }, languages: ["es", "en"] });
});

test("another language: the line is silent until it brings it, and all is done in 300 ms", async () => {
  const both = makeInterpretation({ channels: [onAir("en", "ines"), onAir("fr", "claire")] });
  const { world, client } = await listener(both);
  world.socket.say({
    type: "slot",
    mid: "9",
    participant: "ines",
    kind: "microphone",
    channel: "en",
    rtpTime: 1,
  });
  expect(heard(world)).toEqual({ floor: -18, channel: 0 });
  client.listening.choose({ to: "language", language: "fr" });
  expect(heard(world)).toEqual({ floor: -18, channel: NOTHING });
  await play(world, 40);
  const line = world.peer.transceivers[CHANNEL_LINE];
  const rtpTime = (line?.lastRTPTime ?? 0) + 1920;
  world.socket.say({
    type: "slot",
    mid: "9",
    participant: "claire",
    kind: "microphone",
    channel: "fr",
    rtpTime,
  });
  await play(world, 20);
  expect(heard(world).channel).toBe(NOTHING);
  await play(world, 40);
  expect(heard(world)).toEqual({ floor: -18, channel: 0 });
  // A server that says nothing of it: after a time it is taken to have happened.
  client.listening.choose({ to: "language", language: "en" });
  await play(world, 160);
  expect(heard(world).channel).toBe(NOTHING);
  await play(world, 40);
  expect(heard(world).channel).toBe(0);
});

test("nothing comes on an open channel for 2 s: the original, until it comes again", async () => {
  const { world, client } = await listener();
  await play(world, 1500, false);
  expect(client.listening.view.get().hears).toBe("interpretation");
  await play(world, 1000, false);
  expect(client.listening.view.get().hears).toBe("original");
  expect(heard(world)).toEqual({ floor: 0, channel: NOTHING });
  await play(world, 500);
  expect(client.listening.view.get().hears).toBe("interpretation");
  expect(heard(world)).toEqual({ floor: -18, channel: 0 });
});

test("a pause with packets is no loss, and neither is a browser that tells nothing of packets", async () => {
  const { world } = await listener(english({ state: "PAUSE", sound: "PAUSE" }));
  await play(world, 5000);
  expect(heard(world)).toEqual({ floor: -18, channel: 0 });
  const mute = new World();
  await mute.joined({ participants: [makeParticipant("me", { language: "en" })], interpretation: english() });
  await mute.clock.advance(5000);
  expect(heard(mute)).toEqual({ floor: -18, channel: 0 });
});

test("the original's level is bounded, heard at once, and remembered", async () => {
  const { world, client } = await listener();
  client.listening.setOriginalLevel(-6);
  expect(heard(world).floor).toBe(-6);
  client.listening.setOriginalLevel(Number.NEGATIVE_INFINITY);
  expect(heard(world).floor).toBe(NOTHING);
  const next = new World();
  for (const [key, value] of world.browser.values) next.browser.set(key, value);
  expect(next.client().listening.view.get().originalLevel).toBe(NOTHING);
  client.listening.setOriginalLevel(12);
  expect(client.listening.view.get().originalLevel).toBe(0);
});

test("the sign language's picture comes before all tiles, at 480 lines, whatever views ask for", async () => {
  const { world, client } = await listener(
    makeInterpretation({ channels: [onAir("ase", "sam", { kind: "sign" }), makeChannel("en")] }),
  );
  expect(client.listening.view.get()).toMatchObject({ signs: ["ase"], languages: ["en"] });
  const picture = client.pictures.picture(SIGN_TILE);
  client.listening.chooseSign("ase");
  const people = Array.from({ length: 6 }, (_, index) => ({ tile: `p${index}/camera`, height: 90 }));
  client.pictures.request([{ tile: STAGE_TILE, height: 300 }, ...people.slice(0, 3)]);
  await world.clock.advance(200);
  const { slots } = world.socket.last("want-slots");
  const sign = slots.find(({ channel }) => channel === "ase");
  expect(sign).toMatchObject({ height: 480, channel: "ase" });
  expect(
    slots.filter((slot) => slot !== sign).every(({ priority }) => priority < (sign?.priority ?? 0)),
  ).toBe(true);
  world.socket.say({
    type: "slot",
    mid: sign?.mid ?? "",
    participant: "sam",
    kind: "camera",
    channel: "ase",
    rtpTime: 1,
  });
  expect(picture.get()).toMatchObject({ state: "waiting", participant: "sam" });
  client.listening.chooseSign("");
  await world.clock.advance(200);
  expect(world.socket.last("want-slots").slots.some(({ channel }) => channel !== undefined)).toBe(false);
});

test("what the limiter takes off is shown for a second", async () => {
  const { world, client } = await listener();
  const compressor = world.audioContext.nodes.find(({ name }) => name === "compressor");
  if (compressor) compressor.reduction = -4.2;
  await play(world, 500);
  expect(client.listening.view.get().limiting).toBe(-4);
  if (compressor) compressor.reduction = 0;
  await play(world, 1500);
  expect(client.listening.view.get().limiting).toBe(0);
});

test("the end of everything leaves no timer", async () => {
  const { world, client } = await listener();
  (client as MeetingClient).dispose();
  await settle();
  expect(world.clock.pending).toBe(0);
});
