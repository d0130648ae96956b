import { expect, test } from "vitest";
import type { ClientEvent } from "../model.ts";
import type { Floor, SpeakersList, Welcome } from "../protocol.ts";
import { settle } from "../testing/clock.ts";
import { makeParticipant, makeWelcome, World } from "../testing/world.ts";
import { handMeans, partySpent, turnSpent, turnState } from "./floor-view.ts";

const { meeting } = makeWelcome();
const withAgenda = { ...meeting, agenda: [{ id: "a1", title: "Opening", adopted: true }] };
const list = (change: Partial<SpeakersList> = {}): SpeakersList => ({
  item: "a1",
  opens: "2021-05-07T09:00:00Z",
  order: "request",
  entries: [],
  ...change,
});
const entry = (id: string, participant: string) => ({
  id,
  participant,
  name: `Name of ${participant}`,
  kind: "statement" as const,
  at: "2021-05-07T09:30:00Z",
});
const turn = (change: Partial<Floor> = {}): Floor => ({
  holder: "ada",
  since: "2021-05-07T09:59:00Z",
  intervention: "i1",
  kind: "statement",
  spent: 30_000,
  running: "2021-05-07T10:00:00.000Z",
  limit: 100,
  ...change,
});

async function joinedAs(
  role: "chair" | "organiser" | "delegate" | "interpreter",
  changes: Partial<Welcome> = {},
) {
  const world = new World();
  const me = makeParticipant("me", { role, ...(role === "delegate" ? { delegation: "d1" } : {}) });
  const client = await world.joined({
    meeting: withAgenda,
    agenda: { current: "a1", spent: [] },
    participants: [me, makeParticipant("ada", { delegation: "d1" })],
    ...changes,
  });
  const events: ClientEvent[] = [];
  client.onEvent((event) => events.push(event));
  const view = () => client.floor.view.get();
  return { world, client, view, events };
}

test("the list of the present point, with who is here and the own place", async () => {
  const lists = [
    list({ entries: [entry("r1", "gone"), entry("r2", "ada"), entry("r3", "me")] }),
    list({ item: "" }),
  ];
  const { view, world } = await joinedAs("delegate", { lists });
  expect(view().list).toMatchObject({ item: "a1", open: true });
  expect(view().list.entries.map(({ present, isMe }) => [present, isMe])).toEqual([
    [false, false],
    [true, false],
    [true, true],
  ]);
  expect(view().own).toMatchObject({ id: "r3", place: 3 });
  expect(view().next).toEqual({ name: "Name of ada", point: false, skipped: ["Name of gone"] });
  world.socket.say({ type: "agenda", agenda: { current: "", spent: [] } });
  expect(view().list).toMatchObject({ item: "", entries: [] });
});

test("the hand asks where the list is open, and withdraws who is on it; the chair's and a raised one stay hands", async () => {
  const { view, world } = await joinedAs("delegate");
  expect(handMeans(view(), false)).toBe("hand");
  world.socket.say({ type: "speakers-list", list: list() });
  expect(handMeans(view(), false)).toBe("ask");
  expect(handMeans(view(), true)).toBe("hand");
  world.socket.say({ type: "speakers-list", list: list({ entries: [entry("r1", "me")] }) });
  expect(handMeans(view(), false)).toEqual({ withdraw: "r1" });
  const chair = await joinedAs("chair", { lists: [list()] });
  expect(handMeans(chair.view(), false)).toBe("hand");
});

test("a list opens and closes by itself at its time", async () => {
  const { world, view } = await joinedAs("delegate", {
    lists: [list({ opens: "2021-05-07T10:00:02Z", closes: "2021-05-07T10:00:04Z" })],
  });
  const open = () => [view().list.open, view().may.ask];
  expect(open()).toEqual([false, false]);
  await world.clock.advance(2000);
  expect(open()).toEqual([true, true]);
  await world.clock.advance(2000);
  expect(open()).toEqual([false, false]);
});

test("the clock counts what is over and what runs, warns once, and says once when it is over", async () => {
  const { world, view, events } = await joinedAs("delegate", { floor: turn({ spent: 300, limit: 1 }) });
  const now = () => world.clock.now();
  const { turn: first } = view();
  if (first === undefined) throw new Error("no turn");
  expect([turnSpent(first, now()), turnState(first, now())]).toEqual([300, "good"]);
  const told = () =>
    events.flatMap((event) => (event.type === "speaking-time" ? [event.over ? "over" : "soon"] : []));
  await world.clock.advance(400);
  expect(told()).toEqual([]);
  await world.clock.advance(100); // a fifth of the time is left
  expect(told()).toEqual(["soon"]);
  world.socket.say({ type: "floor", floor: turn({ spent: 800, running: "", limit: 1 }) });
  await world.clock.advance(300);
  expect(told()).toEqual(["soon"]);
  const stands = view().turn;
  expect(stands && turnSpent(stands, now())).toBe(800);
  const running = new Date(now()).toISOString();
  world.socket.say({ type: "floor", floor: turn({ spent: 800, running, limit: 1 }) });
  await world.clock.advance(200);
  expect(told()).toEqual(["soon", "over"]);
});

