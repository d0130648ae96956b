// What happens to the sound when devices and browsers fail, and what is told of it: through the whole client.

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { MeetingClient } from "../client.ts";
import type { ClientEvent } from "../model.ts";
import { type FakeNode, FakeWorkletNode } from "../testing/audio.ts";
import { settle } from "../testing/clock.ts";
import { World } from "../testing/world.ts";

beforeEach(() => void vi.stubGlobal("AudioWorkletNode", FakeWorkletNode));
afterEach(() => void vi.unstubAllGlobals());

function listening(client: MeetingClient): ClientEvent["type"][] {
  const events: ClientEvent["type"][] = [];
  client.onEvent(({ type }) => events.push(type));
  return events;
}

const nodes = (world: World, name: string) => world.audioContext.nodes.filter((node) => node.name === name);

/** Nodes from which something gets to the loudspeaker (or to an element's stream), last one first. */
function behind(world: World, end: FakeNode): FakeNode[] {
  const inputs = world.audioContext.nodes.filter(({ outputs }) => outputs.has(end));
  return inputs.flatMap((input) => [input, ...behind(world, input)]);
}
const heard = (world: World) => behind(world, world.audioContext.destination);
/** The loudness at the volume's node, where it is a gain. */
const volume = (world: World) => {
  const before = nodes(world, "compressor").flatMap((node) =>
    world.audioContext.nodes.filter(({ outputs }) => outputs.has(node)),
  );
  return before.at(-1)?.gain.end;
};

/** A context that chooses its device, and does so when `answer` is called. */
function slowSinks(world: World) {
  const asked: { id: string; answer: () => void; refuse: () => void }[] = [];
  world.audioContext.setSinkId = (id) =>
    new Promise((resolve, reject) => {
      asked.push({ id, answer: resolve, refuse: () => reject(new DOMException("gone", "NotFoundError")) });
    });
  return asked;
}

test("a device that never answers costs three seconds, and the sound goes on where it was", async () => {
  const world = new World();
  const client = await world.joined();
  const events = listening(client);
  const asked = slowSinks(world);
  await world.clock.advance(200);
  await client.devices.chooseSpeaker("bluetooth");
  await world.clock.advance(100);
  expect(asked.map(({ id }) => id)).toEqual(["bluetooth"]);
  expect(volume(world)).toBe(0);
  await world.clock.advance(2900);
  expect(volume(world)).toBe(0);
  await world.clock.advance(200);
  expect(volume(world)).toBe(1);
  expect(events).toEqual(["speaker-failed"]);
  expect(client.devices.view.get().speaker.selected).toBe("");
  // It can be tried again, and then it plays.
  await client.devices.chooseSpeaker("bluetooth");
  await world.clock.advance(100);
  asked.at(-1)?.answer();
  await world.clock.advance(100);
  expect(asked).toHaveLength(2);
  expect(volume(world)).toBe(1);
  expect(client.devices.view.get().speaker.selected).toBe("bluetooth");
  expect(events).toHaveLength(1);
});

test("a device that is gone is told at once; one that was chosen after it is not touched by it", async () => {
  const world = new World();
  const client = await world.joined();
  const events = listening(client);
  const asked = slowSinks(world);
  await world.clock.advance(200);
  await client.devices.chooseSpeaker("gone");
  await world.clock.advance(100);
  asked[0]?.refuse();
  await settle();
  expect(events).toEqual(["speaker-failed"]);
  expect(volume(world)).toBe(1);
  await client.devices.chooseSpeaker("hangs");
  await world.clock.advance(1000);
  await client.devices.chooseSpeaker("works");
  await world.clock.advance(100);
  expect(asked.map(({ id }) => id)).toEqual(["gone", "hangs", "works"]);
  // The volume by hand raises nothing on the way.
  client.sound.setVolume(0.5);
  expect(volume(world)).toBe(0);
  asked[2]?.answer();
  await world.clock.advance(5000);
  expect(volume(world)).toBe(0.5);
  expect(client.devices.view.get().speaker.selected).toBe("works");
  expect(events).toHaveLength(1);
});

