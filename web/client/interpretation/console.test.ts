// The console through the whole client: what its keys send, and what its microphone and its ears do.

import { expect, test } from "vitest";
import type { Command, Interpretation, Seat } from "../protocol.ts";
import { settle } from "../testing/clock.ts";
import {
  makeBooth,
  makeChannel,
  makeHandover,
  makeInterpretation,
  makeSeat,
  onAir,
} from "../testing/interpretation.ts";
import type { FakeStream, FakeTrack } from "../testing/media.ts";
import { makeParticipant, makeWelcome, World } from "../testing/world.ts";

const people = [
  makeParticipant("me", { role: "interpreter", name: "Mia", booth: "se" }),
  makeParticipant("ben", { role: "interpreter", name: "Ben", booth: "se" }),
];

/** Mia on standby beside Ben, both ready, nobody on air. */
const standby = (changes: Partial<Interpretation> = {}) =>
  makeInterpretation({
    channels: [makeChannel("es", { epoch: 7 }), makeChannel("en", { epoch: 9 }), onAir("fr", "claire")],
    booths: [makeBooth([makeSeat("me", 1), makeSeat("ben", 2)])],
    ...changes,
  });

/** Mia on air into English. */
const speaking = (changes: Partial<Interpretation> = {}) =>
  makeInterpretation({
    channels: [makeChannel("es", { epoch: 7 }), onAir("en", "me", { epoch: 12 })],
    booths: [makeBooth([makeSeat("me", 1, { state: "ON_AIR" }), makeSeat("ben", 2)])],
    ...changes,
  });

async function interpreter(interpretation = standby(), world = new World()) {
  const client = await world.joined({ participants: people, interpretation });
  return { world, client, console: client.console };
}

const tell = (world: World, interpretation: Interpretation) =>
  world.socket.say({ type: "interpretation", interpretation });
/** The last command, without its number. */
function last(world: World, type: Command["type"]) {
  const { id: _, ...command } = world.socket.last(type) as { id: number };
  return command;
}

test("the microphone begins closed, and opens with the channel's latest epoch", async () => {
  const { world, console } = await interpreter();
  expect(console.view.get()).toMatchObject({ microphone: "closed", me: { name: "Mia", isMe: true } });
  expect(console.view.get().blocked).toBeUndefined();
  expect(world.socket.of("open-microphone")).toHaveLength(0);
  tell(world, standby({ channels: [makeChannel("en", { epoch: 31 })] }));
  const opened = console.openMicrophone();
  expect(last(world, "open-microphone")).toEqual({ type: "open-microphone", epoch: 31 });
  world.socket.say({ type: "ack", id: world.socket.last("open-microphone").id });
  await opened;
  // What counts is what the server says, not that it took the wish.
  expect(console.view.get().microphone).toBe("closed");
  tell(world, speaking());
  expect(console.view.get().microphone).toBe("open");
  void console.closeMicrophone().catch(() => {});
  expect(last(world, "close-microphone")).toEqual({ type: "close-microphone", epoch: 12 });
});

test("without an output the server says what is missing", async () => {
  const { world, console } = await interpreter(
    standby({ booths: [makeBooth([makeSeat("me", 1, { output: "" })])] }),
  );
  expect(console.view.get().blocked).toBe("output");
  const opened = console.openMicrophone();
  expect(last(world, "open-microphone")).toEqual({ type: "open-microphone", epoch: 0 });
  const problem = { type: "", title: "Choose", status: 409, code: "output-missing", detail: "" };
  world.socket.say({ type: "problem", id: world.socket.last("open-microphone").id, problem });
  await expect(opened).rejects.toMatchObject({ code: "output-missing" });
});

test("the direction is changed with the lease that is held, and without one with none", async () => {
  const { world, console } = await interpreter();
  void console.swapOutput().catch(() => {});
  expect(last(world, "set-output")).toEqual({ type: "set-output", language: "es", epoch: 0 });
  tell(world, speaking());
  void console.swapOutput().catch(() => {});
  expect(last(world, "set-output")).toEqual({ type: "set-output", language: "es", epoch: 12 });
  tell(world, standby({ booths: [makeBooth([makeSeat("me", 1)], { outputs: ["en"] })] }));
  await expect(console.swapOutput()).rejects.toMatchObject({ code: "direction-lacks" });
});

