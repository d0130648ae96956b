// The whole client against a fake browser and server.

import { afterEach, describe, expect, test } from "vitest";
import { type ClientEvent, STAGE_TILE, tileOf, type VideoSurface } from "./model.ts";
import { FakeAudioContext } from "./testing/audio.ts";
import { settle } from "./testing/clock.ts";
import { FakeVideo } from "./testing/media.ts";
import { makeParticipant, makeWelcome, World } from "./testing/world.ts";

afterEach(() => {
  FakeAudioContext.blocked = false;
});

const surface = (video: FakeVideo) => video as unknown as VideoSurface;

test("one offer with the fixed lines in their order, VP8 first, three layers best first", async () => {
  const world = new World();
  await world.joined();
  const offer = world.socket.last("offer");
  expect(offer.new).toBe(true);
  expect(offer.lines.map(({ use }) => use)).toEqual([
    "microphone",
    "camera",
    "screen",
    "screen-sound",
    "stage-sound",
    "stage-picture",
    "floor-sound",
    "floor-sound",
    "floor-sound",
    "interpretation",
    "picture",
    "picture",
    "picture",
    "picture",
  ]);
  expect(offer.lines.map(({ mid }) => mid)).toEqual(offer.lines.map((_, index) => String(index)));
  const camera = world.peer.transceivers[1];
  expect(camera?.codecs.map(({ mimeType }) => mimeType)).toEqual([
    "video/VP8",
    "video/H264",
    "video/rtx",
    "video/VP9",
    "video/AV1",
  ]);
  const encodings = camera?.init.sendEncodings?.map(({ rid, scaleResolutionDownBy }) => [
    rid,
    scaleResolutionDownBy,
  ]);
  expect(encodings).toEqual([
    ["f", 1],
    ["h", 2],
    ["q", 4],
  ]);
  expect(world.peer.transceivers.every(({ init }) => init.direction !== "sendrecv")).toBe(true);
});

test("the offer is ready before the welcome, and goes out with it", async () => {
  const world = new World();
  const client = world.client();
  client.join();
  await settle();
  expect(world.peer.localDescription).not.toBeNull();
  expect(world.sockets).toHaveLength(1);
  world.socket.open();
  world.socket.say(makeWelcome());
  await settle();
  expect(world.socket.of("offer")).toHaveLength(1);
  expect(world.peers).toHaveLength(1);
});

test("the invitation's preview prepares the offer, anew on another network", async () => {
  const world = new World();
  const client = world.client();
  client.preview(makeWelcome().meeting);
  await settle();
  expect(world.peer.localDescription).not.toBeNull();
  world.network("online");
  await settle();
  expect(world.peers.map(({ connectionState }) => connectionState)).toEqual(["closed", "new"]);
  client.join();
  await world.admit();
  expect(world.peers).toHaveLength(2);
  expect(world.socket.of("offer")).toHaveLength(1);
});

test("in the lobby nothing is offered, and admission brings media", async () => {
  const world = new World();
  const client = world.client();
  client.join();
  await world.admit({ admission: "lobby", participants: [] });
  expect(client.session.get().phase).toBe("lobby");
  expect(world.socket.of("offer")).toHaveLength(0);
  world.socket.say({ type: "admitted" });
  world.socket.say(makeWelcome());
  await settle();
  await world.answer();
  expect(client.session.get()).toEqual({ phase: "joined", media: "connected" });
});

test("tiles become wants in device pixels, throttled, and slots keep their tile", async () => {
  const world = new World();
  const client = await world.joined();
  const tiles = ["ada", "bo", "cy"].map((id) => ({ tile: tileOf(id, "camera"), height: 100 }));
  client.pictures.request([{ tile: STAGE_TILE, height: 360 }, ...tiles]);
  await world.clock.advance(0);
  const { slots } = world.socket.last("want-slots");
  expect(slots).toEqual([
    { mid: "5", stage: true, height: 720, priority: 4 },
    { mid: "10", participant: "ada", kind: "camera", height: 210, priority: 3 },
    { mid: "11", participant: "bo", kind: "camera", height: 210, priority: 2 },
    { mid: "12", participant: "cy", kind: "camera", height: 210, priority: 1 },
    { mid: "13", height: 0, priority: 0 },
  ]);
  const sent = world.socket.of("want-slots").length;
  for (let width = 0; width < 10; width++) client.pictures.request(tiles.slice(1));
  await world.clock.advance(149);
  expect(world.socket.of("want-slots")).toHaveLength(sent);
  await world.clock.advance(1);
  expect(world.socket.of("want-slots")).toHaveLength(sent + 1);
  expect(world.socket.last("want-slots").slots.find(({ participant }) => participant === "bo")?.mid).toBe(
    "11",
  );
});

