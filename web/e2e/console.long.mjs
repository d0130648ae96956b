// The interpreter's console by keyboard alone, in real browsers: from the organiser who sets the booths up to two colleagues
// who work, hand over and make mistakes, a relay, and the technician who watches. What is on air is judged by the
// sound that comes out of the others' pages. One Chromium has all the people, each with storage and a tone of their own.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { desk, join, ready } from "./lib/booth.mjs";
import { openChromium } from "./lib/browsers.mjs";
import { axeFaults, chooseFrom, enterOn, tabTo } from "./lib/keyboard.mjs";
import { sine, spoken } from "./lib/microphone.mjs";
import { doesNotHear, hearing, hears, noErrors } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const tones = { speaker: 500, ana: 1500, ben: 2500 };
const server = new Server();
let program;
let meeting;
let booths;
const people = {};

before(async () => {
  await server.start();
  program = await openChromium();
  meeting = await server.meeting({ languages: ["es", "en", "fr"], interpretation: { booths: [] } });
});
// What one of them leaves, the next begins with.
let failed = false;
const step = (name, options, run) => test(name, options, async (t) => {
  if (failed) return t.skip("an earlier step failed");
  failed = true;
  await run(t);
  failed = false;
});
after(async () => {
  await program?.close();
  await server.stop();
});

const own = (microphone) => program.person({ microphone });
const enter = async (name, role, tone, extra) => join(await own(sine(tone)), await invite(name, role, extra));
const invite = (name, role, extra) => meeting.invite(role, name, extra);
const says = (person, pattern) => until(`the page says ${pattern}`, async () => pattern.test(await person.page.locator("body").innerText()));
const faultless = async (who, person) => assert.deepEqual(await axeFaults(person.page), [], who);
const microphone = (person) => person.page.getByRole("button", { name: /^Microphone/ });
const microphoneSays = (person, words) => until(`the microphone says ${words}`, async () => (await microphone(person).innerText()).includes(words));
/** Presses a key of the hand-over once the person's own page offers what it does: pages hear of a step one after the other. */
const hand = async (person, key, may) => {
  await until(`the page offers ${may}`, async () => (await desk(person)).handover[may]);
  await person.press(key);
};
const handover = (person, state) => until(`the hand-over is ${state}`, async () => (await desk(person)).handover.state === state);

step("the organiser sets up the booths and invites, by keyboard", { timeout: 360_000 }, async () => {
  const organiser = await program.open(`${server.url}/#admin=${server.admin}`);
  await until("the meetings are listed", () => organiser.sees("button", /México – Estados Unidos/));
  await enterOn(organiser, "button", /México – Estados Unidos/);
  await until("the booths can be set up", () => organiser.sees("button", "Add a booth"));

  await enterOn(organiser, "button", "Add a booth");
  await tabTo(organiser, "textbox", "Name of booth 1", { back: true });
  await organiser.page.keyboard.type("Bilateral");
  // A mistake: both outputs the same. It is said, and nothing is saved.
  await chooseFrom(organiser, /Output B$/, "Spanish");
  await enterOn(organiser, "button", "Save the booths");
  await says(organiser, /Outputs A and B are the same language/);
  await chooseFrom(organiser, /Output B$/, "English", { back: true });
  await enterOn(organiser, "button", "Add a booth");
  await tabTo(organiser, "textbox", "Name of booth 2", { back: true });
  await organiser.page.keyboard.type("Cabine française");
  await faultless("administration", organiser);
  await enterOn(organiser, "button", "Save the booths");
  booths = await until("they are arranged", async () => {
    const arranged = (await server.api("GET", `/api/v1/meetings/${meeting.id}/interpretation`)).booths;
    return arranged.length === 2 && arranged;
  });
  assert.deepEqual(booths.map(({ name, outputs }) => [name, ...outputs]), [["Bilateral", "es", "en"], ["Cabine française", "fr"]]);

  await tabTo(organiser, "textbox", "Name", { exact: true });
  await organiser.page.keyboard.type("Ana");
  await chooseFrom(organiser, /Role$/, "Interpreter");
  await tabTo(organiser, "button", /Booth$/);
  assert.match(await organiser.page.evaluate(() => document.activeElement.textContent), /Bilateral/);
  await tabTo(organiser, "switch", /Waits in the lobby/);
  await organiser.press("Space");
  await enterOn(organiser, "button", "Make the invitation");
  const link = organiser.page.getByRole("textbox", { name: "Link of Ana" }).first();
  people.ana = { url: await link.inputValue(), name: "Ana" };
  noErrors(organiser);
  await organiser.close();
});

