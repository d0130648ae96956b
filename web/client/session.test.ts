import { expect, test } from "vitest";
import { CommandProblem } from "./model.ts";
import type { Problem } from "./protocol.ts";
import { Session } from "./session.ts";
import { settle } from "./testing/clock.ts";
import { makeWelcome, World } from "./testing/world.ts";

const problem = (code: string): Problem => ({ type: `/problems/${code}`, title: code, status: 400, code });

function start(world = new World()) {
  const session = new Session(world.env, "m7", "token");
  session.join();
  return { world, session };
}

async function admitted() {
  const { world, session } = start();
  await world.admit();
  return { world, session };
}

test("says hello, is welcomed, and is in", async () => {
  const { world, session } = start();
  expect(session.state.get().phase).toBe("connecting");
  await world.admit();
  expect(world.socket.sent[0]).toEqual({ type: "hello", version: 1, token: "token", client: "test" });
  expect(session.state.get()).toEqual({ phase: "joined" });
});

test("waits in the lobby until a second welcome", async () => {
  const { world, session } = start();
  await world.admit({ admission: "lobby" });
  expect(session.state.get().phase).toBe("lobby");
  world.socket.say({ type: "admitted" });
  world.socket.say(makeWelcome());
  expect(session.state.get().phase).toBe("joined");
});

test("pings every two seconds and gives a silent connection up within 4.5 s of the last message", async () => {
  const { world, session } = await admitted();
  await world.clock.advance(2000);
  expect(world.socket.of("ping")).toHaveLength(1);
  world.socket.say({ type: "pong", t: 0 });
  await world.clock.advance(4499);
  expect(session.state.get().phase).toBe("joined");
  await world.clock.advance(1);
  expect(session.state.get().phase).toBe("reconnecting");
  expect(world.sockets[0]?.closed).toBe(true);
});

test("any message counts as a sign of life", async () => {
  const { world, session } = await admitted();
  for (let i = 0; i < 20; i++) {
    await world.clock.advance(1500);
    world.socket.say({ type: "stage", participant: "" });
  }
  expect(session.state.get().phase).toBe("joined");
  expect(world.sockets).toHaveLength(1);
});

test("reconnects at once, then after 250, 500, 1000, 1000 ms", async () => {
  const { world, session } = await admitted();
  const waits: number[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    const before = world.sockets.length;
    const from = world.clock.now();
    world.socket.drop();
    while (world.sockets.length === before) await world.clock.advance(10);
    waits.push(world.clock.now() - from);
    expect(session.state.get().phase).toBe("reconnecting");
  }
  expect(waits).toEqual([10, 250, 500, 1000, 1000]);
});

test("comes back with the resume secret as the same participant", async () => {
  const { world, session } = await admitted();
  world.socket.drop();
  await world.clock.advance(0);
  await world.admit({ resumed: true });
  expect(world.socket.last("hello").resume).toBe("secret");
  expect(session.state.get()).toEqual({ phase: "joined" });
});

test("an attempt that hangs is given up and repeated without a further wait", async () => {
  const { world } = await admitted();
  world.socket.drop();
  await world.clock.advance(0);
  expect(world.sockets).toHaveLength(2);
  await world.clock.advance(2500);
  expect(world.sockets).toHaveLength(3);
  expect(world.sockets[1]?.closed).toBe(true);
});

test("the network's return is used at once", async () => {
  const { world, session } = await admitted();
  world.socket.drop();
  await world.clock.advance(0);
  world.socket.drop();
  world.online = false;
  world.network("offline");
  expect(session.state.get().lost?.online).toBe(false);
  const before = world.sockets.length;
  world.online = true;
  world.network("online");
  expect(world.sockets).toHaveLength(before + 1);
});

test("a change of network is probed: alive means another path for media, silence means reconnecting", async () => {
  const { world, session } = await admitted();
  let changes = 0;
  session.onNetworkChange.on(() => changes++);
  world.network("online");
  expect(world.socket.of("ping")).toHaveLength(1);
  world.socket.say({ type: "pong", t: 0 });
  expect(changes).toBe(1);
  world.network("resumed");
  world.socket.say({ type: "pong", t: 0 });
  expect(changes).toBe(1);
  world.network("offline");
  await world.clock.advance(1500);
  expect(session.state.get().phase).toBe("reconnecting");
});

test("a reload comes back to the same place; a goodbye does not", async () => {
  const { world, session } = await admitted();
  const reloaded = new Session(world.env, "m7", "token");
  expect(reloaded.wasJoined).toBe(true);
  expect(new Session(world.env, "m7", "other").wasJoined).toBe(false);
  session.leave();
  expect(world.socket.sent.at(-1)).toEqual({ type: "leave" });
  expect(new Session(world.env, "m7", "token").wasJoined).toBe(false);
});