test("a hand-over's steps name its latest epoch; offers and requests none", async () => {
  const { world, console } = await interpreter();
  const ignore = (promise: Promise<void>) => void promise.catch(() => {});
  ignore(console.offer("ben"));
  expect(last(world, "hand-over")).toEqual({ type: "hand-over", action: "offer", to: "ben", epoch: 0 });
  ignore(console.request("at", world.clock.now() + 60_000));
  expect(last(world, "hand-over")).toEqual({
    type: "hand-over",
    action: "request",
    when: "at",
    at: "2021-05-07T10:01:00.000Z",
    epoch: 0,
  });
  const handover = makeHandover({ state: "OFFERED", epoch: 205, from: "ben", to: "me", by: "ben" });
  tell(world, standby({ booths: [makeBooth([makeSeat("me", 1), makeSeat("ben", 2)], { handover })] }));
  for (const [action, press] of [
    ["accept", () => console.accept()],
    ["decline", () => console.decline()],
    ["cancel", () => console.cancel()],
    ["switch", () => console.switchOver()],
  ] as const) {
    ignore(press());
    expect(last(world, "hand-over")).toEqual({ type: "hand-over", action, epoch: 205 });
  }
  ignore(console.takeOver());
  expect(last(world, "take-over")).toEqual({ type: "take-over", channel: "en", epoch: 9 });
});

test("what is taken over is the channel of the colleague who is lost, whatever the own output is", async () => {
  const { world, console } = await interpreter();
  tell(
    world,
    standby({
      channels: [
        onAir("es", "ben", { epoch: 31, state: "LOST", sound: "LOST" }),
        makeChannel("en", { epoch: 9 }),
      ],
      booths: [makeBooth([makeSeat("me", 1), makeSeat("ben", 2, { state: "LOST", output: "es" })])],
    }),
  );
  expect(console.view.get().booth?.handover).toMatchObject({ mayTakeOver: true, takes: "es" });
  void console.takeOver().catch(() => {});
  expect(last(world, "take-over")).toEqual({ type: "take-over", channel: "es", epoch: 31 });
});

test("an interpreter's microphone is sent all the time, unprocessed, and no mute of the meeting stops it", async () => {
  const world = new World();
  world.browser.set("cumbre:devices", JSON.stringify({ microphoneOn: false, cameraOn: false }));
  const { client } = await interpreter(standby(), world);
  await settle();
  const microphone = world.peer.transceivers[0];
  const track = () => microphone?.sender.track;
  expect(track()).toMatchObject({ enabled: true });
  expect(world.devices.asked.at(-1)?.audio).toMatchObject({
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: 1,
  });
  expect(client.console.view.get().unprocessed).toBe(true);
  expect(world.socket.last("set-media").microphone).toBe(true);
  await client.devices.setMicrophone(false);
  world.socket.say({ type: "mute", by: "chair" });
  await settle();
  expect(track()).toMatchObject({ enabled: true });
  // What the answer and the sender say of its Opus.
  expect(microphone?.sender.getParameters().encodings[0]?.maxBitrate).toBe(64_000);
});

test("cough: the own track is silent at once, the gate closes with the lease; a reconnection lets go of it", async () => {
  const { world, console } = await interpreter(speaking());
  await settle();
  const track = () => world.peer.transceivers[0]?.sender.track as FakeTrack | null;
  console.cough(true);
  expect(track()).toMatchObject({ enabled: false, stopped: false });
  expect(last(world, "cough")).toEqual({ type: "cough", on: true, epoch: 12 });
  console.cough(true);
  expect(world.socket.of("cough")).toHaveLength(1);
  console.cough(false);
  expect(track()?.enabled).toBe(true);
  expect(last(world, "cough")).toEqual({ type: "cough", on: false, epoch: 12 });
  console.cough(true);
  world.socket.drop();
  await settle();
  expect(console.view.get()).toMatchObject({ microphone: "lost" });
  await world.clock.advance(1000);
  await world.admit({ participants: people, resumed: true, mediaAlive: true, interpretation: standby() });
  expect(track()?.enabled).toBe(true);
  expect(console.view.get().microphone).toBe("closed");
  // It comes back closed: nothing opens it but a key.
  expect(world.socket.of("open-microphone")).toHaveLength(0);
  // Off air there is no gate: only the track is silenced, which the partner hears.
  console.cough(true);
  expect(track()?.enabled).toBe(false);
  expect(world.socket.of("cough")).toHaveLength(0);
});