test("until a view has spoken, the stage and the first cameras are asked for along with the offer", async () => {
  const world = new World();
  const client = world.client();
  client.preview(makeWelcome().meeting);
  await settle();
  client.join();
  const people = ["me", "ada", "bo", "cy", "di", "ed"].map((id) =>
    makeParticipant(id, { camera: id !== "cy" }),
  );
  await world.admit({ participants: people, stage: "ada" });
  const { slots } = world.socket.last("want-slots");
  expect(slots.map(({ stage, participant }) => (stage ? "stage" : participant))).toEqual([
    "stage",
    "bo",
    "di",
    "ed",
    undefined,
  ]);
  const sent = world.socket.of("want-slots").length;
  client.pictures.request([{ tile: tileOf("bo", "camera"), height: 300 }]);
  await world.clock.advance(0);
  expect(world.socket.of("want-slots")).toHaveLength(sent + 1);
});

test("more tiles than slots grow them once, without touching what is there", async () => {
  const world = new World();
  const client = await world.joined();
  const before = world.peer.transceivers.slice();
  client.pictures.request(
    Array.from({ length: 6 }, (_, i) => ({ tile: tileOf(`p${i}`, "camera"), height: 90 })),
  );
  await settle();
  const offer = world.socket.last("offer");
  expect(offer.new).toBe(false);
  expect(offer.lines.filter(({ use }) => use === "picture")).toHaveLength(10);
  expect(world.peer.transceivers.slice(0, before.length)).toEqual(before);
  await world.answer();
  expect(client.stats.renegotiations).toBe(1);
  expect(world.socket.last("want-slots").slots.filter(({ participant }) => participant)).toHaveLength(6);
});

test("a tile is shown with the frame of the announced RTP time, not before", async () => {
  const world = new World();
  const client = await world.joined();
  const tile = tileOf("ada", "camera");
  const video = new FakeVideo();
  client.pictures.attach(tile, surface(video));
  client.pictures.request([{ tile, height: 100 }]);
  const picture = client.pictures.picture(tile);
  expect(picture.get().state).toBe("waiting");
  expect(video.srcObject).not.toBeNull();
  world.socket.say({ type: "slot", mid: "10", participant: "bo", kind: "camera", rtpTime: 100 });
  video.frame(100);
  expect(picture.get().state).toBe("waiting");
  const rtpTime = 0xffffffff;
  world.socket.say({
    type: "slot",
    mid: "10",
    participant: "ada",
    kind: "camera",
    rtpTime,
    width: 640,
    height: 360,
  });
  video.frame(rtpTime - 1);
  expect(picture.get().state).toBe("waiting");
  video.frame(2999);
  expect(picture.get()).toMatchObject({ state: "shown", participant: "ada", width: 640, height: 360 });
  expect(client.stats.joinToFirstFrameMs).toBe(0);
  expect(world.marks).toContain("cumbre:first-frame");
  world.socket.say({ type: "slot", mid: "10", participant: "", rtpTime: 0, paused: true });
  expect(picture.get().state).toBe("paused");
  world.socket.say({ type: "slot", mid: "10", participant: "ada", kind: "camera", rtpTime: 9000 });
  expect(picture.get().state).toBe("waiting");
  video.frame(9000);
  expect(picture.get().state).toBe("shown");
  world.socket.say({ type: "slot", mid: "10", participant: "", rtpTime: 0 });
  expect(picture.get().state).toBe("none");
});

