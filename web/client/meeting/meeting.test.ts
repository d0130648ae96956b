import { expect, test } from "vitest";
import type { ClientEvent } from "../model.ts";
import type { ChatMessage, Command } from "../protocol.ts";
import { Signal } from "../store.ts";
import { makeParticipant, makeWelcome, World } from "../testing/world.ts";
import { ChatModel } from "./chat.ts";
import { MeetingModel, REACTION_MS } from "./model.ts";
import { isOver } from "./state.ts";

function start(welcome = makeWelcome()) {
  const world = new World();
  const signal = new Signal<ClientEvent>();
  const events: ClientEvent[] = [];
  signal.on((event) => events.push(event));
  const model = new MeetingModel(world.env, signal);
  model.welcome(welcome);
  return { world, model, events };
}

const types = (events: ClientEvent[]) => events.map(({ type }) => type);

test("names, delegations and oneself", () => {
  const { model } = start();
  const { me, participants, byId } = model.view.get();
  expect(me).toMatchObject({ id: "me", isMe: true, delegation: { name: "México" }, function: "" });
  expect(participants.map(({ id }) => id)).toEqual(["me", "ada"]);
  expect(byId.get("ada")).toBe(participants[1]);
});

test("what does not change keeps its identity", () => {
  const { model } = start();
  const before = model.view.get();
  model.handle({ type: "participant", participant: makeParticipant("ada", { microphone: false }) });
  const after = model.view.get();
  expect(after.me).toBe(before.me);
  expect(after.byId.get("ada")).not.toBe(before.byId.get("ada"));
  expect(after.lobby).toBe(before.lobby);
  expect(after.may).toBe(before.may);
  model.handle({ type: "stage", participant: "" });
  expect(model.view.get().participants).toBe(after.participants);
});

test("hands in the order in which they were raised, told once", () => {
  const { model, events } = start();
  const raise = (id: string, hand: string) =>
    model.handle({ type: "participant", participant: makeParticipant(id, { hand }) });
  raise("bo", "2021-05-07T10:02:00Z");
  raise("ada", "2021-05-07T10:01:00Z");
  raise("ada", "2021-05-07T10:01:00Z");
  expect(model.view.get().hands.map(({ id }) => id)).toEqual(["ada", "bo"]);
  expect(types(events)).toEqual(["joined", "hand-raised", "hand-raised"]);
  raise("ada", "");
  expect(model.view.get().hands.map(({ id }) => id)).toEqual(["bo"]);
});

test("times are the own clock's, however wrong it is", () => {
  const { model, world } = start(makeWelcome({ now: "2021-05-07T11:00:00Z", floor: { holder: "" } }));
  model.handle({ type: "floor", floor: { holder: "ada", since: "2021-05-07T10:59:00Z" } });
  expect(model.view.get().floor).toMatchObject({ holder: { id: "ada" }, since: world.clock.now() - 60_000 });
});

test("who may do what", () => {
  const as = (role: "chair" | "organiser" | "delegate" | "press", holder = "") =>
    start(
      makeWelcome({ participants: [makeParticipant("me", { role })], floor: { holder } }),
    ).model.view.get().may;
  expect(as("chair", "ada")).toMatchObject({ admit: true, giveFloor: true, mute: true, heard: true });
  expect(as("organiser")).toMatchObject({ admit: true, giveFloor: false, lock: true, end: true });
  expect(as("delegate", "ada")).toMatchObject({ admit: false, heard: false, publish: true });
  expect(as("delegate", "me")).toMatchObject({ yieldFloor: true, heard: true });
  expect(as("press")).toMatchObject({ publish: false, heard: false, raiseHand: false });
});

test("coming, going, knocking, and the floor are told", () => {
  const { model, events } = start();
  model.handle({ type: "lobby", lobby: [makeParticipant("bo")] });
  model.handle({ type: "lobby", lobby: [makeParticipant("bo")] });
  model.handle({ type: "participant", participant: makeParticipant("bo") });
  model.handle({ type: "floor", floor: { holder: "bo" } });
  model.handle({ type: "floor", floor: { holder: "" } });
  model.handle({ type: "participant-left", participant: "bo", reason: "lost" });
  model.handle({ type: "participant-left", participant: "nobody", reason: "left" });
  expect(types(events)).toEqual(["knocked", "joined", "floor-given", "floor-opened", "left"]);
});

test("who comes back after the server's restart did not join anew", () => {
  const { model, events } = start();
  model.welcome(makeWelcome({ participants: [makeParticipant("me")] }));
  model.handle({ type: "participant", participant: makeParticipant("ada") });
  model.handle({ type: "participant", participant: makeParticipant("bo") });
  expect(events.map((event) => ("participant" in event ? event.participant.id : event.type))).toEqual(["bo"]);
});

