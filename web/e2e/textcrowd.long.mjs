// Twenty people change a text of 200 paragraphs at once: three in real Chromium, by its page, the others by the API with the stream of
// changes. No edit is lost or somebody else's, each conflict is shown, and every page ends with the same words. TEXT_MINUTES (1) is how
// long; how long edits take to the others is printed.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openChromium } from "./lib/browsers.mjs";
import { noErrors } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const PEOPLE = 20;
const PAGES = 3;
const PARAGRAPHS = 200;
const lasts = Number(process.env.TEXT_MINUTES ?? 1) * 60_000;

const server = new Server();
let browser;
before(async () => {
  await server.start();
  browser = await openChromium({ devices: false });
});
after(async () => {
  await browser?.close();
  await server.stop();
});

/** Calls take(kind, data) for each event of a text's stream until the signal. */
async function follow(url, token, signal, take) {
  const response = await fetch(url, { headers: { Authorization: `Bearer ${token}` }, signal });
  let rest = "";
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + chunk).split("\n\n");
    rest = parts.pop();
    for (const part of parts) {
      const [, kind] = /^event: (.*)$/m.exec(part) ?? [];
      const [, data] = /^data: (.*)$/m.exec(part) ?? [];
      if (kind && data) take(kind, JSON.parse(data));
    }
  }
}

/** Somebody who changes a paragraph every four seconds: faster than people think. */
const pace = () => new Promise((next) => setTimeout(next, 2000 + Math.random() * 4000));

