// The list of speakers in real Chromium: two delegations ask, the chair gives the floor to the next, a point of order
// interrupts, the speech goes on, and the times are the sum of the intervals.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { join } from "./lib/booth.mjs";
import { openChromium } from "./lib/browsers.mjs";
import { axeFaults } from "./lib/keyboard.mjs";
import { noErrors } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

/** Runs in a page: the list of speakers as it is shown. */
const shownList = () =>
  [...document.querySelectorAll("ol[aria-label='List of speakers'] > li")].map((one) => one.innerText.replace(/\s+/g, " "));

describe("the floor", () => {
  const server = new Server();
  let browser;
  let meeting;
  const people = {};
  const invitations = {};

  before(async () => {
    await server.start();
    meeting = await server.meeting({ agenda: [{ title: "Migración", minutes: 20 }] });
    invitations.chair = await meeting.invite("chair", "Ada");
    invitations.ana = await meeting.invite("delegate", "Ana", { delegation: "México", language: "es" });
    invitations.bob = await meeting.invite("delegate", "Bob", { delegation: "United States", language: "en" });
    browser = await openChromium();
    await Promise.all(Object.entries(invitations).map(async ([who, invitation]) => {
      people[who] = await join(who === "chair" ? browser : await browser.person(), invitation);
    }));
  });
  after(async () => {
    await browser?.close();
    await server.stop();
  });

  const list = (person, ...want) =>
    until(`${person.name ?? "somebody"} sees the list ${want}`, async () => {
      const shown = await person.evaluate(shownList);
      return shown.length === want.length && want.every((name, index) => shown[index].includes(name));
    });
  const report = async () => {
    const response = await fetch(`${server.url}/api/v1/meetings/${meeting.id}/floor`, {
      headers: { Authorization: `Bearer ${invitations.ana.token}` },
    });
    assert.equal(response.status, 200);
    return response.json();
  };

  test("delegates ask once the list is open; the chair orders it by keyboard", { timeout: 120_000 }, async () => {
    const { chair, ana, bob } = people;
    await chair.evaluate(() => window.cumbre.client.agenda.move("a1"));
    for (const person of [chair, ana, bob]) await person.click("button", /^Speakers/);
    await chair.click("button", "Open the list");
    await until("the hand asks to speak", () => bob.sees("button", /^Ask to speak/));
    await bob.click("button", /^Ask to speak/);
    await list(chair, "Bob");
    await ana.click("button", "Ask for the floor");
    for (const person of [chair, ana, bob]) await list(person, "Bob", "Ana");
    await until("the own place is at the hand", () => ana.sees("button", /^On the list/));
    await chair.page.getByRole("button", { name: "Move Ana up" }).focus();
    await chair.press("Enter");
    await list(bob, "Ana", "Bob");
    for (const person of [chair, ana]) assert.deepEqual(await axeFaults(person.page), []);
  });

  test("next, a point of order that interrupts, and the speech that goes on", { timeout: 120_000 }, async () => {
    const { chair, ana, bob } = people;
    await chair.click("button", "Give the floor to Ana");
    await until("Ana has the floor", () => ana.sees("button", "Give the floor back"));
    await list(bob, "Bob");
    await bob.click("button", "Point of order");
    const grant = { name: "Grant the point of order of Bob" };
    await until("the chair is alerted", () => chair.page.getByRole("alert").getByRole("button", grant).isVisible());
    assert.deepEqual(await axeFaults(chair.page), []);
    await chair.page.getByRole("alert").getByRole("button", grant).click();
    await until("Ana is interrupted", () => ana.page.getByText("You are interrupted by a point of order").isVisible());
    const before = await report();
    assert.equal(before.floor.kind, "point-of-order");
    assert.equal(before.floor.interrupted, ana.id);
    const spent = before.interventions[0].ms;
    await bob.click("button", "Give the floor back");
    await until("Ana goes on", () => ana.sees("button", "Give the floor back"));
    const during = await report();
    assert.deepEqual([during.floor.holder, during.floor.kind, during.floor.spent], [ana.id, "statement", spent]);
    await chair.click("button", "Stop the clock");
    await until("her clock stands", () => ana.page.getByText("The clock stands").first().isVisible());
    await chair.click("button", "End the speech");
  });

  test("the times are the sum of the intervals, and a point of order costs nothing", { timeout: 60_000 }, async () => {
    const { chair, ana, bob } = people;
    const { interventions, times } = await report();
    const length = ({ intervals }) => intervals.reduce((sum, { start, end }) => sum + Date.parse(end) - Date.parse(start), 0);
    assert.deepEqual(interventions.map(({ kind, intervals, language }) => [kind, intervals.length, language]), [["statement", 2, "es"], ["point-of-order", 1, "en"]]);
    assert.deepEqual(interventions.map(length), interventions.map(({ ms }) => ms));
    assert.deepEqual(times.delegations, [{ delegation: "d1", ms: length(interventions[0]) }]);
    assert.equal(times.points, length(interventions[1]));
    const clock = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
    await until("they are shown as figures", () => bob.evaluate((figure) =>
      document.querySelector("section[aria-labelledby=floor-times]")?.innerText.includes(figure), clock(times.delegations[0].ms)));
    await chair.click("button", "Close the list");
    await until("nobody can ask any more", async () => !(await ana.sees("button", "Ask for the floor")));
    const refused = await ana.evaluate(() => window.cumbre.client.floor.ask("statement").catch(({ code, detail }) => `${code}: ${detail}`));
    assert.match(refused, /^list-closed: .* closed at \d\d:\d\d:\d\d on /);
    noErrors(chair, ana, bob);
  });
});