test("where only elements choose, the sound goes to one when its device is there, and not before", async () => {
  const world = new World();
  const client = await world.joined();
  const events = listening(client);
  await world.clock.advance(200);
  const stream = () => nodes(world, "stream")[0];
  let answer = () => {};
  const before = world.audios.length;
  const create = world.env.createAudio;
  const hang = () =>
    new Promise<undefined>((resolve) => {
      answer = () => resolve(undefined);
    });
  Object.assign(world.env, { createAudio: () => Object.assign(create(), { setSinkId: hang }) });
  await client.devices.chooseSpeaker("usb");
  await world.clock.advance(4000);
  expect(events).toEqual(["speaker-failed"]);
  expect(heard(world).some(({ name }) => name === "source")).toBe(true);
  // What comes too late is not obeyed: the person was told otherwise.
  answer();
  await settle();
  expect(heard(world).some(({ name }) => name === "source")).toBe(true);
  await client.devices.chooseSpeaker("usb");
  await world.clock.advance(100);
  answer();
  await world.clock.advance(100);
  expect(heard(world)).toEqual([]);
  const end = stream();
  expect(end && behind(world, end).some(({ name }) => name === "source")).toBe(true);
  expect(world.audios.slice(before).map(({ playing }) => playing)).toEqual([true]);
});

test("the muted elements follow to the device, which is where Chromium looks for the echo", async () => {
  const world = new World();
  const client = await world.joined();
  const asked = slowSinks(world);
  await client.devices.chooseSpeaker("usb");
  await world.clock.advance(100);
  const muted = () => world.audios.filter((audio) => audio.muted && audio.playing);
  expect(muted().length).toBeGreaterThan(0);
  expect(muted().every(({ sink }) => sink === "")).toBe(true);
  asked[0]?.answer();
  await settle();
  expect(muted().every(({ sink }) => sink === "usb")).toBe(true);
});

/** A client in a browser with worklets. */
async function worklets() {
  const world = new World();
  world.audioContext.audioWorklet = { addModule: () => Promise.resolve() };
  const client = await world.joined();
  await world.clock.advance(200);
  const limiter = nodes(world, "cumbre-limiter")[0] as FakeWorkletNode;
  const faders = nodes(world, "cumbre-fader") as FakeWorkletNode[];
  return { world, client, limiter, faders };
}

test.each(["limiter", "fader"] as const)(
  "a %s that fails in the audio thread is replaced by plain nodes, with all that was set",
  async (which) => {
    const { world, client, limiter, faders } = await worklets();
    const events = listening(client);
    expect(client.stats.limiter).toBe("worklet");
    expect(faders).toHaveLength(5);
    expect(heard(world)).toContain(limiter);
    client.sound.setVolume(0.4);
    const sources = heard(world).filter(({ name }) => name === "source").length;
    (which === "limiter" ? limiter : faders[2])?.fail();
    await settle();
    const now = heard(world);
    expect(now.some((node) => node instanceof FakeWorkletNode)).toBe(false);
    expect(now.some(({ name }) => name === "compressor")).toBe(true);
    expect(now.filter(({ name }) => name === "source")).toHaveLength(sources);
    expect(volume(world)).toBe(0.4);
    // The floor, which was heard, is heard.
    const floor = now.filter(
      (node) => [...node.outputs].some(({ name }) => name === "filter") && node.name === "gain",
    );
    expect(floor.map(({ gain }) => gain.end)).toEqual([1, 0]);
    expect(client.stats.limiter).toBe("compressor");
    expect(events).toEqual(["sound-simplified"]);
    // The others fail with it: that changes nothing any more.
    for (const node of [limiter, ...faders]) node.fail();
    await settle();
    expect(events).toHaveLength(1);
    expect(nodes(world, "compressor")).toHaveLength(1);
    client.dispose();
    expect(world.clock.pending).toBe(0);
  },
);

test("a minute that is too loud is warned of, and shown in dBFS; silence ends it", async () => {
  const { world, client, limiter } = await worklets();
  const view = () => client.sound.view.get();
  const play = async (seconds: number, dbfs: number) => {
    for (let second = 0; second < seconds; second++) {
      limiter.port.tell({ heard: 10 ** (dbfs / 10) });
      await world.clock.advance(1000);
    }
  };
  expect(view()).toMatchObject({ minuteMean: Number.NEGATIVE_INFINITY, tooLoud: false });
  await play(60, -30);
  expect(view()).toMatchObject({ minuteMean: -30, tooLoud: false });
  await play(58, -23.9);
  expect(view().tooLoud).toBe(false);
  await play(2, -23.9);
  expect(view()).toMatchObject({ minuteMean: -24, tooLoud: true });
  // Nothing plays, and the audio thread tells nothing.
  await world.clock.advance(30_000);
  expect(view()).toMatchObject({ minuteMean: -27, tooLoud: false });
  limiter.port.tell({ reduction: -3 });
  await world.clock.advance(250);
  expect(client.listening.view.get().limiting).toBe(-3);
});

test("without worklets the minute is measured as well", async () => {
  const world = new World();
  const client = await world.joined();
  world.audioContext.amplitude = 0.1;
  await world.clock.advance(61_000);
  expect(client.sound.view.get()).toMatchObject({ minuteMean: -20, tooLoud: true });
});
