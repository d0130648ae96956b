// Sign language in real browsers: the picture of who signs reaches whoever chose it, as it is sent, keeps its place while
// the speaker changes, and is not thinned by twelve other pictures.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { console_, desk } from "./lib/booth.mjs";
import { Bots } from "./lib/bots.mjs";
import { openChromium } from "./lib/browsers.mjs";
import { keepConnections, statistics } from "./lib/connections.mjs";
import { chooseFrom, enterOn } from "./lib/keyboard.mjs";
import { noErrors, picturesOf } from "./lib/people.mjs";
import { allowed } from "./lib/promise.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

/** What a sign language needs at least: frames a second, lines. */
const least = { rate: 20, height: 240 };
const others = 12;
const watched = 5; // s

const tile = '[aria-label^="Sign language"]';

/** Frames sent so far of the largest camera layer, and what it is. */
async function sent(person) {
  const layers = (await statistics(person, "outbound-rtp")).filter(({ kind, active }) => kind === "video" && active);
  const { framesSent = 0, frameHeight = 0, qualityLimitationReason: limited, targetBitrate, timestamp } = layers.toSorted((a, b) => (b.frameHeight ?? 0) - (a.frameHeight ?? 0))[0] ?? {};
  return { frames: framesSent, height: frameHeight, limited, targetBitrate, timestamp };
}

/** Frames of the sign language's picture that were decoded and shown so far; its size and place. Undefined: none. */
async function seen(person) {
  const picture = await person.evaluate((selector) => {
    const section = document.querySelector(selector);
    const video = section?.querySelector("video[data-shown]");
    if (!video) return undefined;
    const { x, y, width, height } = section.getBoundingClientRect();
    return {
      track: video.srcObject.getVideoTracks()[0].id, shown: video.getVideoPlaybackQuality().totalVideoFrames,
      place: [x, y, width, height].map(Math.round).join(" "),
    };
  }, tile);
  if (!picture) return undefined;
  const line = (await statistics(person, "inbound-rtp")).find(({ trackIdentifier }) => trackIdentifier === picture.track);
  const { framesDecoded = 0, frameHeight = 0, freezeCount = 0, timestamp } = line ?? {};
  return { ...picture, decoded: framesDecoded, height: frameHeight, freezes: freezeCount, timestamp };
}

/** Frames a second over some seconds. */
async function watch(signer, viewer) {
  const before = [await sent(signer), await seen(viewer)];
  await new Promise((resolve) => setTimeout(resolve, watched * 1000)); // what is measured is a rate
  const now = [await sent(signer), await seen(viewer)];
  const rate = (key, i) => (1000 * (now[i][key] - before[i][key])) / (now[i].timestamp - before[i].timestamp);
  return {
    sent: rate("frames", 0), decoded: rate("decoded", 1), shown: rate("shown", 1), freezes: now[1].freezes - before[1].freezes,
    height: now[1].height, target: now[0].targetBitrate, limited: now[0].limited,
  };
}

const server = new Server();
const browsers = [];
let meeting;
let [signer, viewer] = [];
before(async () => {
  await server.start();
  meeting = await server.meeting({ interpretation: { booths: [{ name: "LSM", kind: "sign", outputs: ["mfs"], seats: 2 }] } });
  const [{ id: booth }] = (await server.api("GET", `/api/v1/meetings/${meeting.id}/interpretation`)).booths;
  const open = async (invitation, options) => {
    const browser = await openChromium(options);
    browsers.push(browser);
    await browser.context.addInitScript(keepConnections);
    const person = await browser.open(invitation.url);
    person.id = invitation.id;
    await until("the door is shown", () => person.sees("button", /^Join/));
    return person;
  };
  // Chromium's own moving picture has 20 frames a second if it is not told otherwise.
  [signer, viewer] = await Promise.all([
    open(await meeting.invite("interpreter", "Intérprete de LSM", { booth }), { args: ["--use-fake-device-for-media-stream=fps=30"] }),
    open(await meeting.invite("chair", "Viewer", { delegation: "México" })),
  ]);
  await viewer.evaluate(() => window.cumbre.client.devices.setCamera(false)); // whoever watches has the processor for it
  for (const person of [signer, viewer]) await person.evaluate(() => window.cumbre.client.join());
  await until("the meeting is shown", () => viewer.sees("button", "Leave the meeting"));
});
after(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server.stop();
});

