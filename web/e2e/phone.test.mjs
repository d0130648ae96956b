// Listening on a phone: a small touch screen, and media elements whose volume cannot be set, as on iOS. What is heard has
// to be right by Web Audio's gain alone. Judged by the sound that comes out of the page.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { boothTones, console_, floorTone, hearsLike, listening, meetingOf } from "./lib/booth.mjs";
import { openChromium } from "./lib/browsers.mjs";
import { hearing, noErrors } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const silent = -75;

/**
 * Runs in the page before its own scripts: the volume of a media element stays 1 whatever is asked, and what plays sound
 * by itself, past Web Audio, is remembered.
 */
function stubbornElements() {
  Object.defineProperty(HTMLMediaElement.prototype, "volume", { configurable: true, get: () => 1, set: () => {} });
  const play = HTMLMediaElement.prototype.play;
  const played = [];
  window.loudElements = () => played.filter((one) => !one.muted && (one.srcObject?.getAudioTracks().length ?? 0) > 0).length;
  window.playedElements = () => played.length;
  HTMLMediaElement.prototype.play = function () {
    if (!played.includes(this)) played.push(this);
    return play.call(this);
  };
}

/** A phone: its screen, its fingers, its elements. */
async function openPhone(options) {
  const browser = await openChromium({
    ...options, viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true,
    userAgent: "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
  });
  await browser.context.addInitScript(stubbornElements);
  return browser;
}

const server = new Server();
let m;
let full;
before(async () => {
  await server.start();
  m = await meetingOf(server, openPhone);
});
after(async () => {
  await m?.close();
  await server.stop();
});

/** The steady level of a tone, dBFS of its FFT bin: the median of some looks. */
async function steady(frequency) {
  const looks = [];
  for (let i = 0; i < 15; i++) {
    looks.push(await hearing(m.listener, frequency));
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  return looks.toSorted((a, b) => a - b)[7];
}

const near = (what, value, wanted) =>
  assert.ok(Math.abs(value - wanted) <= 1.5, `${what}: ${value.toFixed(1)} dB, wanted ${wanted} ± 1.5`);
const button = () => m.listener.page.getByRole("button", { name: /^You hear/ });
const choose = async (name) => {
  await button().tap();
  await m.listener.page.getByRole("radio", { name }).locator("xpath=ancestor-or-self::label").tap();
  await m.listener.page.keyboard.press("Escape");
};

test("on the phone's screen nothing is wider than it, and the choice can be tapped", { timeout: 120_000 }, async () => {
  await hearsLike(m.listener, "OFF");
  const { width, wanted } = await m.listener.evaluate(() => ({ width: innerWidth, wanted: document.documentElement.scrollWidth }));
  assert.ok(wanted <= width, `the page is ${wanted} px wide on a screen of ${width}`);
  const box = await button().boundingBox();
  assert.ok(box.width >= 24 && box.height >= 24 && box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
  assert.match(await button().innerText(), /Original – interpreter's microphone is off/);
  await until("the floor is heard", async () => (await hearing(m.listener, floorTone)) > -45);
  full = await steady(floorTone);
});

test("on air: the interpreter at 0 dB, the original 18 dB down, by Web Audio", { timeout: 120_000 }, async (t) => {
  await console_(m.booth[0], "openMicrophone");
  await hearsLike(m.listener, "ON_AIR");
  await until("the interpreter is heard", async () => (await hearing(m.listener, boothTones[0])) > -45);
  const [floor, voice] = [await steady(floorTone), await steady(boothTones[0])];
  t.diagnostic(`floor ${full.toFixed(1)} → ${floor.toFixed(1)} dB, interpreter ${voice.toFixed(1)} dB`);
  near("the floor under the interpretation", floor - full, -18);
  near("the interpreter beside the floor alone", voice - full, 0);
  const { loud, played } = await m.listener.evaluate(() => ({ loud: window.loudElements(), played: window.playedElements() }));
  assert.ok(played > 0);
  assert.equal(loud, 0, "elements play sound past Web Audio");
});

test("the original is chosen by a tap, and English again", { timeout: 120_000 }, async () => {
  await choose(/^The original/);
  await until("the interpreter is gone", async () => (await hearing(m.listener, boothTones[0])) < silent);
  near("the floor", (await steady(floorTone)) - full, 0);
  await choose(/^English$/);
  assert.deepEqual((await listening(m.listener)).choice, { to: "language", language: "en" });
  await until("the interpreter is heard", async () => (await hearing(m.listener, boothTones[0])) > -45);
  near("the floor under the interpretation", (await steady(floorTone)) - full, -18);
});

test("cough, then off: nothing of the interpreter, and the original comes back", { timeout: 120_000 }, async () => {
  await console_(m.booth[0], "cough", true);
  await hearsLike(m.listener, "COUGH");
  await until("the interpreter is silent", async () => (await hearing(m.listener, boothTones[0])) < silent);
  near("the floor under a cough", (await steady(floorTone)) - full, -18);
  await console_(m.booth[0], "cough", false);
  await until("the interpreter is heard again", async () => (await hearing(m.listener, boothTones[0])) > -45);
  await console_(m.booth[0], "closeMicrophone");
  await hearsLike(m.listener, "OFF");
  await until("the floor is back", async () => (await hearing(m.listener, floorTone)) > full - 1.5);
  assert.ok((await hearing(m.listener, boothTones[0])) < silent);
  noErrors(m.listener);
});

test("a meeting that keeps the original low while nobody interprets", { timeout: 120_000 }, async () => {
  await server.api("PUT", `/api/v1/meetings/${m.meeting.id}/interpretation`, { lowWhenOff: true, booths: [{ id: "b1", outputs: ["es", "en"] }] });
  await until("the button says so", async () => /the original stays low/.test(await button().innerText()));
  await until("the floor is down", async () => (await hearing(m.listener, floorTone)) < full - 16);
  near("the floor", (await steady(floorTone)) - full, -18);
});
