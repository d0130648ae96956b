// Twelve at once: two real browsers and ten programs; and the same meeting in a window of a phone's size.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Bots } from "./lib/bots.mjs";
import { openChromium, openFirefox } from "./lib/browsers.mjs";
import { onlyLong } from "./lib/long.mjs";
import { enter, hears, inside, noErrors, seesMovingPictureOf, stats } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const botTone = 330;
const server = new Server();
let meeting;
const browsers = [];
before(async () => {
  await server.start();
  meeting = await server.meeting();
});
after(async () => {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server.stop();
});

const invite = (count, from) => Promise.all(Array.from({ length: count }, (_, i) =>
  meeting.invite("delegate", `Delegate ${from + i}`, { delegation: i % 2 ? "México" : "United States" })));

const present = (person) => person.evaluate(() => window.cumbre.client.meeting.get().participants.map(({ id }) => id));
const isPresent = (person, ids) => until(`${ids.length} are there`, async () => {
  const there = await present(person);
  return there.length === ids.length && ids.every((id) => there.includes(id));
}, { timeoutMs: 60_000 });

/** Runs in the page: which participants' pictures change within a second. */
async function movingPictures() {
  const context = Object.assign(document.createElement("canvas"), { width: 32, height: 18 }).getContext("2d", { willReadFrequently: true });
  const seen = new Map();
  for (let sample = 0; sample < 5; sample++) {
    for (const tile of document.querySelectorAll("[data-participant]")) {
      const video = tile.querySelector("video[data-shown]");
      if (!video?.videoWidth) continue;
      context.drawImage(video, 0, 0, 32, 18);
      const looks = seen.get(tile.dataset.participant) ?? new Set();
      seen.set(tile.dataset.participant, looks.add(context.getImageData(0, 0, 32, 18).data.join()));
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  return [...seen].filter(([, looks]) => looks.size > 1).map(([id]) => id);
}

/** Who has a tile on a page, and how many have none by its own words. */
const seats = (person) => person.evaluate(() => ({
  seated: [...document.querySelectorAll("[data-participant]")].map((tile) => tile.dataset.participant),
  hidden: Number(/(\d+) more (?:person is|people are) in the list of participants/.exec(document.body.innerText)?.[1] ?? 0),
}));

/** Everybody has a tile with a picture that moves, or is counted in words where the window is too small for all. */
async function seesAll(person, ids) {
  await until("everybody is shown or counted", async () => {
    const { seated, hidden } = await seats(person);
    const moving = await person.evaluate(movingPictures);
    const still = seated.filter((id) => id !== person.id && !moving.includes(id));
    if (seated.length + hidden !== ids.length || still.length > 0) throw new Error(`${seated.length} tiles, ${hidden} hidden, ${still.length} still`);
    return true;
  }, { timeoutMs: 60_000 });
}

async function countsNone(people) {
  for (const person of people) {
    const { renegotiations, iceRestarts, peerConnections, reconnections } = await stats(person);
    assert.deepEqual({ renegotiations, iceRestarts, peerConnections, reconnections }, { renegotiations: 0, iceRestarts: 0, peerConnections: 1, reconnections: 0 });
  }
}

test("twelve join, speak, share and leave, and nothing is negotiated anew", { skip: onlyLong, timeout: 360_000 }, async (t) => {
  browsers.push(await openChromium({ tone: 523 }), await openFirefox({ tone: 784 }));
  const mexico = await enter(browsers[0], await meeting.invite("chair", "Chromium", { delegation: "México" }));
  const states = await enter(browsers[1], await meeting.invite("delegate", "Firefox", { delegation: "United States" }));
  const people = [mexico, states];
  const ids = people.map(({ id }) => id);
  await Promise.all([seesMovingPictureOf(mexico, states), seesMovingPictureOf(states, mexico)]);

  const handshakes = await server.metric("cumbre_rtc_handshakes_done_total");
  assert.equal(handshakes, 2);
  const eight = await invite(8, 1);
  const bots = new Bots(server, meeting, eight, { tone: botTone });
  t.after(() => bots.leave());
  const ten = [...ids, ...eight.map(({ id }) => id)];

  await t.test("ten are present, seen moving and heard by both browsers", async () => {
    await Promise.all(people.map((person) => isPresent(person, ten)));
    await Promise.all(people.map((person) => hears(person, botTone)));
    for (const person of people) await seesAll(person, ten);
    await countsNone(people);
  });

  await t.test("one shares a screen, and stops", async () => {
    await mexico.click("button", "Share a screen");
    const screenIsSeen = () => states.evaluate(() =>
      [...document.querySelectorAll("video[data-shown]")].some((video) => !video.closest("[data-participant]") && video.videoWidth > 0));
    await until("the screen is seen", screenIsSeen);
    await mexico.click("button", "Stop sharing");
    await until("the screen is gone", async () => !(await screenIsSeen()));
    await countsNone(people);
  });

  const two = await invite(2, 9);
  const late = new Bots(server, meeting, two, { tone: botTone });
  t.after(() => late.leave());
  const twelve = [...ten, ...two.map(({ id }) => id)];

  await t.test("twelve are present, and all are seen at once", async () => {
    await Promise.all(people.map((person) => isPresent(person, twelve)));
    for (const person of people) {
      await seesAll(person, twelve);
      const { seated } = await seats(person);
      assert.equal(seated.length, twelve.length);
      const { renegotiations } = await stats(person);
      t.diagnostic(`${person === mexico ? "Chromium" : "Firefox"}: ${seated.length} tiles, ${renegotiations} more offers`);
      // Ten pictures beside the stage's are more than the first offer had: one further offer is for them.
      assert.ok(renegotiations <= (seated.length > 10 ? 1 : 0), `${renegotiations} for ${seated.length} tiles`);
    }
  });

  await t.test("they leave, and the two hear and see each other as before", async () => {
    const before = await Promise.all(people.map(stats));
    await Promise.all([bots.leave(), late.leave()]);
    await Promise.all(people.map((person) => isPresent(person, ids)));
    await Promise.all([
      hears(mexico, 784), hears(states, 523), seesMovingPictureOf(mexico, states), seesMovingPictureOf(states, mexico),
    ]);
    assert.deepEqual((await Promise.all(people.map(stats))).map((s) => s.renegotiations), before.map((s) => s.renegotiations));
    assert.equal(await server.metric("cumbre_rtc_handshakes_done_total"), 2 + 10, "one connection each");
    assert.equal(await server.metric("cumbre_rtc_ice_restarts_total"), 0);
  });
  noErrors(...people);
  await Promise.all(browsers.splice(0).map((browser) => browser.close()));
});

// ---- A phone ----

// By itself: three browsers with twelve pictures each are more than two processors can draw.
test("a phone's window, in a meeting of eleven", { timeout: 240_000 }, async (t) => {
  const bots = new Bots(server, meeting, await invite(10, 11), { tone: botTone });
  t.after(() => bots.leave());
  await phone();
});

/** Runs in the page: what is wider than the window, and which buttons of a group cannot be touched. */
function reach(group) {
  const unreachable = [];
  const buttons = [...document.querySelectorAll(group)].filter((button) => button.getClientRects().length > 0);
  for (const button of buttons) {
    const box = button.getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const inside = box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
    if (!inside || !button.contains(hit) || box.width < 40 || box.height < 40) {
      unreachable.push(`${button.textContent} ${Math.round(box.width)}×${Math.round(box.height)} at ${Math.round(box.x)},${Math.round(box.y)}`);
    }
  }
  return { buttons: buttons.length, unreachable, overflow: document.scrollingElement.scrollWidth - innerWidth };
}

async function fits(person, selector = "footer [role=group] button") {
  const { buttons, unreachable, overflow } = await person.evaluate(reach, selector);
  assert.ok(overflow <= 0, `${overflow} px wider than the window`);
  assert.deepEqual(unreachable, []);
  return buttons;
}

async function phone() {
  const browser = await openChromium({ tone: 392, viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 });
  browsers.push(browser);
  const invitation = await meeting.invite("delegate", "On the way", { delegation: "México" });
  const person = await browser.open(invitation.url);
  await until("the door is shown", () => person.sees("button", "Join the meeting"));
  assert.ok((await person.evaluate(reach, "main button")).overflow <= 0, "the door is wider than the window");
  await person.page.getByRole("button", { name: "Join the meeting" }).tap();
  await inside(person);

  await until("the stage's picture moves", async () => (await person.evaluate(movingPictures)).length > 0);
  const stage = await person.evaluate(() => {
    const boxes = [...document.querySelectorAll("[data-participant]")].map((tile) => tile.getBoundingClientRect());
    return Math.max(...boxes.map((box) => box.width));
  });
  assert.ok(stage >= 300, `the stage is ${stage} px wide`);
  assert.ok((await fits(person)) >= 5);

  for (const panel of [["button", /^Chat/], ["menuitem", "Participants"]]) {
    if (panel[0] === "menuitem") await person.page.getByRole("button", { name: /^More/ }).tap();
    await person.page.getByRole(...[panel[0], { name: panel[1] }]).first().tap();
    await until("the panel is open", () => person.sees("button", "Close the panel"));
    await fits(person, "aside header button");
    await person.page.getByRole("button", { name: "Close the panel" }).tap();
  }
  await person.page.setViewportSize({ width: 844, height: 390 });
  await until("it fits on its side", async () => (await person.evaluate(reach, "footer [role=group] button")).unreachable.length === 0);
  await fits(person);
  noErrors(person);
  await person.click("button", "Leave the meeting");
  await person.click("button", /^Leave$/);
  await until("it is over", () => person.sees("heading", "You have left the meeting"));
}
