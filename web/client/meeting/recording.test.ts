import { expect, test } from "vitest";
import type { ClientEvent } from "../model.ts";
import { makeParticipant, makeWelcome, World } from "../testing/world.ts";

const { meeting } = makeWelcome();
const recorded = { ...meeting, soundRecording: { since: "2021-05-07T10:00:00.000Z" } };

async function joinedAs(role: "chair" | "delegate" | "technician", changes: Parameters<World["joined"]>[0]) {
  const world = new World();
  const events: ClientEvent[] = [];
  const client = world.client();
  client.onEvent((event) => events.push(event));
  client.join();
  await world.admit({ participants: [makeParticipant("me", { role })], ...changes });
  await world.answer();
  const told = () => events.flatMap((event) => (event.type === "recording" ? [event.on] : []));
  return { world, client, told };
}

test("who comes in is told that the sound is recorded, and everybody when that changes, once", async () => {
  const { world, told } = await joinedAs("delegate", { meeting: recorded });
  expect(told()).toEqual([true]);
  world.socket.say({ type: "meeting", meeting: { ...recorded, locked: true } });
  expect(told()).toEqual([true]);
  world.socket.say({ type: "meeting", meeting });
  world.socket.say({ type: "meeting", meeting: recorded });
  expect(told()).toEqual([true, false, true]);
});

test("nothing is told of a meeting that is not recorded", async () => {
  const { world, told } = await joinedAs("delegate", { meeting });
  world.socket.say({ type: "meeting", meeting: { ...meeting, locked: true } });
  expect(told()).toEqual([]);
});

test("who leads starts and stops it; anybody declines", async () => {
  const { world, client } = await joinedAs("chair", { meeting });
  expect(client.meeting.get().may.record).toBe(true);
  void client.commands.setRecording(true);
  expect(world.socket.last("start-recording")).toBeDefined();
  void client.commands.setRecording(false);
  expect(world.socket.last("stop-recording")).toBeDefined();
  void client.commands.declineRecording(true);
  expect(world.socket.last("decline-recording")).toMatchObject({ declined: true });
  world.socket.say({ type: "participant", participant: makeParticipant("me", { unrecorded: true }) });
  expect(client.meeting.get().me?.unrecorded).toBe(true);
  expect((await joinedAs("delegate", { meeting })).client.meeting.get().may.record).toBe(false);
});

test("how the recorder does is kept while it records", async () => {
  const { world, client } = await joinedAs("technician", { meeting: recorded });
  world.socket.say({ type: "recorder", files: 3, bytes: 1000, lostMs: 20, dropped: 0 });
  expect(client.recorder.get()).toEqual({ files: 3, bytes: 1000, lostMs: 20 });
  world.socket.say({
    type: "recorder",
    files: 3,
    bytes: 1000,
    lostMs: 20,
    dropped: 0,
    speech: { waiting: 2, dropped: 0 },
  });
  expect(client.recorder.get()?.speech).toEqual({ waiting: 2, dropped: 0, down: false });
  world.socket.say({ type: "meeting", meeting });
  expect(client.recorder.get()).toBeUndefined();
});