test("broken memory is no memory", () => {
  const world = new World();
  world.tab.set("cumbre:session:m7:token", "{broken");
  expect(new Session(world.env, "m7", "token").wasJoined).toBe(false);
});

test.each([
  ["ended", false],
  ["removed", false],
  ["refused", false],
  ["replaced", true],
] as const)("bye %s is final; rejoin by hand: %s", async (reason, canRejoin) => {
  const { world, session } = await admitted();
  world.socket.say({ type: "bye", reason });
  expect(session.state.get()).toEqual({ phase: "ended", ending: { code: reason, canRejoin } });
  await world.clock.advance(600_000);
  expect(world.sockets).toHaveLength(1);
});

test("a fatal problem is final and keeps its words", async () => {
  const { world, session } = start();
  world.socket.open();
  world.socket.say({
    type: "problem",
    fatal: true,
    problem: { ...problem("token-expired"), detail: "ask again" },
  });
  expect(session.state.get().ending).toEqual({
    code: "token-expired",
    title: "token-expired",
    detail: "ask again",
    canRejoin: false,
  });
});

test("a server that stops is come back to, and a stale resume secret is forgotten", async () => {
  const { world, session } = await admitted();
  world.socket.say({ type: "problem", fatal: true, problem: problem("server-stopping") });
  await world.clock.advance(0);
  world.socket.open();
  world.socket.say({ type: "problem", fatal: true, problem: problem("resume-unknown") });
  await world.clock.advance(250);
  await world.admit();
  expect(world.socket.last("hello").resume).toBeUndefined();
  expect(session.state.get().phase).toBe("joined");
});

test("after three failed attempts a plain request goes first, so that no WebSocket is spent on a dead network", async () => {
  const { world, session } = await admitted();
  await world.clock.advance(100);
  world.reachable = false;
  for (let attempt = 0; attempt < 4; attempt++) {
    world.socket.drop();
    await world.clock.advance(1000);
  }
  const spent = world.sockets.length;
  await world.clock.advance(30_000);
  expect(world.sockets).toHaveLength(spent);
  world.reachable = true;
  await world.clock.advance(1200);
  await world.admit({ resumed: true });
  expect(session.state.get().phase).toBe("joined");
});

test("a server that welcomes and drops at once is not hammered; a good connection's loss is answered at once", async () => {
  const { world } = await admitted();
  const waits: number[] = [];
  for (let round = 0; round < 4; round++) {
    const before = world.sockets.length;
    world.socket.say({ type: "problem", fatal: true, problem: problem("too-slow") });
    let waited = 0;
    for (; world.sockets.length === before; waited += 10) await world.clock.advance(10);
    waits.push(waited);
    await world.admit();
  }
  expect(waits).toEqual([10, 250, 500, 1000]);
  await world.clock.advance(2000);
  world.socket.drop();
  await world.clock.advance(0);
  expect(world.sockets).toHaveLength(6);
});

test("commands settle by ack or problem, and reject when the connection is lost", async () => {
  const { world, session } = await admitted();
  const done = session.command({ type: "admit", participant: "a" });
  const refused = session.command({ type: "lock", locked: true });
  const lost = session.command({ type: "end" });
  const ids = world.socket.sent.slice(-3).map((message) => ("id" in message ? message.id : 0));
  world.socket.say({ type: "ack", id: ids[0] ?? 0 });
  world.socket.say({ type: "problem", id: ids[1] ?? 0, problem: problem("not-allowed") });
  await done;
  await expect(refused).rejects.toMatchObject({ code: "not-allowed" });
  world.socket.drop();
  await expect(lost).rejects.toMatchObject({ code: "disconnected" });
  await expect(session.command({ type: "end" })).rejects.toBeInstanceOf(CommandProblem);
});

test("what is not a message is ignored, as is what a dropped connection still says", async () => {
  const { world, session } = await admitted();
  const heard: string[] = [];
  session.onMessage.on((message) => heard.push(message.type));
  for (const text of ["", "null", "[]", "{}", '{"type":3}', "{broken"]) world.socket.sayText(text);
  const [old] = world.sockets;
  old?.drop();
  old?.say({ type: "stage", participant: "x" });
  await settle();
  expect(heard).toEqual([]);
});

test("dispose leaves no timer behind", async () => {
  const { world, session } = await admitted();
  session.dispose();
  expect(world.clock.pending).toBe(0);
});
