// Quotations in real Chromium: the report's sentence is found verbatim with its omission, a changed word is flagged at that
// word, a Spanish quotation of an English speech is as interpreted only, each leads to its moment; off the record nothing is
// exported.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { join } from "./lib/booth.mjs";
import { openChromium } from "./lib/browsers.mjs";
import { axeFaults } from "./lib/keyboard.mjs";
import { noErrors } from "./lib/people.mjs";
import { checkQuotation } from "./lib/quotations.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const said = [
  ["en", "floor", "Mr. President, our countries face great challenges that no border stops, the pandemic and its economic repercussions, as well as an increase in the number of migrants at our common border."],
  ["es", "interpretation", "Señor Presidente, nuestros países enfrentan grandes desafíos que ninguna frontera detiene, la pandemia y sus repercusiones económicas."],
];

describe("quotations", () => {
  const server = new Server();
  let browser;
  let meeting;
  let chair;
  let kamala;
  let page;
  const invitations = {};

  before(async () => {
    await server.start();
    meeting = await server.meeting({ agenda: [{ title: "Migration" }] });
    invitations.chair = await meeting.invite("chair", "Ada");
    invitations.kamala = await meeting.invite("delegate", "Kamala", { delegation: "United States", language: "en" });
    browser = await openChromium();
    chair = await join(browser, invitations.chair);
    kamala = await browser.person();
    await join(kamala, invitations.kamala);
    await chair.evaluate((holder) => window.cumbre.client.commands.giveFloor(holder), invitations.kamala.id);
    for (const [language, origin, text] of said) {
      await server.api("POST", `/api/v1/meetings/${meeting.id}/record/segments`, { intervention: "i1", language, origin, text }, invitations.chair.token);
    }
    page = await browser.open(invitations.kamala.url.replace("#", "/quotes#"));
  });
  after(async () => {
    await browser?.close();
    await server.stop();
  });

  const check = (quotation, verdict) => checkQuotation(page, quotation, verdict);
  const text = (selector) => page.evaluate((s) => document.querySelector(s)?.textContent ?? "", selector);

  test("are drawn at the words", { timeout: 120_000 }, async () => {
    await check("Our countries face great challenges (…), the pandemic and its economic repercussions, as well as an increase in the number of migrants", "Verbatim, with omissions");
    assert.match(await text("figcaption"), /Kamala, United States/);
    assert.match(await text("figure li"), /4 words.*that no border stops/);
    assert.deepEqual(await axeFaults(page.page), []);

    await check("Our countries face great challenges (…), the pandemic and its social repercussions, as well as an increase in the number of migrants", "Not what was said");
    assert.match(await text("mark[data-kind=changed]"), /social.*economic/);
    assert.equal(await page.page.locator("mark").count(), 1);

    await check("Nuestros países enfrentan grandes desafíos (…), la pandemia", "As interpreted");
    assert.match(await text("figcaption"), /Spanish, as interpreted/);
  });

  test("and lead to their moment, which has an address without a token", { timeout: 120_000 }, async () => {
    await page.click("button", "To the place");
    const marked = page.page.locator("[aria-current=true]");
    assert.match(await marked.textContent(), /nuestros países enfrentan grandes desafíos/);
    assert.equal(await page.evaluate(() => document.activeElement.id), await marked.getAttribute("id"));
    await page.click("button", "Back to the quotation");
    assert.equal(await page.evaluate(() => document.activeElement.id), "quotation");
    const address = await page.page.getByRole("link", { name: /^Link to this place/ }).first().evaluate((link) => link.href);
    assert.match(address, /record#s1$/);
    // In a browser that has been in the meeting, its own invitation opens it.
    const there = await kamala.open(address);
    await until("the moment is marked", () => there.evaluate(() => document.querySelector("[aria-current=true]")?.id === "s1"));
  });

  test("and files are given as far as the regime allows", { timeout: 120_000 }, async () => {
    const download = page.page.waitForEvent("download");
    await page.click("button", "Download");
    assert.match((await download).suggestedFilename(), /^record-.*-draft\.html$/);

    await chair.click("button", /^On the record/);
    const dialog = chair.page.getByRole("dialog");
    await dialog.getByRole("button", { name: /^On the record/ }).click();
    await chair.click("option", "Off the record");
    await dialog.getByRole("button", { name: "Set", exact: true }).click();
    await until("everybody is told", () => chair.sees("button", /^Off the record/));
    noErrors(chair);
  });

  test("nothing leaves a meeting that is off the record", { timeout: 120_000 }, async () => {
    const closed = await server.meeting({ regime: "off-the-record" });
    const { url } = await closed.invite("delegate", "Kamala", { delegation: "United States" });
    const own = await browser.person();
    const there = await own.open(url.replace("#", "/quotes#"));
    await until("why is said", () => there.evaluate(() =>
      document.body.textContent.includes("off the record: nothing of it can be exported")));
    assert.ok(!(await there.sees("button", "Download")));
  });
});