test("reactions expire and a flood stays small", async () => {
  const { model, world } = start();
  for (let i = 0; i < 100; i++) model.handle({ type: "reaction", participant: "ada", reaction: "agree" });
  expect(model.reactions.get()).toHaveLength(24);
  await world.clock.advance(REACTION_MS);
  expect(model.reactions.get()).toEqual([]);
});

test("loudness of who is heard", () => {
  const { model } = start();
  const speakers = [
    { participant: "ada", level: 20 },
    { participant: "bo", level: 127 },
  ];
  model.handle({ type: "speakers", speakers });
  expect([...model.speakers.get()]).toEqual([
    ["ada", 1],
    ["bo", 0],
  ]);
  model.handle({ type: "participant-left", participant: "ada", reason: "left" });
  expect([...model.speakers.get().keys()]).toEqual(["bo"]);
});

// ---- Chat ----

let nextSeq = 1;
const message = (changes: Partial<ChatMessage>): ChatMessage => ({
  seq: nextSeq++,
  from: "ada",
  fromName: "Ada",
  to: "everyone",
  text: "hola",
  at: "2021-05-07T10:00:00Z",
  ...changes,
});

function chat(world = new World()) {
  const signal = new Signal<ClientEvent>();
  const events: ClientEvent[] = [];
  signal.on((event) => events.push(event));
  const commands: Command[] = [];
  const context = {
    me: () => "me",
    hasDelegation: () => true,
    hasBooth: () => true,
    nameOf: (id: string) => (id === "bo" ? "Bo" : undefined),
    time: (at: string) => Date.parse(at),
    command: (command: Command) => {
      commands.push(command);
      return Promise.resolve();
    },
  };
  return { world, model: new ChatModel(world.env, "k", context, signal), events, commands };
}

test("messages sort into conversations with what is unread", () => {
  const { model, events } = chat();
  model.reset([message({ text: "before I came" })]);
  model.received(message({}));
  model.received(message({ to: "delegation" }));
  model.received(message({ to: "booth" }));
  model.received(message({ to: "participant", participant: "me" }));
  model.received(message({ from: "me", to: "participant", participant: "bo" }));
  const { conversations, unread } = model.view.get();
  expect(conversations.map(({ id, name, unread }) => [id, name, unread])).toEqual([
    ["everyone", undefined, 1],
    ["delegation", undefined, 1],
    ["booth", undefined, 1],
    ["bo", "Bo", 0],
    ["ada", "Ada", 1],
  ]);
  expect(unread).toBe(4);
  expect(events).toHaveLength(4);
});

test("an open conversation is read and stays read", () => {
  const { model } = chat();
  model.reset([]);
  model.received(message({}));
  model.open("everyone");
  model.received(message({}));
  expect(model.view.get().unread).toBe(0);
  model.open(undefined);
  model.received(message({}));
  expect(model.view.get().unread).toBe(1);
});

test("what was read is known after a reload; the same message twice is one", () => {
  const first = chat();
  const one = message({});
  const two = message({});
  first.model.reset([one]);
  const second = chat(first.world);
  second.model.reset([one, two]);
  second.model.received(two);
  expect(second.model.view.get().unread).toBe(1);
  expect(second.model.view.get().conversations[0]?.messages).toHaveLength(2);
});

test("texts go where they belong, and too long ones nowhere", async () => {
  const { model, commands } = chat();
  await model.send("everyone", "a");
  await model.send("delegation", "b");
  await model.send("bo", "c");
  await model.send("booth", "d");
  expect(commands).toEqual([
    { type: "send-chat", to: "everyone", text: "a" },
    { type: "send-chat", to: "delegation", text: "b" },
    { type: "send-chat", to: "participant", participant: "bo", text: "c" },
    { type: "send-chat", to: "booth", text: "d" },
  ]);
  await model.send("everyone", "🎉".repeat(2000));
  await expect(model.send("everyone", "x".repeat(2001))).rejects.toMatchObject({ code: "text-too-long" });
});

test("news of a text name the delegation, or else the person", () => {
  const { model, events } = start();
  const about = { type: "text-news", text: "t1", title: "T" } as const;
  model.handle({ ...about, kind: "proposed", number: "2", delegation: "d1", byName: "Ana" });
  model.handle({ ...about, kind: "adopted" });
  model.handle({ ...about, kind: "objected", byName: "Chair" });
  expect(events).toMatchObject([
    { type: "text-news", kind: "proposed", number: "2", name: "México" },
    { kind: "adopted", name: "" },
    { kind: "objected", name: "Chair" },
  ]);
});

test("a meeting that has ended or is cancelled is over", () => {
  const states = ["scheduled", "in-session", "ended", "cancelled"] as const;
  expect(states.filter((state) => isOver({ state }))).toEqual(["ended", "cancelled"]);
});