step("an interpreter checks in and goes on air, by keyboard", { timeout: 360_000 }, async () => {
  const [bilateral] = booths;
  const speaker = await join(await own(spoken(tones.speaker)), await invite("Presidencia", "chair", { delegation: "México", language: "es" }));
  const ben = await enter("Ben", "interpreter", tones.ben, { booth: bilateral.id, understands: ["es", "en"] });
  // Who has chosen nothing hears the language of the page: English.
  const technician = await enter("Tere", "technician", 444);
  const ana = await join(await own(sine(tones.ana)), people.ana);
  Object.assign(people, { ana, ben, technician, speaker });
  await speaker.evaluate(() => window.cumbre.client.commands.giveFloor(window.cumbre.client.meeting.get().me.id));
  await ready(ben, "en");

  await until("the check is shown", () => ana.sees("heading", "Check before the shift"));
  await ana.press("m");
  assert.equal((await desk(ana)).microphone, "closed", "nothing opens before the check");
  await faultless("the check", ana);
  await enterOn(ana, "button", "I heard it in my headphones");
  await enterOn(ana, "button", "Go on standby");
  await until("the check is over", async () => !(await ana.sees("heading", "Check before the shift")));

  await ana.press("m");
  await microphoneSays(ana, "Choose an output first");
  assert.equal((await desk(ana)).microphone, "closed", "nothing opens without an output");
  for (const output of ["es", "en"]) {
    await ana.press("x");
    await until(`the output is ${output}`, async () => (await desk(ana)).output === output);
  }
  assert.equal((await desk(ana)).state, "STANDBY");
  await doesNotHear(technician, tones.ana);
  await ana.press("m");
  await microphoneSays(ana, "OPEN");
  await hears(technician, tones.ana);
});

step("cough: for as long as its key is held, and no longer than the window has the keyboard", { timeout: 360_000 }, async () => {
  const { ana, technician } = people;
  await ana.page.keyboard.down("Space");
  await microphoneSays(ana, "COUGH");
  await doesNotHear(technician, tones.ana);
  await ana.page.keyboard.up("Space");
  await microphoneSays(ana, "OPEN");
  await hears(technician, tones.ana);
  await ana.page.keyboard.down("Space");
  await microphoneSays(ana, "COUGH");
  await ana.evaluate(() => window.dispatchEvent(new Event("blur")));
  await microphoneSays(ana, "OPEN");
  await ana.page.keyboard.up("Space");
  await hears(technician, tones.ana);
});

step("a channel has one voice: the colleague who opens beside it is told whom to ask", { timeout: 360_000 }, async () => {
  const { ana, ben, technician } = people;
  await ben.press("m");
  await microphoneSays(ben, "Ana is on air in English: ask for the microphone");
  assert.equal((await desk(ben)).state, "STANDBY");
  // Both at once.
  await ana.press("m");
  for (const person of [ana, ben]) await microphoneSays(person, "CLOSED");
  await until("the channel is free for both", async () => !(await desk(ana)).blocked && !(await desk(ben)).blocked);
  await Promise.all([ana.press("m"), ben.press("m")]);
  const [first, second] = await until("one of the two is on air", async () => {
    const states = [(await desk(ana)).state, (await desk(ben)).state];
    return states.includes("ON_AIR") && (states[0] === "ON_AIR" ? [ana, ben] : [ben, ana]);
  });
  await microphoneSays(second, "CLOSED");
  await hears(technician, first === ana ? tones.ana : tones.ben);
  // Not at once: a tone that has just begun is spread over the whole spectrum for as long as its beginning is looked at.
  await doesNotHear(technician, first === ana ? tones.ben : tones.ana);
  if (first === ana) return;
  await ben.press("m");
  await until("the channel is free", async () => !(await desk(ana)).blocked);
  await ana.press("m");
  await microphoneSays(ana, "OPEN");
});

step("hand-over by keys: asked for, declined, offered, accepted, switched", { timeout: 360_000 }, async () => {
  const { ana, ben, technician } = people;
  const passes = async (from, to, began) => {
    await began();
    await handover(ana, "ARMED");
    await says(to, /You are ready/);
    await doesNotHear(technician, to === ana ? tones.ana : tones.ben); // armed is not open
    await hand(from, "Enter", "maySwitch");
    await microphoneSays(to, "OPEN");
    await microphoneSays(from, "CLOSED");
    await hears(technician, to === ana ? tones.ana : tones.ben);
    await doesNotHear(technician, to === ana ? tones.ben : tones.ana);
  };
  await hand(ben, "h", "mayRequest");
  await says(ana, /Ben asks for the microphone now/);
  await hand(ana, "Escape", "mayDecline");
  for (const person of [ana, ben]) await handover(person, "IDLE");
  await says(ben, /The hand-over was declined/);
  await passes(ana, ben, async () => {
    await hand(ben, "h", "mayRequest");
    await hand(ana, "Enter", "mayAccept");
  });
  await passes(ben, ana, async () => {
    await hand(ben, "h", "mayOffer");
    await says(ana, /Ben offers you the microphone/);
    await hand(ana, "Enter", "mayAccept");
  });
});

