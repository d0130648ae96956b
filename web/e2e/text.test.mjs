// A text negotiated in real browsers: a delegate in Spanish (Chromium) and one in English (Firefox) come from their first words to
// an adopted text, by way of a conflict and a bracket that only its delegation releases.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { openChromium, openFirefox } from "./lib/browsers.mjs";
import { axeFaults } from "./lib/keyboard.mjs";
import { noErrors } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const text = (person) => person.evaluate(() => document.body.textContent);
const sees = (person, what) => until(`“${what}” is shown`, async () => (await text(person)).includes(what));

describe("a negotiated text", () => {
  const server = new Server();
  let browsers = [];
  let meeting;
  let ana;
  let bob;
  let bobs;

  before(async () => {
    await server.start();
    meeting = await server.meeting();
    const page = ({ url }) => url.replace("#", "/text#");
    const anas = await meeting.invite("delegate", "Ana", { delegation: "México", language: "es", authority: true });
    bobs = await meeting.invite("delegate", "Bob", { delegation: "United States", language: "en", authority: true });
    browsers = await Promise.all([openChromium({ locale: "en-GB" }), openFirefox()]);
    [ana, bob] = await Promise.all([browsers[0].open(page(anas)), browsers[1].open(page(bobs))]);
  });
  after(async () => {
    for (const browser of browsers) await browser.close();
    await server.stop();
  });

  /** Bob by the API, where what Firefox shows of it is not the matter. */
  const byBob = (method, path, body) => server.api(method, `/api/v1/meetings/${meeting.id}/texts${path}`, body, bobs.token);
  const field = (name) => ana.page.getByRole("textbox", { name });

  test("its first words are proposed in both languages, and the other sees them", { timeout: 120_000 }, async () => {
    await ana.click("button", "New text");
    await ana.fill("textbox", /^Title: Spanish/, "Comunicado conjunto");
    await ana.fill("textbox", /^Title: English/, "Joint statement");
    await ana.click("button", "Begin the text");
    await ana.click("button", "Propose a paragraph");
    await ana.fill("textbox", "English", "They agree to invest four billion dollars.");
    await ana.fill("textbox", "Spanish", "Acuerdan invertir cuatro mil millones de dólares.");
    await field("Spanish").press("Control+Enter");
    await ana.page.getByRole("region", { name: "Paragraph 1" }).waitFor();
    assert.deepEqual(await axeFaults(ana.page), []);
    await bob.reload();
    await sees(bob, "cuatro mil millones");
    await byBob("PUT", "/t1/presence", { paragraph: "p1", language: "en", draft: "They agree to" });
    await sees(ana, "Bob is writing this, and has not proposed it:");
    await byBob("PUT", "/t1/presence", { paragraph: "p1", language: "en" });
    await until("the draft is gone", async () => !(await text(ana)).includes("is writing this"));
  });

  test("two change it at once: each sees the other's words, and none is lost", { timeout: 120_000 }, async () => {
    await ana.click("button", "Change the words");
    await field("English").fill("They agree to invest four billion dollars in Guatemala.");
    await byBob("PATCH", "/t1/paragraphs/p1", { from: 1, words: { en: "They agree to invest, with partners, four billion dollars." } });
    await sees(ana, "Somebody else has changed this paragraph meanwhile");
    await ana.reload(); // what was typed outlives it
    await ana.click("button", "Go on");
    await ana.page.getByRole("button", { name: "Propose", exact: true }).click();
    const dialog = ana.page.getByRole("dialog", { name: "Paragraph 1 was changed meanwhile" });
    await dialog.waitFor();
    const merged = "They agree to invest, with partners, four billion dollars in Guatemala.";
    assert.equal(await dialog.getByRole("textbox").inputValue(), merged);
    assert.deepEqual(await axeFaults(ana.page), []);
    await dialog.getByRole("button", { name: "Propose this text" }).click();
    await dialog.waitFor({ state: "hidden" });
    await sees(bob, merged);
  });

  test("a bracket is released by the delegation that asked for it, and by no other", { timeout: 120_000 }, async () => {
    await byBob("POST", "/t1/paragraphs/p1/brackets", { from: 3, reason: "No instructions on the amount.", words: { en: "four billion dollars" } });
    await sees(ana, "No instructions on the amount.");
    assert.equal(await ana.page.getByRole("button", { name: "Release" }).count(), 0);
    assert.equal(await ana.page.getByRole("button", { name: "Agree", exact: true }).count(), 0);
    await until("the bracket is told in Firefox", () => bob.sees("button", "Release"));
    await bob.click("button", "Release");
    await until("it is gone", async () => !(await text(ana)).includes("No instructions on the amount."));
  });

  test("both agree, both assent to the same hash, and it is adopted", { timeout: 120_000 }, async () => {
    await ana.page.getByRole("button", { name: "Agree", exact: true }).click();
    await until("it can be agreed to", () => bob.sees("button", /^Agree$/));
    await bob.click("button", /^Agree$/);
    await sees(ana, "Nothing stands in the way any more.");
    for (const [person, party] of [[ana, "México"], [bob, "United States"]]) {
      await until("one can assent", () => person.sees("button", `Assent for ${party}…`));
      await person.click("button", `Assent for ${party}…`);
      await person.click("button", "Assent to this text");
    }
    for (const person of [ana, bob]) await sees(person, "This text was adopted on");
    const { text: head } = await byBob("GET", "/t1");
    assert.equal(head.phase, "adopted");
    assert.deepEqual(head.assents.map(({ sha256, live }) => [sha256 === head.sha256, live]), [[true, true], [true, true]]);
    assert.equal(await ana.page.getByRole("button", { name: "Change the words" }).count(), 0);
    assert.deepEqual(await axeFaults(ana.page), []);
  });

  test("an error in it is mended only where nobody objects", { timeout: 120_000 }, async () => {
    await ana.click("button", "Rectify…");
    const dialog = ana.page.getByRole("dialog", { name: "Rectify paragraph 1" });
    await dialog.getByRole("textbox", { name: "Spanish" }).fill("Acuerdan invertir cinco mil millones de dólares.");
    await dialog.getByRole("textbox", { name: "Reason" }).fill("La cifra.");
    await dialog.getByRole("button", { name: "Propose the rectification" }).click();
    await sees(bob, "unless a delegation objects");
    await byBob("POST", "/t1/rectifications/r1/objections", { reason: "It is the agreed figure." });
    await sees(ana, "United States has objected: the text stays as it is.");
    const download = ana.page.waitForEvent("download");
    await ana.click("button", "Download");
    assert.match((await download).suggestedFilename(), /^text-.*-t1-v1\.pdf$/);
    noErrors(ana, bob);
  });
});