/** Runs in the page: when somebody's words are first in the document, by their text (Unix ms). */
function notice() {
  window.noticed = {};
  new MutationObserver((changes) => {
    const now = performance.timeOrigin + performance.now();
    for (const { target } of changes) {
      const place = (target.nodeType === Node.TEXT_NODE ? target.parentElement : target)?.closest("section, li, article, [role=region]");
      for (const [words] of place?.textContent.matchAll(/p\d+, [\w-]+, change \d+\./g) ?? []) window.noticed[words] ??= now;
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

test("twenty people change 200 paragraphs", { timeout: lasts + 240_000 }, async () => {
  const meeting = await server.meeting();
  const at = (rest) => `/api/v1/meetings/${meeting.id}/texts${rest}`;
  const people = [];
  for (let i = 0; i < PEOPLE; i++)
    people.push({ ...(await meeting.invite("delegate", `Editor ${i}`, { delegation: i % 2 ? "México" : "United States" })), accepted: new Map(), conflicts: 0 });
  await server.api("POST", at(""), { titles: { es: "Comunicado", en: "Statement" } }, people[0].token);
  for (let i = 1; i <= PARAGRAPHS; i++)
    await server.api("POST", at("/t1/paragraphs"), { words: { es: `Párrafo ${i}.`, en: `Paragraph ${i}.` } }, people[i % PEOPLE].token);

  const pages = await Promise.all(people.slice(0, PAGES).map(({ url }) => browser.open(url.replace("#", "/text#"))));
  for (const page of pages) await page.page.getByRole("region", { name: `Paragraph ${PARAGRAPHS}`, exact: true }).waitFor();
  for (const page of pages) await page.evaluate(notice);
  const over = new AbortController();
  const sent = new Map();
  const took = [];
  const byKey = []; // from the key that proposes it
  const watched = people.slice(PAGES).map((one) => {
    one.revisions = new Map();
    return follow(server.url + at("/t1/events"), one.token, over.signal, (kind, { paragraphs = [] }) => {
      for (const { id, revision, by, words } of paragraphs) {
        one.revisions.set(id, revision);
        const since = sent.get(words.en.text);
        if (kind === "change" && since && by !== one.id) (words.en.text.includes("by hand") ? byKey : took).push(Date.now() - since);
      }
    }).catch((error) => assert.ok(over.signal.aborted, error));
  });
  await until("the streams have begun", () => people.slice(PAGES).every(({ revisions }) => revisions.size === PARAGRAPHS));

  const end = performance.now() + lasts;
  const byApi = async (one) => {
    for (let n = 0; performance.now() < end; n++) {
      const [id, now] = [...one.revisions][Math.floor(Math.random() * PARAGRAPHS)];
      const from = now > 1 && Math.random() < 0.1 ? now - 1 : now; // somebody who was away from the keyboard
      const words = `${id}, ${one.id}, change ${n}.`;
      sent.set(words, Date.now());
      const answer = await fetch(server.url + at(`/t1/paragraphs/${id}`), {
        method: "PATCH", headers: { Authorization: `Bearer ${one.token}`, "Content-Type": "application/json" }, body: JSON.stringify({ from, words: { en: words } }),
      });
      const told = await answer.json();
      if (answer.status === 200) one.accepted.set(`${id} ${from + 1}`, words);
      else {
        assert.equal(told.code, "revision-stale");
        assert.ok(told.paragraphConflict.paragraph.revision > from && told.paragraphConflict.differences.en.length > 0, JSON.stringify(told));
        one.conflicts++;
      }
      await pace();
    }
  };
  const byPage = async (one, { page }) => {
    for (let n = 0; performance.now() < end; n++) {
      const number = 1 + Math.floor(Math.random() * PARAGRAPHS);
      // By selectors: to find a role among two hundred paragraphs' takes the page a second, in which it does nothing else.
      const region = page.locator(`[data-paragraph=p${number}]`);
      await region.locator("button", { hasText: "Change the words" }).click();
      const words = `p${number}, ${one.id}, by hand ${n}.`;
      const field = region.locator("textarea[lang=en]");
      await field.fill(words);
      sent.set(words, Date.now());
      await field.press("Control+Enter");
      const dialog = page.locator("[role=dialog]");
      await until("it is done, or a conflict is shown", async () => (await dialog.count()) > 0 || (await field.count()) === 0);
      if ((await dialog.count()) > 0) {
        one.conflicts++;
        await dialog.getByRole("textbox").fill(words);
        await dialog.getByRole("button", { name: "Propose this text" }).click();
        await dialog.waitFor({ state: "hidden" });
      }
      one.accepted.set(words, words);
      await pace();
    }
  };
  await Promise.all(people.map((one, i) => (i < PAGES ? byPage(one, pages[i]) : byApi(one))));

  const { paragraphs } = await server.api("GET", at("/t1"), undefined, people[0].token);
  for (const page of pages)
    await until("the page has everybody's words", async () => {
      const shown = await page.evaluate(() => document.body.textContent);
      return paragraphs.every(({ words }) => shown.includes(words.en.text));
    });
  over.abort();
  await Promise.all(watched);
  const authors = new Map(people.map((one) => [one.id, one]));
  const kept = new Set();
  for (const { id } of paragraphs)
    for (const { revision, by, words } of (await server.api("GET", at(`/t1/paragraphs/${id}/history`), undefined, people[0].token)).revisions) {
      if (revision === 1) continue;
      assert.ok(words.en.text.includes(by), `${id}, revision ${revision}: “${words.en.text}” by ${by}`);
      kept.add(words.en.text);
      assert.ok(authors.has(by));
    }
  let edits = 0;
  let conflicts = 0;
  for (const { accepted, conflicts: own } of people) {
    conflicts += own;
    for (const words of accepted.values()) {
      edits++;
      assert.ok(kept.has(words), `“${words}” is lost`);
    }
  }
  noErrors(...pages);
  const drawn = [];
  for (const page of pages)
    for (const [words, at] of Object.entries(await page.evaluate(() => window.noticed))) if (kept.has(words)) drawn.push(at - sent.get(words));
  const most = (times) => {
    const sorted = times.sort((a, b) => a - b);
    return `${Math.round(sorted[Math.floor(times.length / 2)])} and ${Math.round(sorted[Math.floor(times.length * 0.95)])} ms (${times.length})`;
  };
  const byHand = people.slice(0, PAGES).reduce((sum, { accepted }) => sum + accepted.size, 0);
  assert.ok(byHand >= PAGES && conflicts > 0 && took.length > edits && byKey.length > 0, JSON.stringify({ edits, byHand, conflicts, arrivals: took.length }));
  console.log(`${edits} edits (${byHand} by hand), ${conflicts} conflicts. Half and 95 of 100 are with another program within ${most(took)}, by hand within ${most(byKey)}; drawn in another browser within ${most(drawn)}`);
});