test("floor times grow with who speaks, and not with a point of order", async () => {
  const floorTimes = {
    delegations: [{ delegation: "d1", ms: 60_000 }],
    speakers: [{ participant: "me", name: "Me", ms: 60_000 }],
    points: 5000,
  };
  const { world, view } = await joinedAs("delegate", { floor: turn(), floorTimes });
  const spent = (at: number) => {
    const { delegations, speakers, runs } = view();
    return [
      delegations.map((party) => partySpent(party, "delegation", runs, at)),
      speakers.map((party) => partySpent(party, "speaker", runs, at)),
    ];
  };
  const { turn: now } = view();
  const since = now?.runningSince ?? 0;
  expect(spent(since + 10_000)).toEqual([[70_000], [60_000, 10_000]]);
  world.socket.say({ type: "floor", floor: turn({ kind: "point-of-order" }) });
  expect(spent(since + 10_000)).toEqual([[60_000], [60_000]]);
});

test("a point of order goes first and is the chair's to grant", async () => {
  const points = [{ participant: "ada", name: "Ada", at: "2021-05-07T10:00:00Z" }];
  const { world, view, events, client } = await joinedAs("chair", {
    lists: [list({ entries: [entry("r1", "me")] })],
  });
  world.socket.say({ type: "points-of-order", points });
  world.socket.say({ type: "points-of-order", points });
  expect(events.filter(({ type }) => type === "point-raised")).toEqual([
    { type: "point-raised", name: "Ada", mine: true },
  ]);
  expect(view().next).toEqual({ name: "Ada", point: true, skipped: [] });
  void client.floor.grant("ada");
  expect(world.socket.last("give-floor")).toMatchObject({ participant: "ada", kind: "point-of-order" });
});

test("who may what", async () => {
  const chair = await joinedAs("chair", { floor: turn() });
  expect(chair.view().may).toEqual({ preside: true, ask: true, reply: true, raise: false, pause: true });
  const delegate = await joinedAs("delegate", { floor: turn() });
  expect(delegate.view().may).toEqual({ preside: false, ask: false, reply: true, raise: true, pause: false });
  const speaker = await joinedAs("delegate", { floor: turn({ interrupted: "me" }) });
  expect(speaker.view()).toMatchObject({ interrupted: true, may: { raise: false } });
  const interpreter = await joinedAs("interpreter", { floor: turn() });
  expect(interpreter.view().may).toMatchObject({ preside: false, reply: false, pause: true });
  const organiser = await joinedAs("organiser");
  expect(organiser.view().may.preside).toBe(true);
  organiser.world.socket.say({ type: "participant", participant: makeParticipant("x", { role: "chair" }) });
  expect(organiser.view().may.preside).toBe(false);
});

test("a change keeps what it does not name", async () => {
  const closes = "2021-05-07T12:00:00.000Z";
  const { world, client } = await joinedAs("chair", {
    lists: [list({ closes, limit: 300, zone: "UTC" })],
    floor: turn({ language: "es" }),
  });
  void client.floor.arrange({ order: "rank" });
  expect(world.socket.last("arrange-list")).toMatchObject({
    item: "a1",
    opens: "2021-05-07T09:00:00Z",
    closes,
    zone: "UTC",
    order: "rank",
    limit: 300,
    delegationLimit: 0,
  });
  void client.floor.describe({ kind: "opening" });
  expect(world.socket.last("describe-intervention")).toMatchObject({
    kind: "opening",
    language: "es",
    limit: 100,
  });
});

test("protocol has every delegation: the ranked ones first, the others as the meeting lists them", async () => {
  const { world, client, view } = await joinedAs("chair");
  const delegations = ["d1", "d2", "d3"].map((id) => ({ id, name: id, languages: [] }));
  world.socket.say({
    type: "meeting",
    meeting: { ...withAgenda, delegations, protocolOrder: ["d3", "gone"] },
  });
  expect(view().protocol.map(({ id }) => id)).toEqual(["d3", "d1", "d2"]);
  void client.floor.rank("d2", 1);
  expect(world.socket.last("set-protocol-order")).toMatchObject({ delegations: ["d2", "d3", "d1"] });
  void client.floor.rank("d3", 3);
  expect(world.socket.last("set-protocol-order")).toMatchObject({ delegations: ["d1", "d2", "d3"] });
});

test("the history of the present point is fetched", async () => {
  const { world, client } = await joinedAs("delegate");
  world.rest = {
    status: 200,
    text: JSON.stringify({
      interventions: [
        {
          id: "i1",
          participant: "ada",
          name: "Ada",
          delegation: "d1",
          kind: "opening",
          ms: 5000,
          intervals: [],
        },
      ],
    }),
  };
  const found = await client.floor.history();
  await settle();
  expect(found).toMatchObject([{ id: "i1", delegation: { name: "México" }, kind: "opening", over: false }]);
  expect(world.requests.at(-1)).toEqual(["GET", "/api/v1/meetings/m7/floor?item=a1", "token"]);
  world.rest = { status: 403, text: "" };
  await expect(client.floor.history()).rejects.toMatchObject({ code: "http-403" });
});

test("most changes of the meeting are none of the floor's", async () => {
  const { world, view } = await joinedAs("delegate", { lists: [list()] });
  const before = view();
  world.socket.say({
    type: "chat",
    message: { seq: 1, from: "ada", fromName: "", to: "everyone", text: "x", at: "" },
  });
  world.socket.say({ type: "lobby", lobby: [] });
  expect(view()).toBe(before);
});
