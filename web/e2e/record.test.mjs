// The record in real Chromium: a keeper's words are captions in another browser; two keepers in one segment lose no word; a
// delegate corrects what was published; and the page that all of them read.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { join, plainCapture } from "./lib/booth.mjs";
import { openChromium } from "./lib/browsers.mjs";
import { axeFaults } from "./lib/keyboard.mjs";
import { noErrors } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const page = (person) => person.page;
const text = (person) => person.evaluate(() => document.body.textContent);
const sees = (person, what) => until(`“${what}” is shown`, async () => (await text(person)).includes(what));

/** Plays the first segment by the keyboard, to its end: it comes through an element that has really played. */
async function plays(person) {
  await person.evaluate(() => {
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
      if (this.src.startsWith("blob:")) window.played = this;
      return play.call(this);
    };
  });
  await page(person).getByRole("button", { name: "Play what was said" }).first().press("Enter");
  await until("it plays", () => person.sees("button", "Stop the sound"));
  await until("it has ended", async () => !(await person.sees("button", "Stop the sound")));
  assert.ok(await person.evaluate(() => window.played.ended && window.played.currentTime > 0.5), "it played to its end");
  assert.ok(await person.sees("button", "Play what was said"));
}

/** The root mean square of a sound as the browser decodes it. */
const loudness = (person, address, token) => person.evaluate(async ([from, bearer]) => {
  const answer = await fetch(from, { headers: { Authorization: `Bearer ${bearer}` } });
  const { length, ...sound } = await new OfflineAudioContext(1, 1, 48_000).decodeAudioData(await answer.arrayBuffer()).then((buffer) =>
    ({ length: buffer.length, samples: buffer.getChannelData(0) }));
  return Math.sqrt(sound.samples.reduce((sum, sample) => sum + sample * sample, 0) / length);
}, [address, token]);

describe("the record", () => {
  const server = new Server();
  let browser;
  let meeting;
  const people = {};
  const invitations = {};

  before(async () => {
    await server.start();
    meeting = await server.meeting();
    invitations.chair = await meeting.invite("chair", "Ada");
    invitations.kay = await meeting.invite("record-keeper", "Kay");
    invitations.ana = await meeting.invite("delegate", "Ana", { delegation: "México", language: "es" });
    invitations.olga = await meeting.invite("observer", "Olga");
    browser = await openChromium();
    await Promise.all(Object.entries(invitations).map(async ([who, invitation]) => {
      const own = who === "chair" ? browser : await browser.person();
      await own.context.addInitScript(plainCapture); // a tone keeps its level in the recording
      people[who] = await join(own, invitation, { sends: who === "chair" || who === "ana" });
    }));
  });
  after(async () => {
    await browser?.close();
    await server.stop();
  });

  test("what a keeper types is a caption elsewhere as it grows, and then a segment", { timeout: 120_000 }, async () => {
    const { chair, kay, ana, olga } = people;
    await chair.evaluate((holder) => window.cumbre.client.commands.giveFloor(holder), ana.id);
    await chair.evaluate(() => window.cumbre.client.commands.setRecording(true));
    await olga.evaluate(() => window.cumbre.client.captions.choose("es"));
    await chair.click("button", /^Record/); // a keeper has it open already
    const field = page(kay).getByRole("textbox", { name: "What Ana says" });
    await field.pressSequentially("Nuestros países enfrentan", { delay: 20 });
    await sees(olga, "Nuestros países enfrentan");
    assert.match(await page(olga).getByRole("region", { name: "Captions" }).textContent(), /^Ana/);
    assert.deepEqual(await axeFaults(page(olga)), []);
    await field.pressSequentially(" retos.");
    await page(kay).keyboard.press("Enter");
    await sees(chair, "Nuestros países enfrentan retos.");
    await sees(olga, "Nuestros países enfrentan retos.");
    assert.equal(await field.inputValue(), "");
    await page(kay).getByRole("button", { name: "Change this segment" }).waitFor();
    assert.deepEqual(await axeFaults(page(kay)), []);
    await plays(kay);
  });

  test("two who write in one segment lose no word", { timeout: 120_000 }, async () => {
    const { chair, kay } = people;
    for (const one of [kay, chair]) await one.click("button", "Change this segment");
    await until("the second editor is open", () => chair.sees("textbox", "Words"));
    const words = (one) => page(one).getByRole("textbox", { name: "Words" });
    await words(kay).fill("Nuestros países enfrentan grandes retos.");
    await words(chair).fill("Nuestros dos países enfrentan retos.");
    await kay.click("button", "Save");
    await until("the first is written", () => kay.sees("button", "Change this segment"));
    await sees(kay, "Adais writing here"); // who is still in it, and for screen readers that they write
    await sees(chair, "Somebody else has changed this segment meanwhile");
    await chair.click("button", "Save");
    await until("the difference is shown", () => chair.sees("dialog", "Somebody else has changed this segment"));
    const dialog = page(chair).getByRole("dialog");
    assert.equal(await dialog.locator("ins").count(), 1);
    assert.match(await dialog.locator("ins").textContent(), /dos/);
    assert.match(await dialog.locator("del").textContent(), /grandes/);
    assert.deepEqual(await axeFaults(page(chair)), []);
    await chair.click("button", "Save this text");
    await sees(kay, "Nuestros dos países enfrentan grandes retos.");
    noErrors(kay, people.olga); // the chair's browser logs the refused request
  });

  test("a version is published, corrected by who spoke, and read by all", { timeout: 120_000 }, async () => {
    const { chair } = people;
    await chair.evaluate(() => window.cumbre.client.commands.end());
    const open = async (who) => {
      const one = await (await browser.person()).open(`${server.url}/m/${meeting.id}/record#${invitations[who].token}`);
      await until("the record is shown", () => one.sees("heading", "México – Estados Unidos"));
      return one;
    };
    const kay = await open("kay");
    await kay.click("button", "Publish version 1");
    await page(kay).getByRole("alertdialog").getByRole("button", { name: "Publish", exact: true }).click();
    await sees(kay, "SHA-256");
    const ana = await open("ana");
    await ana.click("button", "Ask for a correction");
    const wanted = "Nuestros dos países enfrentan grandes retos comunes.";
    await page(ana).getByRole("textbox", { name: "What the words are to be" }).fill(wanted);
    await ana.click("button", "Ask for it");
    await sees(ana, "Not decided yet");
    await kay.reload();
    await until("it is there to be decided", () => kay.sees("button", "Accept"));
    await kay.click("button", "Refuse");
    await sees(kay, "A correction is refused only with the reason");
    await kay.click("button", "Accept");
    await until("the corrigendum has it", () => kay.sees("heading", "Corrigendum"));
    await sees(kay, wanted);
    assert.deepEqual(await axeFaults(page(kay)), []);
    const olga = await open("olga"); // an observer reads the version, not the draft
    assert.ok(!(await text(olga)).includes(wanted));
    await plays(olga);
    assert.ok(await loudness(olga, `/api/v1/meetings/${meeting.id}/segments/s1/sound`, invitations.olga.token) > 0.01, "a tone is heard");
    await page(olga).getByRole("searchbox").or(page(olga).getByRole("textbox", { name: "Search the record" })).fill("PAISES grandes");
    await olga.click("button", "Search");
    await sees(olga, "1 place was found.");
    assert.deepEqual(await page(olga).locator("mark").allTextContents(), ["países", "grandes"]);
    assert.deepEqual(await axeFaults(page(olga)), []);
    noErrors(kay, ana, olga);
  });
});
