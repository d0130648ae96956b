// The next meeting in real Chromium: a time that the clocks show twice is asked for, the other delegation accepts, the chair sets
// it, takes the calendar file and makes the meeting.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { openChromium } from "./lib/browsers.mjs";
import { axeFaults } from "./lib/keyboard.mjs";
import { noErrors } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const server = new Server();
let browser;

before(async () => {
  await server.start();
  browser = await openChromium();
});
after(async () => {
  await browser?.close();
  await server.stop();
});

/** The first Sunday of November after next New Year: New York's clocks show 01:30 twice. */
function twice() {
  const day = new Date(Date.UTC(new Date().getUTCFullYear() + 1, 10, 1));
  day.setUTCDate(1 + ((7 - day.getUTCDay()) % 7));
  return `${day.toISOString().slice(0, 10)}T01:30`;
}

test("a next meeting is proposed, accepted, set and made", { timeout: 120_000 }, async () => {
  const meeting = await server.meeting();
  const at = `/api/v1/meetings/${meeting.id}/next`;
  const focal = {
    mx: await meeting.invite("delegate", "Focal mx", { delegation: "México", focalPoint: true }),
    us: await meeting.invite("delegate", "Focal us", { delegation: "United States", focalPoint: true }),
  };
  const chair = await meeting.invite("chair", "Chair");
  for (const [party, zone, who] of [["d1", "America/Mexico_City", focal.mx], ["d2", "America/New_York", focal.us]])
    await server.api("PUT", `${at}/homes/${party}`, { zone, from: 540, to: 1080, weekend: [0, 6] }, who.token);
  const pageOf = ({ url }) => browser.open(url.replace("#", "/next#"));

  const us = await pageOf(focal.us);
  await until("the form is there", () => us.sees("button", "Propose"));
  const wall = twice();
  await us.page.getByLabel("Date and time").fill(wall);
  await us.click("button", "Propose");
  await until("it is asked which time is meant", () => us.sees("button", /1:30 AM EST/));
  assert.deepEqual(await axeFaults(us.page), []);
  await us.click("button", /1:30 AM EST/);
  await until("it is proposed", () => us.sees("button", "Withdraw"));
  const [slot] = (await server.api("GET", at)).slots;
  assert.equal(slot.when.at.slice(0, 16), `${wall.slice(0, 11)}06:30`);
  assert.deepEqual(slot.local.map(({ delegation, wall: there, hours }) => [delegation, there.slice(11, 16), hours]), [
    ["d1", "00:30", "night"],
    ["d2", "01:30", "night"],
  ]);
  noErrors(us);
  await us.close();
  await server.api("PUT", `${at}/slots/${slot.id}/answer`, { accept: true }, focal.mx.token);

  const lead = await pageOf(chair);
  await until("all have accepted", () => lead.sees("button", "Set the next meeting"));
  await lead.click("button", "Set the next meeting");
  await until("the plan is asked for", () => lead.sees("textbox", "Place"));
  await lead.page.getByLabel("Place").fill("Palacio Nacional");
  await lead.page.getByRole("button", { name: "Set", exact: true }).click();
  await until("it is set", () => lead.sees("button", "Make the meeting"));
  const [download] = await Promise.all([lead.page.waitForEvent("download"), lead.click("button", "Calendar file")]);
  const calendar = readFileSync(await download.path(), "utf8").replaceAll("\r\n ", "");
  for (const line of [`UID:${meeting.id}-l1@localhost`, "SEQUENCE:0", "LOCATION;LANGUAGE=en:Palacio Nacional", `DTSTART:${slot.when.at.replaceAll(/[-:]|\.000/g, "")}`])
    assert.ok(calendar.includes(`${line}\r\n`), `${line} is not in ${calendar}`);
  await lead.click("button", "Make the meeting");
  await until("it is asked", () => lead.sees("button", "Make it"));
  await lead.click("button", "Make it");
  await until("there is a way to it", () => lead.sees("link", "To the new meeting"));
  const link = await lead.page.getByRole("link", { name: "To the new meeting" }).getAttribute("href"); // shown once
  const { series } = await server.api("GET", at);
  assert.equal(series.length, 2);
  assert.equal(Date.parse(series[1].start), Date.parse(slot.when.at));
  assert.deepEqual(await axeFaults(lead.page), []);

  // It is moved when both have accepted another time, an hour later; and cancelled.
  const later = await server.api("POST", `${at}/slots`, { wall: `${wall.slice(0, 11)}15:00`, zone: "America/New_York", minutes: 60 }, focal.us.token);
  await server.api("PUT", `${at}/slots/${later.slots.at(-1).id}/answer`, { accept: true }, focal.mx.token);
  await lead.page.reload();
  await until("the other time can be set", () => lead.sees("button", "Move the meeting to this time"));
  await lead.click("button", "Move the meeting to this time");
  await until("the place is kept", () => lead.page.getByLabel("Place").inputValue().then((place) => place === "Palacio Nacional"));
  await lead.page.getByRole("button", { name: "Move", exact: true }).click();
  const made = () => server.api("GET", `/api/v1/meetings/${series[1].id}`);
  await until("the meeting has moved", async () => Date.parse((await made()).start) === Date.parse(later.slots.at(-1).when.at));
  const [moved] = await Promise.all([lead.page.waitForEvent("download"), lead.click("button", "Calendar file")]);
  const again = readFileSync(await moved.path(), "utf8");
  assert.ok(again.includes(`UID:${meeting.id}-l1@localhost\r\n`) && again.includes("SEQUENCE:1\r\n"), again);
  await lead.click("button", "Cancel the meeting");
  await until("it is asked why", () => lead.sees("dialog", "Cancel the meeting that was made"));
  await lead.page.getByRole("dialog").getByLabel("Reason").fill("Storm");
  await lead.page.getByRole("dialog").getByRole("button", { name: "Cancel the meeting" }).click();
  await until("the meeting is cancelled", async () => (await made()).state === "cancelled");
  await lead.page.goto(link);
  await until("whoever opens its link is told", () => lead.sees("heading", "The meeting is cancelled"));
  await until("and is led on", () => lead.sees("link", "When and where the delegations meet next"));
  noErrors(lead);
  await lead.close();
});
