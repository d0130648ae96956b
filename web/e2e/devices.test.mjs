// Without camera and microphone, without permission, and with a device that is pulled out: one gets in and goes on, and the
// page says in words what is missing.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openChromium } from "./lib/browsers.mjs";
import { doesNotHear, hears, inside, noErrors, seesMovingPictureOf } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const server = new Server();
let meeting;
let witnessBrowser;
let witness;
before(async () => {
  await server.start();
  meeting = await server.meeting();
  witnessBrowser = await openChromium({ tone: 523 });
  witness = await opened(witnessBrowser, await meeting.invite("chair", "Witness", { delegation: "México" }));
  await enter(witness, "Join the meeting");
});
after(async () => {
  await witnessBrowser?.close();
  await server.stop();
});

async function opened(browser, invitation) {
  const person = await browser.open(invitation.url);
  person.id = invitation.id;
  return person;
}

async function enter(person, button) {
  await until(`the button “${button}”`, () => person.sees("button", button));
  await person.click("button", button);
  await inside(person);
}

const textOf = (person) => person.evaluate(() => document.body.innerText);
const says = (person, pattern, options) => until(`the page says ${pattern}`, async () => pattern.test(await textOf(person)), options);
const saysNot = (person, pattern) => until(`the page does not say ${pattern}`, async () => !pattern.test(await textOf(person)));
const tileOf = (person, other) => person.evaluate((id) => document.querySelector(`[data-participant="${id}"]`)?.textContent ?? "", other.id);

/** Goes through the door without devices: told what is missing and what to do, in the meeting, hearing and seeing. */
async function withoutDevices(t, browser, name, missing) {
  t.after(() => browser.close());
  const person = await opened(browser, await meeting.invite("delegate", name, { delegation: "United States" }));
  for (const words of missing) await says(person, words);
  await says(person, /You can also join without/);
  assert.equal(await person.sees("button", "Try again"), true);
  await enter(person, "Join without microphone and camera");
  await hears(person, 523);
  await seesMovingPictureOf(person, witness);
  await until("the witness sees that nothing is sent", async () => /Microphone off/.test(await tileOf(witness, person)));
  for (const words of missing) await says(person, words);
  noErrors(person);
  return person;
}

test("no camera and no microphone", { timeout: 120_000 }, async (t) => {
  const browser = await openChromium({ devices: false });
  const person = await withoutDevices(t, browser, "Without devices", [/No microphone was found/, /No camera was found/]);

  await t.test("turning them off ends the advice; trying again asks anew", async () => {
    await person.click("button", "Turn camera off");
    await saysNot(person, /No camera was found/);
    await person.click("button", "Turn camera on");
    await says(person, /No camera was found/);
  });
});

test("permission is refused", { timeout: 120_000 }, async (t) => {
  const browser = await openChromium({ args: ["--use-fake-ui-for-media-stream=deny"] });
  await withoutDevices(t, browser, "Without permission", [/The microphone is not permitted/, /The camera is not permitted/]);
});

test("another program has the devices", { timeout: 120_000 }, async (t) => {
  const browser = await openChromium({ tone: 659 });
  await browser.context.addInitScript(installPlugs);
  await browser.context.addInitScript(() => ["audio", "video"].map(window.plugs.take));
  const person = await withoutDevices(t, browser, "Too many calls", [/The microphone is in use/, /The camera is in use/]);

  await t.test("when it gives them back, trying again is enough", async () => {
    await person.evaluate(() => ["audio", "video"].map(window.plugs.giveBack));
    for (const device of ["microphone", "camera"]) { // each has a banner of its own, in this order
      await person.click("button", "Try again");
      await saysNot(person, new RegExp(`The ${device} is in use`));
    }
    await Promise.all([hears(witness, 659), seesMovingPictureOf(witness, person)]);
  });
});

test("devices that are pulled out in the meeting", { timeout: 180_000 }, async (t) => {
  const browser = await openChromium({ tone: 784 });
  t.after(() => browser.close());
  await browser.context.addInitScript(installPlugs);
  const person = await opened(browser, await meeting.invite("delegate", "Traveller", { delegation: "United States" }));
  await enter(person, "Join the meeting");
  await Promise.all([hears(witness, 784), seesMovingPictureOf(witness, person)]);

  await t.test("the camera: the page says so, the others see the name, the voice goes on", async () => {
    await person.evaluate(() => window.plugs.pull("video"));
    await says(person, /Your camera was disconnected\. You go on without it\./);
    await says(person, /The camera was disconnected/);
    await until("the witness sees initials", () => witness.evaluate((id) =>
      !document.querySelector(`[data-participant="${id}"] video[data-shown]`), person.id));
    await hears(witness, 784);
  });

  await t.test("plugged in again, it is used again without a click", async () => {
    await person.evaluate(() => window.plugs.putBack("video"));
    await seesMovingPictureOf(witness, person);
    await until("the banner is gone", async () => !(await person.sees("button", "Try again")));
  });

  await t.test("the microphone: the others see that it is off", async () => {
    await person.evaluate(() => window.plugs.pull("audio"));
    await says(person, /Your microphone was disconnected\. You go on without it\./);
    await until("the mark of a closed microphone", async () => /Microphone off/.test(await tileOf(witness, person)));
    await doesNotHear(witness, 784);
    await person.evaluate(() => window.plugs.putBack("audio"));
    await hears(witness, 784);
  });

  await t.test("one of two: the other takes over, and its name is said", async () => {
    await person.evaluate(() => window.plugs.pull("video", { another: true }));
    await says(person, /Your camera was disconnected\. In use now: /);
    await seesMovingPictureOf(witness, person);
  });
  noErrors(person, witness);
});

/**
 * Runs in the page before its own scripts: Chromium has no means to pull out a fake device, so this does what Chromium does
 * then: the tracks end by themselves (stop() alone tells nobody), the device is off the list and cannot be opened, and
 * "devicechange" is told. Nor can another program have it: it is on the list then, and opening it fails.
 */
function installPlugs() {
  const { mediaDevices } = navigator;
  const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
  const enumerateDevices = mediaDevices.enumerateDevices.bind(mediaDevices);
  const gone = new Set();
  const taken = new Set();
  const tracks = [];
  mediaDevices.getUserMedia = async (wanted) => {
    if ([...gone].some((kind) => wanted[kind])) throw new DOMException("Requested device not found", "NotFoundError");
    if ([...taken].some((kind) => wanted[kind])) throw new DOMException("Could not start the source", "NotReadableError");
    const stream = await getUserMedia(wanted);
    tracks.push(...stream.getTracks());
    return stream;
  };
  mediaDevices.enumerateDevices = async () => (await enumerateDevices()).filter(({ kind }) => !gone.has(kind.replace("input", "")));
  window.plugs = {
    pull(kind, { another = false } = {}) {
      if (!another) gone.add(kind);
      for (const track of tracks.filter((one) => one.kind === kind && one.readyState === "live")) {
        track.stop();
        track.dispatchEvent(new Event("ended"));
      }
      mediaDevices.dispatchEvent(new Event("devicechange"));
    },
    take: (kind) => taken.add(kind),
    giveBack: (kind) => taken.delete(kind),
    putBack(kind) {
      gone.delete(kind);
      mediaDevices.dispatchEvent(new Event("devicechange"));
    },
  };
}