test("the stage's tile follows whoever is on it", async () => {
  const world = new World();
  const client = await world.joined();
  const video = new FakeVideo();
  client.pictures.attach(STAGE_TILE, surface(video));
  client.pictures.request([{ tile: STAGE_TILE, height: 400 }]);
  const picture = client.pictures.picture(STAGE_TILE);
  world.socket.say({ type: "slot", mid: "5", participant: "ada", kind: "camera", rtpTime: 5 });
  video.frame(5);
  expect(picture.get()).toMatchObject({ state: "shown", participant: "ada", kind: "camera" });
  // A new layer of the same source is no other face.
  world.socket.say({
    type: "slot",
    mid: "5",
    participant: "ada",
    kind: "camera",
    rtpTime: 900,
    width: 1280,
    height: 720,
  });
  expect(picture.get()).toMatchObject({ state: "shown", width: 1280 });
  world.socket.say({ type: "slot", mid: "5", participant: "bo", kind: "screen", rtpTime: 2000 });
  expect(picture.get()).toMatchObject({ state: "waiting", participant: "bo", kind: "screen" });
});

test("microphone and camera go on and off without negotiation, and are signalled", async () => {
  const world = new World();
  const client = world.client();
  await client.devices.start();
  client.join();
  await world.admit();
  await world.answer();
  const [microphone, camera] = world.peer.transceivers;
  expect(microphone?.sender.track?.deviceId).toBe("mic1");
  expect(world.socket.last("set-media")).toMatchObject({ microphone: true, camera: true });
  await client.devices.setMicrophone(false);
  expect(microphone?.sender.track).toBeNull();
  expect(world.devices.given.find(({ kind }) => kind === "audio")).toMatchObject({
    enabled: false,
    stopped: false,
  });
  await client.devices.setCamera(false);
  expect(camera?.sender.track).toBeNull();
  expect(world.devices.given.find(({ kind }) => kind === "video")?.stopped).toBe(true);
  expect(world.socket.last("set-media")).toMatchObject({ microphone: false, camera: false });
  await client.devices.setMicrophone(true);
  expect(microphone?.sender.track).not.toBeNull();
  expect(world.socket.of("offer")).toHaveLength(1);
});

test("a camera is sent once there is a connection, and again on a new one", async () => {
  const world = new World();
  const client = world.client();
  await client.devices.start();
  client.join();
  await world.admit();
  const before = world.peer.transceivers.map(({ sender }) => sender.track?.deviceId);
  expect(before.slice(0, 2)).toEqual(["mic1", undefined]);
  await world.answer();
  expect(world.peer.transceivers[1]?.sender.track?.deviceId).toBe("cam1");
  world.socket.drop();
  await world.clock.advance(0);
  await world.admit({ resumed: true, mediaAlive: false });
  expect(world.peer.transceivers[1]?.sender.track ?? undefined).toBeUndefined();
  await world.answer();
  expect(world.peer.transceivers[1]?.sender.track?.deviceId).toBe("cam1");
});

test("sharing a screen with sound uses its lines; the browser's own stop ends it", async () => {
  const world = new World();
  const client = await world.joined();
  const events: ClientEvent[] = [];
  client.onEvent((event) => events.push(event));
  await client.devices.startScreen({ sound: true });
  expect(world.socket.last("set-media")).toMatchObject({ screen: true, screenSound: true });
  expect(world.peer.transceivers[2]?.sender.track).not.toBeNull();
  world.devices.given.find(({ deviceId, kind }) => deviceId === "screen" && kind === "video")?.pullOut();
  expect(world.socket.last("set-media")).toMatchObject({ screen: false, screenSound: false });
  expect(events.map(({ type }) => type)).toContain("screen-ended");
  expect(world.socket.of("offer")).toHaveLength(1);
});

test("the chair's mute silences and says who", async () => {
  const world = new World();
  const client = await world.joined();
  await settle();
  const events: ClientEvent[] = [];
  client.onEvent((event) => events.push(event));
  expect(client.devices.view.get().microphone).toMatchObject({ on: true, live: true });
  world.socket.say({ type: "mute", by: "ada" });
  expect(client.devices.view.get().microphone.on).toBe(false);
  expect(world.socket.last("set-media").microphone).toBe(false);
  expect(events).toContainEqual({ type: "muted-by", name: "Name of ada" });
});

test("observers are asked for no device and send nothing", async () => {
  const world = new World();
  const client = await world.joined({ participants: [makeParticipant("me", { role: "observer" })] });
  await settle();
  expect(world.devices.asked).toEqual([]);
  expect(client.meeting.get().may.publish).toBe(false);
  expect(world.socket.last("set-media")).toMatchObject({ microphone: false, camera: false });
});

