// What tests do as a person at a browser, and what they see and hear.

import assert from "node:assert/strict";
import { countDifferentFrames } from "./tone.mjs";
import { until } from "./until.mjs";

/** Opens an invitation, passes the pre-join check and is in the meeting (or, with lobby, before its door). */
export async function enter(browser, invitation, { lobby = false, unhurried = false } = {}) {
  const person = await browser.open(invitation.url);
  person.id = invitation.id;
  await until("the door is shown", () => person.sees("button", /^Join/));
  await until("microphone and camera are there", () => person.sees("button", "Join the meeting")).catch(() => {});
  if (unhurried) await person.evaluate(restful);
  await person.click("button", /^Join/);
  if (lobby) await until("the lobby is shown", () => person.sees("heading", "You are in the lobby"));
  else await inside(person);
  return person;
}

/**
 * Runs in the page: until half a second has passed without a long task, at most ten. People look at the door before they
 * go through it; a program would measure how the page is made.
 */
function restful() {
  return new Promise((resolve) => {
    let last = performance.now();
    new PerformanceObserver(() => { last = performance.now(); }).observe({ entryTypes: ["longtask"] });
    const end = last + 10_000;
    const timer = setInterval(() => {
      if (performance.now() - last < 500 && performance.now() < end) return;
      clearInterval(timer);
      resolve();
    }, 50);
  });
}

export const inside = (person, options) =>
  until("the meeting is shown", () => person.sees("button", "Leave the meeting"), options);

/** The participants whose pictures are on screen, oneself left out. */
export const picturesOf = (person) =>
  person.evaluate(() =>
    [...document.querySelectorAll("[data-participant]")]
      .filter((tile) => tile.querySelector("video[data-shown]:not([muted])")?.videoWidth > 0)
      .map((tile) => tile.dataset.participant));

export async function seesMovingPictureOf(person, other, options) {
  const selector = `[data-participant="${other.id}"] video[data-shown]`;
  await until(`a picture of ${other.id} moves`, async () =>
    (await person.evaluate(countDifferentFrames, selector)) >= 3, options);
}

/** The level in dBFS of a tone in what comes out of the page. */
export const hearing = (person, frequency) => person.evaluate((f) => window.ears.level(f), frequency);

export async function hears(person, frequency, options) {
  return until(`a tone of ${frequency} Hz is heard`, async () => {
    const level = await hearing(person, frequency);
    const floor = await hearing(person, frequency * 1.37);
    return level > -60 && level > floor + 20 ? level : 0;
  }, options);
}

export const doesNotHear = (person, frequency, options) =>
  until(`no tone of ${frequency} Hz is heard`, async () => (await hearing(person, frequency)) < -75, options);

export const stats = (person) => person.evaluate(() => ({ ...window.cumbre.stats }));

/**
 * What browsers themselves say of a connection that ended or was given up, Chromium first, then Firefox. On a machine so
 * busy that an answer is late the client opens a second WebSocket, and closes whichever is not needed in the end, maybe
 * before it is open: to a browser that is an error.
 */
const ofConnections = /net::ERR|Failed to load resource|WebSocket connection|onnection to (the server at )?wss?:/;

/** Nothing else that a page says as an error was expected. */
export function noErrors(...people) {
  for (const person of people) {
    assert.deepEqual(person.errors.filter((text) => !ofConnections.test(text)), []);
  }
}