/** The picture is there as it is sent, and as signing needs it. */
function asSigningNeeds(what, { rate, t }) {
  t.diagnostic(`${what}: sent ${rate.sent.toFixed(1)}, decoded ${rate.decoded.toFixed(1)}, shown ${rate.shown.toFixed(1)} frames/s of ${rate.height} lines; ${rate.freezes} freezes; sender limited by ${rate.limited}, ${Math.round(rate.target / 1000)} kbit/s`);
  assert.ok(rate.decoded >= 0.8 * rate.sent, "what is sent arrives");
  assert.ok(1000 / rate.decoded <= allowed(1000 / least.rate), `${least.rate} frames/s at least`);
  assert.ok(rate.height >= least.height, `${least.height} lines at least`);
}

test("a sign language is chosen by keyboard, and its picture is there as it is sent", { timeout: 120_000 }, async (t) => {
  await until("a seat", async () => (await desk(signer)).state);
  await console_(signer, "check", { devices: true, headphones: true, level: true });
  await until("on standby", async () => (await desk(signer)).state === "STANDBY");

  await enterOn(viewer, "button", /^You hear/);
  await chooseFrom(viewer, /Sign language/, "Mexican");
  await viewer.press("Escape");
  await until("nobody signs yet, in words", () => viewer.evaluate((place) => /Nobody signs/.test(document.querySelector(place)?.textContent), tile));
  assert.equal(await seen(viewer), undefined, "a standby interpreter is not seen");

  await signer.press("m");
  await until("on air", async () => (await desk(signer)).state === "ON_AIR");
  await until("the picture has its full size", async () => (await seen(viewer))?.height >= 480, { timeoutMs: 60_000 });
  asSigningNeeds("alone", { rate: await watch(signer, viewer), t });
});

test("it is not thinned by twelve other pictures, and keeps its place while the speaker changes", { timeout: 240_000 }, async (t) => {
  const invitations = await Promise.all(Array.from({ length: others }, (_, i) => meeting.invite("delegate", `Delegate ${i}`, { delegation: "United States" })));
  const bots = new Bots(server, meeting, invitations, { tone: 330 });
  t.after(() => bots.leave());
  await until("the others' pictures are there", async () => (await picturesOf(viewer)).length >= others - 2, { timeoutMs: 60_000 });
  const places = new Set();
  const measure = watch(signer, viewer);
  for (const { id } of invitations.slice(0, 3)) {
    await viewer.evaluate((speaker) => window.cumbre.client.commands.giveFloor(speaker), id);
    await until("another has the stage", () => viewer.evaluate((speaker) => window.cumbre.client.meeting.get().floor.holder?.id === speaker, id));
    await new Promise((resolve) => setTimeout(resolve, 1000)); // as long as somebody speaks
    places.add((await seen(viewer)).place);
  }
  asSigningNeeds("beside twelve", { rate: await measure, t });
  assert.equal(places.size, 1, `it moved: ${[...places].join(", ")}`);
  noErrors(signer, viewer);
});

test("while nobody watches the signer stays on air, and whoever comes then sees them", { timeout: 120_000 }, async (t) => {
  const choose = (language) => viewer.evaluate((tag) => window.cumbre.client.listening.chooseSign(tag), language);
  await choose("");
  await until("nobody watches", async () => (await seen(viewer)) === undefined);
  // Longer than the desk waits for packets after the camera was told that nobody needs it.
  for (let second = 0; second < 6; second++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    assert.equal((await desk(signer)).state, "ON_AIR");
  }
  await choose("mfs");
  await until("the picture has its full size", async () => (await seen(viewer))?.height >= 480);
  asSigningNeeds("after a while alone", { rate: await watch(signer, viewer), t });
});

test("off the air it is gone, and words are in its place", { timeout: 60_000 }, async () => {
  await signer.press("m");
  await until("off the air", async () => (await desk(signer)).state === "STANDBY");
  await until("nobody signs, in words", () => viewer.evaluate((place) => /Nobody signs/.test(document.querySelector(place)?.textContent), tile));
});