test("layers that somebody watches are switched on at the source, the others off", async () => {
  const world = new World();
  await world.joined();
  const sender = world.peer.transceivers[1]?.sender;
  expect(sender?.activeRIDs).toEqual(["q"]);
  world.socket.say({ type: "layers", kind: "camera", rids: ["f", "q"] });
  await settle();
  expect(sender?.activeRIDs).toEqual(["f", "q"]);
  world.socket.say({ type: "layers", kind: "camera", rids: [] });
  await settle();
  expect(sender?.activeRIDs).toEqual([]);
});

test("after a short loss: the same PeerConnection, an ICE restart, wants and media said again", async () => {
  const world = new World();
  const client = await world.joined();
  client.pictures.request([{ tile: STAGE_TILE, height: 100 }]);
  await world.clock.advance(0);
  const events: ClientEvent[] = [];
  client.onEvent((event) => events.push(event));
  world.socket.drop();
  await world.clock.advance(0);
  expect(client.session.get().phase).toBe("reconnecting");
  expect(client.meeting.get().participants).toHaveLength(2);
  await world.admit({ resumed: true, mediaAlive: true });
  expect(world.peers).toHaveLength(1);
  expect(world.socket.last("offer")).toMatchObject({ new: false, sdp: "offer lines=14 ice=1" });
  expect(world.socket.of("want-slots").length).toBeGreaterThan(0);
  expect(world.socket.of("set-media")).toHaveLength(1);
  await world.answer();
  expect(client.session.get()).toEqual({ phase: "joined", media: "connected" });
  expect(client.stats).toMatchObject({ renegotiations: 0, iceRestarts: 1, reconnections: 1 });
  expect(events.map(({ type }) => type)).toContain("reconnected");
});

test.each([
  ["out of a tunnel after 50 s the microphone is as it was", 50_000, true],
  ["a computer that was asleep for two minutes puts no room on air", 120_000, false],
])("%s", async (_, ms, on) => {
  const world = new World();
  const client = await world.joined();
  expect(client.devices.view.get().microphone.on).toBe(true);
  const events: ClientEvent[] = [];
  client.onEvent((event) => events.push(event));
  world.clock.sleep(ms);
  world.socket.drop();
  await world.clock.advance(400);
  await world.admit({ resumed: on, mediaAlive: on });
  await world.clock.advance(0);
  const { microphone, camera } = client.devices.view.get();
  expect([microphone.on, camera.on]).toEqual([on, on]);
  expect(world.socket.last("set-media")).toMatchObject({ microphone: on, camera: on });
  expect(events).toContainEqual(expect.objectContaining({ type: "reconnected", silenced: !on }));
  // What was chosen is remembered for the next meeting.
  expect(world.browser.get("cumbre:devices") ?? "").not.toContain('"microphoneOn":false');
});

test("where only the WebSocket was lost, packets still come and nothing is restarted", async () => {
  const world = new World();
  const client = await world.joined();
  const path = (heardMsAgo: number) => {
    const at = world.clock.now();
    world.peer.stats = new Map<string, unknown>([
      ["T", { id: "T", type: "transport", selectedCandidatePairId: "P" }],
      ["P", { id: "P", type: "candidate-pair", timestamp: at, lastPacketReceivedTimestamp: at - heardMsAgo }],
    ]);
  };
  path(100);
  world.socket.drop();
  await world.admit({ resumed: true, mediaAlive: true });
  path(0);
  await world.clock.advance(200);
  expect(client.stats).toMatchObject({ iceRestarts: 0, reconnections: 1 });
  // The next time they end with the WebSocket.
  path(100);
  world.socket.drop();
  await world.clock.advance(250);
  await world.admit({ resumed: true, mediaAlive: true });
  path(700);
  await world.clock.advance(200);
  expect(client.stats.iceRestarts).toBe(0);
  path(900);
  await world.clock.advance(200);
  expect(client.stats.iceRestarts).toBe(1);
  expect(world.socket.last("offer").new).toBe(false);
});

