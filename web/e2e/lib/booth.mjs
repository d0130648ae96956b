// People of an interpreted meeting, each with a tone of their own: a speaker with the floor in Spanish, interpreters in the
// bilateral booth, a listener of English.

import { openChromium } from "./browsers.mjs";
import { until } from "./until.mjs";

/** A fake microphone's file that begins anew clicks: none does during a test. */
const toneSeconds = 120;

export const floorTone = 500;
export const boothTones = [1500, 2500];

/** Runs in the page before its own scripts: capture without processing, as with headphones, so that a tone keeps its level. */
export function plainCapture() {
  const get = navigator.mediaDevices?.getUserMedia;
  if (!get) return;
  MediaDevices.prototype.getUserMedia = function (constraints) {
    if (typeof constraints.audio === "object") {
      Object.assign(constraints.audio, { echoCancellation: false, noiseSuppression: false, autoGainControl: false });
    }
    return get.call(this, constraints);
  };
}

/** Joins without a camera: two processors carry all these browsers. Observers have no microphone: `sends` is false. */
export async function join(browser, invitation, { sends = true } = {}) {
  const person = await browser.open(invitation.url);
  person.id = invitation.id;
  await until("the door is shown", () => person.sees("button", /^Join/));
  await person.evaluate(() => window.cumbre.client.devices.setCamera(false));
  await until("the microphone is there", () => person.evaluate((needed) => {
    const { microphone, camera } = window.cumbre.client.devices.view.get();
    return (microphone.live || !needed) && !camera.live;
  }, sends));
  await person.evaluate(() => window.cumbre.client.join());
  await until("joined", () => person.evaluate(() => window.cumbre.client.session.get().phase === "joined"));
  await until("media flow", () => person.evaluate(() => window.cumbre.client.session.get().media === "connected"));
  return person;
}

/** A command of the console of whoever sits there. */
export const console_ = (person, command, ...args) => person.evaluate((name, list) =>
  window.cumbre.client.console[name](...JSON.parse(list)), command, JSON.stringify(args));
export const desk = (person) => person.evaluate(() => {
  const { me, microphone, booth, blocked } = window.cumbre.client.console.view.get();
  return { state: me?.state, output: me?.output, microphone, blocked, handover: booth?.handover };
});
export const listening = (person) => person.evaluate(() => window.cumbre.client.listening.view.get());
export const hearsLike = (person, state) => until(`the listener is told ${state}`, async () => (await listening(person)).state === state);

/** Ready for work: checked, with an output; the microphone is closed. */
export async function ready(person, output) {
  await until("a seat", async () => (await desk(person)).state);
  await console_(person, "check", { devices: true, headphones: true, level: true });
  await console_(person, "setOutput", output);
  await until("on standby", async () => (await desk(person)).state === "STANDBY");
}

/** A whole meeting: speaker with the floor in Spanish, two interpreters, a listener of English. */
export async function meetingOf(server, openListener, { interpreters = 2, speakerOptions = {}, boothOptions = {}, listenerOptions = {} } = {}) {
  const meeting = await server.meeting();
  const browsers = [];
  const open = async (opener, options) => {
    const browser = await opener({ toneSeconds, ...options });
    browsers.push(browser);
    await browser.context?.addInitScript(plainCapture);
    return browser;
  };
  const speaker = await join(await open(openChromium, { tone: floorTone, ...speakerOptions }),
    await meeting.invite("chair", "Presidencia", { delegation: "México", language: "es" }));
  const booth = [];
  for (let i = 0; i < interpreters; i++) {
    const person = await join(await open(openChromium, { tone: boothTones[i], ...boothOptions }),
      await meeting.invite("interpreter", `Interpreter ${i + 1}`, { understands: ["es", "en"] }));
    await ready(person, "en");
    booth.push(person);
  }
  const listener = await join(await open(openListener, { tone: 333, ...listenerOptions }),
    await meeting.invite("observer", "Listener", { language: "en" }), { sends: false });
  await speaker.evaluate(() => window.cumbre.client.commands.giveFloor(window.cumbre.client.meeting.get().me.id));
  await listener.evaluate(() => window.cumbre.client.listening.choose({ to: "language", language: "en" }));
  return { meeting, speaker, booth, listener, browsers, close: () => Promise.all(browsers.map((browser) => browser.close())) };
}