step("relay and volume by keys", { timeout: 360_000 }, async () => {
  const { ana } = people;
  const chloe = await enter("Chloé", "interpreter", 777, { booth: booths[1].id, understands: ["es", "en"] });
  await ready(chloe, "fr");
  await hears(chloe, tones.speaker);
  await until("relay a is English", () => chloe.sees("button", /Relay a: English/));
  await until("somebody works into it", () => chloe.evaluate(() => !window.cumbre.client.console.view.get().presets[0].silent));
  await chloe.press("1");
  await until("the relay is her input", async () => chloe.evaluate(() => window.cumbre.client.console.view.get().me.input === "en"));
  await hears(chloe, tones.ana);
  await doesNotHear(chloe, tones.speaker);
  await says(ana, /1 colleague on relay/);
  await until("the level is steady", async () => {
    const looks = [];
    for (let i = 0; i < 4; i++) {
      looks.push(await hearing(chloe, tones.ana));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return Math.max(...looks) - Math.min(...looks) < 0.3;
  });
  const full = await hearing(chloe, tones.ana);
  for (let i = 0; i < 10; i++) await chloe.press("ArrowDown");
  await says(chloe, /50%/);
  await until("the relay is 6 dB softer", async () => Math.abs((await hearing(chloe, tones.ana)) - full + 6) < 1);
  for (let i = 0; i < 10; i++) await chloe.press("ArrowUp");
  await until("the relay is as before", async () => Math.abs((await hearing(chloe, tones.ana)) - full) < 1);
  await chloe.press("f");
  await hears(chloe, tones.speaker);
  await doesNotHear(chloe, tones.ana);
  await says(ana, /0 colleagues on relay/);
  noErrors(chloe);
  await chloe.close();
  await faultless("the console on air", ana);
});

step("two microphones open in one booth: a red alarm for both and the technician, and each channel its own voice", { timeout: 360_000 }, async () => {
  const { ana, ben, technician } = people;
  const alarmed = (person) => person.page.getByRole("alert").filter({ hasText: "Two microphones are open in this booth" }).isVisible();
  await ben.press("x");
  await until("the other direction", async () => (await desk(ben)).output === "es");
  await ben.press("m");
  await microphoneSays(ben, "OPEN");
  for (const person of [ana, ben]) await until("the alarm", () => alarmed(person));
  assert.equal(await ana.page.locator("[data-two]").count(), 1, "the edge is red");
  await says(technician, /Two microphones are open/);
  await hears(technician, tones.ana);
  await doesNotHear(technician, tones.ben);
  await faultless("two microphones", ana);
  await ben.press("m");
  for (const person of [ana, ben]) await until("the alarm ends", async () => !(await alarmed(person)));
});

step("the technician sees each channel's state, quality and audience, listens in, and answers a call", { timeout: 360_000 }, async () => {
  const { ana, technician } = people;
  const { page } = technician;
  const row = page.getByRole("row", { name: /English/ });
  await until("who is on air, from where and how well", async () => {
    assert.match(await row.innerText(), /On air.*Connection (good|fair|poor).*Ana.*floor.*\d/s);
    return true;
  });
  await until("the sound at the speaker", async () => /Presidencia\s+(band unknown|up to [\d.]+\skHz)\s·\slost\s[\d.]+%\s·\s(concealed\s[\d.]+%\s·\s)?clipped/.test(await page.locator("body").innerText()));

  await enterOn(technician, "button", "Listen to English");
  await until("the monitor is on", () => technician.sees("button", "Stop listening to English"));
  await technician.evaluate(() => window.cumbre.client.listening.choose({ to: "floor" }));
  await until("the floor is in front", async () => (await hearing(technician, tones.speaker)) > -45);
  await hears(technician, tones.ana);
  await technician.press("Enter");
  await doesNotHear(technician, tones.ana);

  await enterOn(ana, "button", "Call the technician");
  const call = page.getByRole("alert").filter({ hasText: "Ana calls the technician" });
  await until("the call is shown", () => call.isVisible());
  await faultless("the technician", technician);
  await enterOn(technician, "button", "Answer", { back: true });
  await tabTo(technician, "textbox", "Message");
  await page.keyboard.type("On my way to the booth");
  await technician.press("Enter");
  await until("the answer has come", () => ana.sees("tab", /Chat \(1 unread\)/));
  await tabTo(ana, "tab", "Glossary", { back: true });
  await ana.press("ArrowRight"); // the prepared texts
  await ana.press("ArrowRight"); // the negotiated one
  await ana.press("ArrowRight");
  await until("the chat is open", () => ana.page.getByRole("tab", { name: /Chat/, selected: true }).isVisible());
  await chooseFrom(ana, /Conversation/, "Tere");
  await says(ana, /On my way to the booth/);
});

step("the chair has all channels and booths in a panel", { timeout: 360_000 }, async () => {
  const { speaker } = people;
  await enterOn(speaker, "button", "Interpretation: all channels and booths");
  const panel = speaker.page.getByRole("complementary", { name: "Interpretation" });
  await until("who is on air", async () => /English.*On air.*Ana/s.test(await panel.innerText()));
  await until("the booths", async () => /Bilateral.*Cabine française/s.test(await panel.innerText()));
  await faultless("the chair's panel", speaker);
  noErrors(...Object.values(people));
});