test("where both fall silent, another path is looked for before the session is back", async () => {
  const world = new World();
  const client = await world.joined();
  const lastHeardAt = world.clock.now();
  const path = (heardAt: number) => {
    world.peer.stats = new Map<string, unknown>([
      ["T", { id: "T", type: "transport", selectedCandidatePairId: "P" }],
      [
        "P",
        {
          id: "P",
          type: "candidate-pair",
          timestamp: world.clock.now(),
          lastPacketReceivedTimestamp: heardAt,
        },
      ],
    ]);
  };
  const silence = async (ms: number, heardAt = () => lastHeardAt) => {
    for (let at = 0; at < ms; at += 50) {
      path(heardAt());
      await world.clock.advance(50);
    }
  };
  const socket = world.socket;
  await silence(700);
  expect(world.peer.iceGeneration).toBe(0);
  await silence(600);
  expect(world.peer.iceGeneration).toBe(1);
  expect(world.peer.localDescription?.sdp).toContain("ice=1");
  expect(socket.of("offer")).toHaveLength(1);
  // Another connection is made: the server gets that offer.
  await world.admit({ resumed: true, mediaAlive: true });
  await settle();
  expect(world.socket).not.toBe(socket);
  expect(world.socket.last("offer")).toMatchObject({ new: false, sdp: "offer lines=14 ice=1" });
  expect(world.peer.offers).toBe(2); // a third would have other credentials, and Chromium gather again
  await world.answer();
  expect(client.stats).toMatchObject({ iceRestarts: 1, reconnections: 0, peerConnections: 1 });
});

test("a session that answers late, while packets come, restarts nothing", async () => {
  const world = new World();
  const client = await world.joined();
  for (let at = 0; at < 2000; at += 50) {
    const now = world.clock.now();
    world.peer.stats = new Map<string, unknown>([
      [
        "P",
        {
          id: "P",
          type: "candidate-pair",
          nominated: true,
          timestamp: now,
          lastPacketReceivedTimestamp: now - 40,
        },
      ],
    ]);
    await world.clock.advance(50);
  }
  world.socket.say({ type: "pong", t: world.clock.now() });
  await settle();
  expect(client.stats.iceRestarts).toBe(0);
});

test("an ICE restart that was begun is offered on the connection that answers again", async () => {
  const world = new World();
  const client = await world.joined();
  const socket = world.socket;
  for (let at = 0; at < 1300; at += 50) await world.clock.advance(50); // no path is known: nothing comes
  expect(world.peer.iceGeneration).toBe(1);
  expect(socket.of("offer")).toHaveLength(1);
  socket.say({ type: "pong", t: world.clock.now() });
  await settle();
  expect(socket.last("offer")).toMatchObject({ new: false, sdp: "offer lines=14 ice=1" });
  expect(client.stats).toMatchObject({ iceRestarts: 1, reconnections: 0 });
});

test("a restarted server is told again of the raised hand and the language", async () => {
  const world = new World();
  const hand = "2021-05-07T09:59:00.000Z";
  const raised = [makeParticipant("me", { hand, language: "es" }), makeParticipant("ada")];
  const client = await world.joined({ participants: raised });
  world.socket.drop();
  await world.admit({ resumed: true, mediaAlive: false, participants: [makeParticipant("me")] });
  expect(world.socket.last("set-hand").raised).toBe(true);
  expect(world.socket.last("set-language").language).toBe("es");
  expect(world.socket.of("set-media")).toHaveLength(1);
  // A hand that is down while the media connection still stands was lowered by the chair.
  await world.answer();
  world.socket.say({ type: "participant", participant: makeParticipant("me", { hand }) });
  world.socket.drop();
  await world.clock.advance(250);
  await world.admit({ resumed: true, mediaAlive: true, participants: [makeParticipant("me")] });
  expect(world.socket.of("set-hand")).toHaveLength(0);
  client.dispose();
});

test("joining, the meeting is drawn once the answer is there, or after 150 ms", async () => {
  const world = new World();
  const client = world.client();
  client.join();
  await world.admit();
  expect(client.session.get().phase).toBe("idle");
  await world.answer();
  expect(client.session.get()).toEqual({ phase: "joined", media: "connected" });
  const slow = new World();
  const other = slow.client();
  other.join();
  await slow.clock.advance(150);
  expect(other.session.get().phase).toBe("connecting");
  await slow.admit();
  await slow.clock.advance(150);
  expect(other.session.get().phase).toBe("joined");
});

