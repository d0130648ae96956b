// Whoever loses the connection comes back as the same participant to the same place: after a reload, a change of network,
// 30 s without network, and a restart of the server.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openChromium } from "./lib/browsers.mjs";
import { canMakeNetworks, Lab } from "./lib/lab.mjs";
import { onlyLong } from "./lib/long.mjs";
import { doesNotHear, enter, hears, inside, seesMovingPictureOf, stats } from "./lib/people.mjs";
import { allowed } from "./lib/promise.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

/** Between the network's return and sound and picture both ways. */
const withinMs = 2000;

/** In a meeting: the person whose connection will suffer, with the floor and a raised hand, and a witness. */
async function two(server, browserOptions = {}, base) {
  const meeting = await server.meeting();
  const chair = await meeting.invite("chair", "Witness", { delegation: "México" });
  const delegate = await meeting.invite("delegate", "Traveller", { delegation: "United States" });
  if (base) delegate.url = delegate.url.replace(/^http:\/\/[^/]+/, base);
  const browsers = [await openChromium({ tone: 523 }), await openChromium({ tone: 784, ...browserOptions })];
  const witness = await enter(browsers[0], chair);
  const traveller = await enter(browsers[1], delegate);
  await both(witness, traveller);
  await witness.evaluate((id) => window.cumbre.client.commands.giveFloor(id), traveller.id);
  await traveller.click("button", "Raise your hand");
  await witness.evaluate(() => {
    window.news = [];
    window.cumbre.client.onEvent((event) => window.news.push(event.type));
  });
  await until("the hand is seen", () => placeOf(witness, traveller).then(({ hand }) => hand));
  return { meeting, witness, traveller, close: () => Promise.all(browsers.map((browser) => browser.close())) };
}

const both = (witness, traveller, options) => Promise.all([
  hears(witness, 784, options), hears(traveller, 523, options),
  seesMovingPictureOf(witness, traveller, options), seesMovingPictureOf(traveller, witness, options),
]);

/** What the witness knows of the traveller. */
const placeOf = (witness, traveller) => witness.evaluate((id) => {
  const { participants, byId, floor, lobby } = window.cumbre.client.meeting.get();
  const me = byId.get(id);
  return {
    people: participants.length, connection: me?.connection, hand: me?.handSince !== undefined, holdsFloor: floor.holder?.id === id,
    microphone: me?.microphone, camera: me?.camera, lobby: lobby.map(({ name }) => name),
    tiles: document.querySelectorAll(`[data-participant="${id}"]`).length, news: window.news,
  };
}, traveller.id);

/** Sound and picture both ways, the same participant with hand and floor, and nobody was told of a coming or going. */
async function samePlace(witness, traveller, { lobby = [] } = {}) {
  await both(witness, traveller);
  await until("the hand is up", async () => (await placeOf(witness, traveller)).hand);
  const { news, ...place } = await placeOf(witness, traveller);
  assert.deepEqual(place, {
    people: 2, connection: "connected", hand: true, holdsFloor: true, microphone: true, camera: true, lobby, tiles: 1,
  });
  assert.deepEqual(news.filter((type) => ["joined", "left", "knocked", "floor-given", "floor-opened"].includes(type)), []);
}

/** Frames shown of the other so far. */
const framesOf = (person, id) => person.evaluate((participant) =>
  document.querySelector(`[data-participant="${participant}"] video[data-shown]`)?.getVideoPlaybackQuality().totalVideoFrames ?? 0, id);

/**
 * Milliseconds from now, when the pictures stand still, until both see new frames of the other.
 */
async function backAfter(witness, traveller) {
  const began = performance.now();
  const views = [[witness, traveller.id], [traveller, witness.id]].map(([person, id]) =>
    ({ person, id, frames: undefined, backAt: undefined }));
  await until("frames flow both ways again", async () => {
    for (const view of views.filter(({ backAt }) => backAt === undefined)) {
      const frames = await framesOf(view.person, view.id);
      const now = performance.now();
      if (view.frames !== undefined && frames !== view.frames && frames > 0) view.backAt = now;
      view.frames = frames;
    }
    return views.every(({ backAt }) => backAt !== undefined);
  }, { timeoutMs: 60_000, everyMs: 50 });
  return Math.max(...views.map(({ backAt }) => backAt)) - began;
}

/**
 * The longest time that a picture of one or the other stood still within the next `watchMs`, ms: a change of network
 * may be over before a picture was seen to stand still.
 */
async function longestStandstill(witness, traveller, watchMs = 8000) {
  const began = performance.now();
  const views = [[witness, traveller.id], [traveller, witness.id]].map(([person, id]) => ({ person, id, changedAt: began, longest: 0 }));
  await until("the time of watching is over", async () => {
    for (const view of views) {
      const frames = await framesOf(view.person, view.id);
      const now = performance.now();
      view.longest = Math.max(view.longest, now - view.changedAt);
      if (frames !== view.frames) view.changedAt = now;
      view.frames = frames;
    }
    return performance.now() - began > watchMs;
  }, { timeoutMs: watchMs + 5000 });
  return Math.max(...views.map(({ longest }) => longest));
}

/** Somebody knocks who is no third browser window on this machine: a WebSocket in the witness's page. */
const knock = (witness, invitation) => witness.evaluate((token) => {
  window.guest = new WebSocket("/api/v1/live");
  window.guest.onopen = () => window.guest.send(JSON.stringify({ type: "hello", version: 1, token }));
}, invitation.token);

