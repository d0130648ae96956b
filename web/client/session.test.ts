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

/** Lets that much time pass with a server that answers pings. */
async function alive(world: World, ms: number) {
  for (let at = 0; at < ms; at += 400) {
    await world.clock.advance(400);
    world.socket.say({ type: "pong", t: world.clock.now() });
  }
}

/** In the meeting, with a connection that has not answered for 600 ms: another one is on the way. */
async function doubted() {
  const { world, session } = await admitted();
  await alive(world, 2000);
  await world.clock.advance(400 + 600);
  expect(world.sockets).toHaveLength(2);
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
  expect(world.socket.sent[0]).toEqual({
    type: "hello",
    version: 1,
    token: "token",
    client: "test",
    instance: "page",
    attempt: 1,
  });
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

test("pings every 400 ms; unanswered for 600 ms, another connection is tried beside the first", async () => {
  const { world, session } = await admitted();
  await world.clock.advance(400);
  expect(world.socket.of("ping")).toHaveLength(1);
  world.socket.say({ type: "pong", t: world.clock.now() });
  await world.clock.advance(400 + 599);
  expect(world.sockets).toHaveLength(1);
  await world.clock.advance(1);
  expect(world.sockets).toHaveLength(2);
  expect(world.sockets[0]?.closed).toBe(false);
  expect(session.state.get()).toEqual({ phase: "joined" });
});

test("whichever answers first is used: a new connection takes over, and the old one's goodbye is no end", async () => {
  const { world, session } = await doubted();
  const [old] = world.sockets;
  const command = session.command({ type: "lock", locked: true });
  const offer = session.offer("sdp", [], false);
  const { id } = old?.last("lock") ?? { id: 0 };
  world.socket.open();
  expect(world.socket.last("hello").resume).toBe("secret");
  old?.say({ type: "ack", id });
  world.socket.say(makeWelcome({ resumed: true, mediaAlive: true }));
  old?.say({ type: "bye", reason: "replaced", own: true });
  await command;
  await expect(offer).rejects.toMatchObject({ code: "disconnected" });
  expect(session.state.get()).toEqual({ phase: "joined" });
  expect(old?.closed).toBe(true);
  await alive(world, 30_000);
  expect(world.sockets).toHaveLength(2);
  world.socket.say({ type: "bye", reason: "replaced" });
  expect(session.state.get().ending?.code).toBe("replaced");
});

test("the goodbye may come before the new welcome", async () => {
  const { world, session } = await doubted();
  world.socket.open();
  world.sockets[0]?.say({ type: "bye", reason: "replaced", own: true });
  expect(session.state.get()).toEqual({ phase: "joined" });
  expect(session.connected).toBe(false);
  world.socket.say(makeWelcome({ resumed: true }));
  expect(session.state.get()).toEqual({ phase: "joined" });
  expect(session.connected).toBe(true);
});

test("a hello that was late does not end the session that a later one has got", async () => {
  const { world, session } = await doubted();
  world.socket.open();
  const late = world.socket;
  world.sockets[0]?.drop();
  await world.clock.advance(1500 + 700);
  world.socket.open();
  expect(world.socket).not.toBe(late);
  expect(world.socket.last("hello")).toMatchObject({ instance: "page", attempt: 3 });
  world.socket.say(makeWelcome({ resumed: true }));
  late.say({ type: "problem", fatal: true, problem: problem("hello-outdated") });
  await alive(world, 30_000);
  expect(session.state.get()).toEqual({ phase: "joined" });
});

test("what comes back by itself says so, and where another window has the place it stays there", async () => {
  const { world, session } = await doubted();
  world.socket.open();
  expect(world.socket.last("hello")).toMatchObject({ resume: "secret", again: true });
  // The connection in use may only be slow: it says itself why it ends.
  world.socket.say({ type: "problem", fatal: true, problem: problem("session-replaced") });
  expect(session.state.get().phase).toBe("joined");
  world.sockets[0]?.say({ type: "bye", reason: "replaced" });
  const replaced = { phase: "ended", ending: { code: "replaced", canRejoin: true } };
  expect(session.state.get()).toMatchObject(replaced);
  session.join(); // “Continue here instead”
  world.socket.open();
  expect(world.socket.last("hello")).toMatchObject({ resume: "secret" });
  expect(world.socket.last("hello")).not.toHaveProperty("again");
});

test.each([
  ["session-replaced", "replaced"],
  ["session-left", "left"],
])("asleep while another window had the place: %s", async (code, ending) => {
  const { world, session } = await admitted();
  world.socket.drop();
  await world.clock.advance(400);
  world.socket.open();
  world.socket.say({ type: "problem", fatal: true, problem: problem(code) });
  expect(session.state.get()).toMatchObject({ phase: "ended", ending: { code: ending, canRejoin: true } });
  await world.clock.advance(30_000);
  expect(world.sockets).toHaveLength(2);
});

test("a false alarm ends the attempt, and the next doubt comes later", async () => {
  const { world, session } = await doubted();
  world.sockets[0]?.say({ type: "stage", participant: "" });
  expect(world.sockets[1]?.closed).toBe(true);
  await world.clock.advance(200 + 1199);
  expect(world.sockets).toHaveLength(2);
  await world.clock.advance(1);
  expect(world.sockets).toHaveLength(3);
  expect(session.state.get()).toEqual({ phase: "joined" });
});

test("a connection without any sign of life for 2.5 s is given up", async () => {
  const { world, session } = await admitted();
  await world.clock.advance(400 + 2499);
  expect(session.state.get().phase).toBe("joined");
  await world.clock.advance(1);
  expect(session.state.get().phase).toBe("reconnecting");
  expect(world.sockets[0]?.closed).toBe(true);
});

test("two attempts at most hang at the same time; a fresh one replaces the younger every 700 ms", async () => {
  const { world } = await doubted();
  world.reachable = false;
  let most = 0;
  for (let step = 0; step < 300; step++) {
    await world.clock.advance(100);
    most = Math.max(most, world.sockets.slice(1).filter(({ closed }) => !closed).length);
  }
  expect(most).toBe(2);
  // The third and later ones ask first, and the server is not reachable.
  expect(world.sockets.length).toBeLessThan(6);
});

test("timers that a browser slows down to one a second raise no alarm", async () => {
  const { world, session } = await admitted();
  for (let second = 0; second < 60; second++) {
    world.clock.sleep(1000);
    await world.clock.advance(0);
    world.socket.say({ type: "pong", t: world.clock.now() });
  }
  expect(world.sockets).toHaveLength(1);
  expect(session.state.get().phase).toBe("joined");
});

test("any message counts as a sign of life", async () => {
  const { world, session } = await admitted();
  for (let i = 0; i < 20; i++) {
    await world.clock.advance(500);
    world.socket.say({ type: "stage", participant: "" });
  }
  expect(session.state.get().phase).toBe("joined");
  expect(world.sockets).toHaveLength(1);
});

test("reconnects at once, then every 400 ms", async () => {
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
  expect(waits).toEqual([0, 200, 400, 400, 400]);
});

test("comes back with the resume secret as the same participant", async () => {
  const { world, session } = await admitted();
  world.socket.drop();
  await world.clock.advance(0);
  await world.admit({ resumed: true });
  expect(world.socket.last("hello").resume).toBe("secret");
  expect(session.state.get()).toEqual({ phase: "joined" });
});

test("an attempt that hangs gets another beside it", async () => {
  const { world } = await admitted();
  world.socket.drop();
  expect(world.sockets).toHaveLength(2);
  await world.clock.advance(700);
  expect(world.sockets).toHaveLength(3);
  expect(world.sockets[1]?.closed).toBe(false);
  await world.clock.advance(700);
  expect(world.sockets).toHaveLength(4);
  expect(world.sockets.slice(1).map(({ closed }) => closed)).toEqual([false, true, false]);
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
  world.socket.say({ type: "pong", t: world.clock.now() });
  expect(changes).toBe(1);
  world.network("resumed");
  world.socket.say({ type: "pong", t: world.clock.now() });
  expect(changes).toBe(1);
  world.network("offline");
  await world.clock.advance(600);
  expect(world.sockets).toHaveLength(2);
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
  await world.clock.advance(200);
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
  expect(waits).toEqual([0, 250, 500, 1000]);
  await alive(world, 2000);
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

test("the place is somebody's who is asked: tried again every two seconds until they agree", async () => {
  const { world, session } = start();
  for (let round = 1; round <= 2; round++) {
    world.socket.open();
    world.socket.say({ type: "problem", fatal: true, problem: problem("session-in-use") });
    expect(session.state.get()).toMatchObject({ phase: "connecting", contested: true });
    expect(world.sockets).toHaveLength(round);
    await world.clock.advance(1900);
    expect(world.sockets).toHaveLength(round);
    await world.clock.advance(200);
    expect(world.sockets).toHaveLength(round + 1);
  }
  await world.admit();
  expect(session.state.get()).toEqual({ phase: "joined" });
});