/** On air as before, with what else the server has of the seat: only the WebSocket was renewed. */
const renewed = (change: Partial<Seat>) => {
  const was = speaking();
  const booths = was.booths.map((booth) => ({
    ...booth,
    seats: booth.seats.map((seat) => (seat.participant === "me" ? { ...seat, ...change } : seat)),
  }));
  return { participants: people, resumed: true, mediaAlive: true, interpretation: { ...was, booths } };
};

test("keys that are held go on where only the WebSocket was renewed", async () => {
  const { world, console } = await interpreter(speaking());
  await settle();
  const track = () => world.peer.transceivers[0]?.sender.track as FakeTrack | null;
  console.cough(true);
  console.talkToFloor(true);
  world.socket.drop();
  await world.clock.advance(1000);
  await world.admit(renewed({ talking: true })); // the cough was lost on its way
  expect(track()?.enabled).toBe(false);
  expect(last(world, "cough")).toMatchObject({ on: true, epoch: 12 });
  expect(world.socket.of("talk-to-floor")).toHaveLength(0);
  console.cough(false);
  expect(track()?.enabled).toBe(true);
  expect(last(world, "cough")).toMatchObject({ on: false });
  console.talkToFloor(false);
  expect(last(world, "talk-to-floor")).toMatchObject({ on: false });
});

test("a key that was let go of while nothing could be said is let go of at the server", async () => {
  const { world, console } = await interpreter(speaking());
  await settle();
  console.cough(true);
  console.talkToFloor(true);
  world.socket.drop();
  console.cough(false);
  console.talkToFloor(false);
  await world.clock.advance(1000);
  await world.admit(renewed({ talking: true, state: "COUGH" }));
  expect(last(world, "cough")).toMatchObject({ on: false, epoch: 12 });
  expect(last(world, "talk-to-floor")).toMatchObject({ on: false });
});

test("an interpreter's offer has two lines of the booth, and they carry partner and monitor", async () => {
  const { world, console } = await interpreter();
  const lines = world.socket.last("offer").lines.filter(({ use }) => use === "booth-sound");
  expect(lines).toHaveLength(2);
  expect(world.socket.of("offer")).toHaveLength(1);
  const [partner = "", monitor = ""] = lines.map(({ mid }) => mid);
  const wanted = () => world.socket.last("want-sounds").sounds;
  expect(wanted()).toEqual([{ mid: partner, participant: "ben" }, { mid: monitor }]);
  console.setMonitor({ from: "channel", channel: "fr" });
  expect(wanted()[1]).toEqual({ mid: monitor, channel: "fr" });
  console.setMonitor({ from: "floor" });
  expect(wanted()[1]).toEqual({ mid: monitor, stage: true });
  const sent = world.socket.of("want-sounds").length;
  tell(world, standby({ floorLanguage: "en" }));
  expect(world.socket.of("want-sounds")).toHaveLength(sent);
  tell(world, standby({ booths: [makeBooth([makeSeat("me", 1)])] }));
  expect(wanted()[0]).toEqual({ mid: partner });
  world.socket.drop();
  await world.clock.advance(1000);
  await world.admit({ participants: people, resumed: true, mediaAlive: true, interpretation: standby() });
  expect(wanted()[0]).toEqual({ mid: partner, participant: "ben" });
});

/** Joins as a technician, who listens to a language or to none. */
async function technician(world: World, interpretation: Interpretation, language?: string) {
  const client = world.client();
  client.preview(makeWelcome().meeting, "technician");
  await settle();
  client.join();
  const spoken = language === undefined ? {} : { language };
  await world.admit({
    participants: [makeParticipant("me", { role: "technician", ...spoken })],
    interpretation,
  });
  return client;
}