test("a server that lost the PeerConnection gets a new one with the same sources", async () => {
  const world = new World();
  const client = await world.joined();
  await settle();
  const video = new FakeVideo();
  client.pictures.attach(STAGE_TILE, surface(video));
  client.pictures.request([{ tile: STAGE_TILE, height: 100 }]);
  const stream = video.srcObject;
  world.socket.drop();
  await world.clock.advance(0);
  await world.admit({ resumed: true, mediaAlive: false });
  expect(world.peers).toHaveLength(2);
  expect(world.peers[0]?.connectionState).toBe("closed");
  expect(world.socket.last("offer").new).toBe(true);
  await world.answer();
  expect(world.peer.transceivers[0]?.sender.track?.deviceId).toBe("mic1");
  expect(video.srcObject).not.toBe(stream);
  expect(client.stats.peerConnections).toBe(2);
});

test("a path that breaks is restarted at once, and replaced after two restarts in vain", async () => {
  const world = new World();
  const client = await world.joined();
  const keepAlive = async (ms: number) => {
    for (let at = 0; at < ms; at += 400) {
      world.socket.say({ type: "pong", t: world.clock.now() });
      for (const { id } of world.socket.of("offer").slice(-1)) {
        world.socket.say({ type: "answer", id, sdp: "", renegotiations: 0 });
      }
      await world.clock.advance(400);
    }
  };
  world.peer.become("disconnected");
  await settle();
  expect(client.session.get().media).toBe("reconnecting");
  expect(client.stats.iceRestarts).toBe(1);
  await keepAlive(4000);
  expect(client.stats.iceRestarts).toBe(2);
  await keepAlive(5000);
  expect(world.peers).toHaveLength(2);
  expect(client.session.get().media).toBe("reconnecting");
  world.peer.become("connected");
  expect(client.session.get().media).toBe("connected");
});

describe("the relay", () => {
  const relay = (credential: string) => [{ urls: ["turns:meet.example.org:443"], username: "u", credential }];
  const without = { bundlePolicy: "max-bundle" };
  const withRelay = (credential: string) => ({ ...without, iceServers: relay(credential) });
  const answer = async (world: World) => {
    const { id } = world.socket.last("offer");
    world.socket.say({ type: "answer", id, sdp: "", renegotiations: 0 });
    await settle();
  };

  /** Time passes, and the server is alive. */
  const pass = async (world: World, ms: number) => {
    for (let left = ms; left > 0; left -= 400) {
      world.socket.say({ type: "pong", t: world.clock.now() });
      await world.clock.advance(Math.min(400, left));
    }
  };

  test("is not asked by who reaches the media port", async () => {
    const world = new World();
    const client = await world.joined({ iceServers: relay("1") });
    await pass(world, 3000);
    expect(world.peer.gathered).toEqual([without]);
    expect(client.stats.iceRestarts).toBe(0);
  });

  test("waits for a handshake that is under way on a direct path", async () => {
    const world = new World();
    const client = world.client();
    client.join();
    await world.admit({ iceServers: relay("1") });
    await answer(world);
    world.peer.iceConnectionState = "connected";
    await pass(world, 3900);
    expect(client.stats.iceRestarts).toBe(0);
    await pass(world, 200);
    expect(client.stats.iceRestarts).toBe(1);
  });

  test("is tried after 1.5 s without an answer, and at once by the next PeerConnection", async () => {
    const world = new World();
    const client = world.client();
    client.join();
    await world.admit({ iceServers: relay("1") });
    await answer(world);
    await pass(world, 1400);
    expect(world.peer.gathered).toEqual([without]);
    await pass(world, 200);
    expect(world.peer.gathered).toEqual([without, withRelay("1")]);
    await answer(world);
    world.peer.become("connected");
    await settle();
    // The server was restarted: its credentials are others, and what the client knows of its network is not lost.
    world.socket.drop();
    await world.clock.advance(0);
    await world.admit({ iceServers: relay("2") });
    expect(world.peers).toHaveLength(2);
    expect(world.peer.gathered).toEqual([withRelay("2")]);
    expect(client.stats.peerConnections).toBe(2);
  });

  test("is tried in an ICE restart, with the latest credentials", async () => {
    const world = new World();
    await world.joined({ iceServers: relay("1") });
    world.socket.drop();
    await world.clock.advance(0);
    await world.admit({ iceServers: relay("2"), mediaAlive: true, resumed: true });
    await settle();
    expect(world.peers).toHaveLength(1);
    expect(world.peer.gathered.at(-1)).toEqual(withRelay("2"));
  });

  test("does no harm where a browser cannot take it", async () => {
    const world = new World();
    const client = await world.joined({ iceServers: relay("1") });
    world.peer.setConfiguration = () => {
      throw new DOMException("no", "SyntaxError");
    };
    world.peer.become("disconnected");
    await settle();
    expect(client.stats.iceRestarts).toBe(1);
    expect(world.peer.iceGeneration).toBe(1);
  });
});

