// A page used by keyboard alone, and what a check of its accessibility finds.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { until } from "./until.mjs";

/** More stops than any page has. */
const mostTabs = 120;

/** Goes with Tab (or back, with Shift) until a control by that role and accessible name has the focus. Chromium. */
export async function tabTo({ page }, role, name, { back = false, exact = false } = {}) {
  const place = page.getByRole(role, { name, exact });
  for (let i = 0; i < mostTabs; i++) {
    // It may go and come between two looks.
    const there = await place.evaluateAll((all) => all.includes(document.activeElement)).catch(() => false);
    if (there) return;
    await page.keyboard.press(back ? "Shift+Tab" : "Tab");
  }
  assert.fail(`${role} ${name} is not reached by Tab`);
}

/** Goes to a control and presses Enter. */
export async function enterOn(person, role, name, options) {
  await tabTo(person, role, name, options);
  await person.page.keyboard.press("Enter");
}

/** Chooses from a list that a button opens, by the first letters of what is wanted. */
export async function chooseFrom(person, button, letters, options) {
  await enterOn(person, "button", button, options);
  await person.page.getByRole("listbox").first().waitFor();
  // Letters a second apart are another word: on a busy machine a list of 400 zones takes that long to go to the first one.
  const reached = () => person.evaluate((wanted) => document.activeElement.textContent.includes(wanted), letters);
  await until(`${letters} is reached`, async () => {
    if (await reached()) return true;
    await person.page.keyboard.type(letters);
    return reached();
  }, { everyMs: 1500 });
  await person.page.keyboard.press("Enter");
  await person.page.getByRole("listbox").first().waitFor({ state: "hidden" });
}

let axe;

/** What axe finds wrong in a Chromium page, in a line or two each, once what moves has arrived: half faded in, nothing has its contrast. */
export async function axeFaults(page) {
  axe ??= await readFile(new URL("../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");
  await page.evaluate(axe); // page.evaluate is not subject to the page's policy
  const { violations } = await page.evaluate(async () => {
    const ends = (moving) => Number.isFinite(moving.effect?.getComputedTiming().endTime);
    await Promise.allSettled(document.getAnimations().filter(ends).map((moving) => moving.finished));
    return window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
  });
  return violations.map(({ id, help, nodes }) => {
    const where = nodes.slice(0, 3).map((node) => `${node.target.join(" ")}\n        ${node.failureSummary?.split("\n")[1]?.trim()}`);
    return `axe ${id}: ${help}\n      ${where.join("\n      ")}`;
  });
}