test("delegates have no lines of the booth; a technician has, and listens like everybody", async () => {
  const uses = (world: World) => world.socket.last("offer").lines.map(({ use }) => use);
  const delegate = new World();
  await delegate.joined();
  expect(uses(delegate)).not.toContain("booth-sound");
  const world = new World();
  await technician(world, standby());
  await world.answer();
  expect(uses(world).filter((use) => use === "booth-sound")).toHaveLength(2);
  expect(world.socket.of("listen")).toHaveLength(1);
  // An interpreter's line follows the seat's input instead.
  const { world: booth } = await interpreter();
  expect(booth.socket.of("listen")).toHaveLength(0);
});

/** The factor that a line has at its bus when all ramps are done. */
function busOf(world: World, mid: number): number {
  const track = world.peer.transceivers[mid]?.receiver.track;
  const stream = ({ stream }: { stream: FakeStream | undefined }) =>
    stream?.tracks.some((one) => one === track);
  const source = world.audioContext.nodes.find((node) => node.name === "source" && stream(node));
  return [...(source?.outputs ?? [])][0]?.gain.end ?? 0;
}

test("who listens to what, as the server names them, and nobody of before", async () => {
  const world = new World();
  const named = (listeners: string[], floor: string[]) =>
    makeInterpretation({
      channels: [onAir("en", "ines", { listens: 2, ...(listeners.length > 0 ? { listeners } : {}) })],
      listening: 1,
      ...(floor.length > 0 ? { listeners: floor } : {}),
    });
  const client = await technician(world, named(["ada", "ben"], ["me"]));
  const seen = () => {
    const { channels, onFloor, floorListeners } = client.console.view.get();
    return [channels[0]?.listeners, onFloor, floorListeners];
  };
  expect(seen()).toEqual([["ada", "ben"], ["me"], 1]);
  world.socket.say({ type: "interpretation", interpretation: named([], []) });
  expect(seen()).toEqual([[], [], 1]);
});

test("a technician's monitor: beside what is listened to, and never the same twice", async () => {
  const world = new World();
  const booths = makeInterpretation({ channels: [onAir("en", "ines"), onAir("fr", "claire")] });
  const client = await technician(world, booths, "en");
  await world.answer();
  const booth = world.socket.last("offer").lines.filter(({ use }) => use === "booth-sound");
  const monitored = () => busOf(world, Number(booth[1]?.mid));
  client.console.setMonitor({ from: "channel", channel: "fr" });
  expect(monitored()).toBe(0.5);
  client.console.setMonitor({ from: "channel", channel: "en" });
  expect(monitored()).toBe(0);
  client.listening.choose({ to: "floor" });
  expect(monitored()).toBe(0.5);
});

test("the ears: floor or relay, partner in front when armed, the console's own volumes and tone", async () => {
  const { world, console } = await interpreter();
  const mids = world.socket.last("offer").lines;
  const booth = mids.filter(({ use }) => use === "booth-sound").map(({ mid }) => Number(mid));
  const heard = () => [4, 9, ...booth].map((mid) => Math.round(busOf(world, mid) * 1000) / 1000);
  expect(heard()).toEqual([1, 0, 0.5, 0]);
  console.setMix({ main: 1.2, partner: 0.1, monitor: 0.4, treble: 99 });
  console.setMonitor({ from: "channel", channel: "fr" });
  expect(heard()).toEqual([1.2, 0, 0.1, 0.4]);
  expect(console.view.get().mix.treble).toBe(12);
  const shelves = world.audioContext.nodes.filter(({ name }) => name === "filter");
  expect(shelves.map(({ type, gain }) => [type, gain.end])).toEqual([
    ["lowshelf", 0],
    ["highshelf", 12],
  ]);
  // The same as the main sound would be heard as its echo.
  console.setMonitor({ from: "floor" });
  expect(heard()[3]).toBe(0);
  const relay = makeSeat("me", 1, { input: "fr", hops: 1 });
  tell(world, standby({ booths: [makeBooth([relay, makeSeat("ben", 2)])] }));
  await world.clock.advance(400);
  expect(heard()).toEqual([0, 1.2, 0.1, 0.4]);
  const armed = makeSeat("me", 1, { state: "ARMED" });
  tell(world, standby({ booths: [makeBooth([armed, makeSeat("ben", 2)])] }));
  await world.clock.advance(400);
  expect(heard().slice(0, 3)).toEqual([0.213, 0, 1]);
  const next = new World();
  for (const [key, value] of world.browser.values) next.browser.set(key, value);
  expect(next.client().console.view.get().mix).toMatchObject({ main: 1.2, partner: 0.1, monitor: 0.4 });
});