test("media that never connects is said after 15 s", async () => {
  const world = new World();
  const client = world.client();
  client.join();
  await world.admit();
  for (let at = 0; at < 16_000; at += 400) {
    const { id } = world.socket.last("offer");
    world.socket.say({ type: "answer", id, sdp: "", renegotiations: 0 });
    await world.clock.advance(400);
  }
  expect(client.session.get().media).toBe("blocked");
});

test("an offer that the server refuses is told with its reason", async () => {
  const world = new World();
  const client = world.client();
  client.join();
  await world.admit();
  const { id } = world.socket.last("offer");
  const problem = {
    type: "/problems/media-full",
    title: "Full",
    status: 503,
    detail: "later",
    code: "media-full",
  };
  world.socket.say({ type: "problem", id, problem });
  await settle();
  expect(client.session.get()).toMatchObject({
    media: "blocked",
    mediaProblem: { code: "media-full", title: "Full", detail: "later" },
  });
});

test("sound plays through the one graph, follows the speaker, and says when it is blocked", async () => {
  FakeAudioContext.blocked = true;
  const world = new World();
  const client = await world.joined();
  const playing = () => world.audios.filter(({ srcObject }) => srcObject !== null);
  await world.clock.advance(500);
  expect(playing()).toHaveLength(5);
  expect(playing().every(({ muted, playing }) => muted && playing)).toBe(true);
  expect(client.sound.view.get().blocked).toBe(true);
  FakeAudioContext.blocked = false;
  await client.sound.unblock();
  await world.clock.advance(500);
  expect(client.sound.view.get().blocked).toBe(false);
  expect(world.audioContext.sourcesOf(world.audioContext.destination)).toHaveLength(5);
  client.leave();
  expect(playing()).toHaveLength(0);
  expect(world.audioContext.sourcesOf(world.audioContext.destination)).toHaveLength(0);
});

test("another speaker: by the context where it can choose, and by an element where only those can", async () => {
  const world = new World();
  world.audioContext.setSinkId = (id) => {
    world.audioContext.sink = id;
    return Promise.resolve();
  };
  const client = await world.joined();
  await client.devices.chooseSpeaker("usb");
  await world.clock.advance(200);
  expect(world.audioContext.sink).toBe("usb");
  const other = new World();
  const elsewhere = await other.joined();
  await elsewhere.devices.chooseSpeaker("usb");
  await other.clock.advance(200);
  const out = other.audios.filter(({ muted, playing }) => !muted && playing);
  expect(out.map(({ sink }) => sink)).toEqual(["usb"]);
  const { destination } = other.audioContext;
  expect(other.audioContext.sourcesOf(destination)).toHaveLength(0);
  const detour = other.audioContext.nodes.find(({ name }) => name === "stream");
  expect(detour && other.audioContext.sourcesOf(detour)).toHaveLength(5);
});

test("the end gives the devices back, and joining again takes them again", async () => {
  const world = new World();
  const client = await world.joined();
  await settle();
  expect(client.devices.view.get().camera.live).toBe(true);
  world.socket.say({ type: "bye", reason: "replaced" });
  expect(client.session.get()).toMatchObject({ phase: "ended", ending: { code: "replaced" }, media: "none" });
  expect(world.devices.given.every(({ stopped }) => stopped)).toBe(true);
  client.join();
  await world.admit();
  await world.answer();
  expect(client.session.get().phase).toBe("joined");
  expect(client.devices.view.get().camera).toMatchObject({ on: true, live: true });
});

test("dispose ends every timer, device and element", async () => {
  const world = new World();
  const client = await world.joined();
  await settle();
  client.dispose();
  expect(world.clock.pending).toBe(0);
  expect(world.devices.given.every(({ stopped }) => stopped)).toBe(true);
  expect(world.audios.every(({ srcObject }) => srcObject === null)).toBe(true);
});