test("a reload", { timeout: 180_000 }, async (t) => {
  const server = await new Server().start();
  t.after(() => server.stop());
  const { witness, traveller, close } = await two(server);
  t.after(close);
  await traveller.reload();
  const ms = await backAfter(witness, traveller);
  t.diagnostic(`frames both ways ${Math.round(ms)} ms after the page was loaded`);
  assert.ok(ms < allowed(withinMs), `${ms} ms`);
  await inside(traveller);
  await samePlace(witness, traveller);
});

test("a restart of the server by kill -9", { timeout: 240_000 }, async (t) => {
  const server = await new Server().start();
  t.after(() => server.stop());
  const { meeting, witness, traveller, close } = await two(server);
  t.after(close);
  const guest = await meeting.invite("observer", "Guest", { lobby: true });
  await knock(witness, guest);
  await until("the chair sees who waits", async () => (await placeOf(witness, traveller)).lobby.length === 1);
  await witness.evaluate(() => { window.news.length = 0; });
  await server.kill();
  await server.start();
  const ms = await backAfter(witness, traveller);
  t.diagnostic(`frames both ways ${Math.round(ms)} ms after the server answered`);
  assert.ok(ms < allowed(withinMs), `${ms} ms`);
  await knock(witness, guest);
  await until("the guest waits again", async () => (await placeOf(witness, traveller)).lobby.length === 1);
  await witness.evaluate(() => { window.news = window.news.filter((type) => type !== "knocked"); });
  await samePlace(witness, traveller, { lobby: ["Guest"] });
});

test("networks that come and go", { skip: canMakeNetworks ? false : "needs root for a network of its own", timeout: 480_000 }, async (t) => {
  const lab = new Lab().up();
  t.after(() => lab.down());
  const server = new Server({ args: [] });
  server.listen = "0.0.0.0";
  server.mediaAddress = `${lab.serverAddress},127.0.0.1`;
  await server.start();
  t.after(() => server.stop());
  const base = `http://${lab.serverAddress}:${server.http}`;
  const options = { executablePath: lab.chromium, args: [`--unsafely-treat-insecure-origin-as-secure=${base}`] };

  await t.test("30 s without any network", { skip: onlyLong }, async (t) => {
    const { witness, traveller, close } = await two(server, options, base);
    t.after(close);
    lab.cut();
    await new Promise((resolve) => setTimeout(resolve, 30_000)); // the outage itself, not a wait for something
    lab.restore();
    const ms = await backAfter(witness, traveller);
    t.diagnostic(`frames both ways ${Math.round(ms)} ms after the network was back`);
    assert.ok(ms < allowed(withinMs), `${ms} ms`);
    await samePlace(witness, traveller);
  });

  await t.test("more than a minute without any network: nobody is put on air who does not know it", { skip: onlyLong }, async (t) => {
    const { witness, traveller, close } = await two(server, options, base);
    t.after(close);
    lab.cut();
    await new Promise((resolve) => setTimeout(resolve, 65_000)); // the outage itself, not a wait for something
    lab.restore();
    await until("it is said", async () => /Your microphone and camera have been turned off/.test(await traveller.page.locator("body").innerText()));
    await until("back, and off", async () => {
      const { connection, microphone, camera } = await placeOf(witness, traveller);
      return connection === "connected" && microphone === false && camera === false;
    });
    await doesNotHear(witness, 784);
    await traveller.click("button", "Turn microphone on");
    await hears(witness, 784);
  });

  await t.test("who goes on with the telephone meanwhile is not put out by the computer that comes back", async (t) => {
    const { witness, traveller, close } = await two(server, options, base);
    t.after(close);
    lab.cut();
    await until("the computer has noticed", () => traveller.evaluate(() => window.cumbre.client.session.get().phase === "reconnecting"));
    const other = await openChromium({ tone: 659 });
    t.after(() => other.close());
    const telephone = await enter(other, { url: traveller.page.url().replace(base, server.url), id: traveller.id });
    await hears(witness, 659);
    lab.restore();
    await until("the computer says where the meeting goes on", () => traveller.sees("heading", "You continue in another window"));
    assert.equal(await telephone.sees("button", "Leave the meeting"), true);
    await hears(witness, 659);
    await doesNotHear(witness, 784);
  });

  await t.test("another network: other address, same participant", async (t) => {
    const { witness, traveller, close } = await two(server, options, base);
    t.after(close);
    lab.changeNetwork();
    t.after(() => lab.restoreNetwork());
    const ms = await longestStandstill(witness, traveller);
    t.diagnostic(`pictures stood still for ${Math.round(ms)} ms at most while the network changed`);
    assert.ok(ms < allowed(withinMs), `${ms} ms`);
    await samePlace(witness, traveller);
    assert.equal((await stats(traveller)).peerConnections, 1);
  });

  await t.test("UDP is blocked: TCP carries it", async (t) => {
    lab.blockUDP();
    t.after(() => lab.unblockUDP());
    const { traveller, close } = await two(server, options, base);
    t.after(close);
    await until("the page knows that it uses TCP", () => traveller.evaluate(() => window.cumbre.client.quality.get().transport === "tcp"));
  });
});