test("an interpreter without a seat hears the floor, and never the listener's mix of a channel that falls silent", async () => {
  const world = new World();
  const unseated = makeInterpretation({ channels: [onAir("en", "ben")], booths: [makeBooth([])] });
  const me = makeParticipant("me", { role: "interpreter", language: "en" });
  const client = await world.joined({ participants: [me], interpretation: unseated });
  const lines = world.socket.last("offer").lines;
  const line = (use: string) => Number(lines.find((one) => one.use === use)?.mid);
  const gainOf = (mid: number) => {
    const track = world.peer.transceivers[mid]?.receiver.track;
    const source = world.audioContext.nodes.find(
      ({ name, stream }) => name === "source" && stream?.tracks.some((one) => one === track),
    );
    return [...(source?.outputs ?? [])][0]?.gain.end ?? 0;
  };
  const heard = () => [gainOf(line("stage-sound")), gainOf(line("interpretation"))];
  // Sound of the floor alone comes: for a listener of English the original would stay ducked for 2 s.
  for (let past = 0; past < 4000; past += 250) {
    const floor = world.peer.transceivers[line("stage-sound")];
    if (floor !== undefined) floor.lastRTPTime = past * 48;
    expect(heard()).toEqual([1, 0]);
    await world.clock.advance(250);
  }
  client.console.setMix({ main: 0.5, bass: 6 });
  expect(heard()).toEqual([0.5, 0]);
  expect(world.audioContext.nodes.find(({ type }) => type === "lowshelf")?.gain.end).toBe(6);
});

test("notices: the latest first, twenty at most, with keys and names", async () => {
  const { world, console } = await interpreter();
  for (let round = 0; round < 30; round++)
    world.socket.say({ type: "interpretation-notice", notice: "slow-down", participant: "ben" });
  const notices = console.notices.get();
  expect(notices).toHaveLength(20);
  expect(new Set(notices.map(({ key }) => key)).size).toBe(20);
  expect(notices[0]?.key).toBe(30);
  expect(notices[0]).toMatchObject({ name: "Ben", notice: "slow-down", at: world.clock.now() });
});

test("glossary, sources and levels follow their messages", async () => {
  const { world, console } = await interpreter();
  const term = { key: "t1", text: [{ language: "es", text: "causas de raíz" }] };
  world.socket.say({ type: "glossary", term });
  world.socket.say({ type: "glossary", term: { ...term, note: "new" } });
  expect(console.view.get().glossary).toEqual([{ ...term, note: "new" }]);
  world.socket.say({ type: "glossary", term, removed: true });
  expect(console.view.get().glossary).toEqual([]);
  const source = {
    band: 15_000,
    speech: -20,
    noise: -60,
    clipping: 0,
    processed: false,
    headphones: true,
    loss: 0,
  };
  world.socket.say({ type: "source-quality", participant: "ben", ...source });
  expect(console.view.get().sources).toEqual([
    { participant: "ben", name: "Ben", judgement: "good", ...source },
  ]);
  world.socket.say({ type: "booth-levels", levels: [{ participant: "ben", level: 45, speaking: true }] });
  expect(console.view.get().booth?.seats.map(({ level }) => level)).toEqual([0, 0.5]);
  world.socket.say({ type: "participant-left", participant: "ben", reason: "left" });
  expect(console.view.get().sources).toEqual([]);
});

test("a preset that was chosen is remembered for the meeting", async () => {
  const { world, console } = await interpreter();
  expect(console.view.get().presets[0]).toEqual({ key: "a", channel: "fr", hops: 1, silent: false });
  console.setPreset("b", "es");
  expect(console.view.get().presets[1]).toMatchObject({ key: "b", channel: "es", silent: true });
  const again = new World();
  for (const [key, value] of world.browser.values) again.browser.set(key, value);
  const { console: next } = await interpreter(standby(), again);
  expect(next.view.get().presets.map(({ channel }) => channel)).toEqual(["fr", "es", ""]);
});
