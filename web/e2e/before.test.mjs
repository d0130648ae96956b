// Before the meeting, as people do it in real browsers: the wizard by keyboard, the focal point and the own list, invitations
// with their calendar file, both delegations adopt the agenda, the lobby opens by itself, and a second session asks.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { openChromium } from "./lib/browsers.mjs";
import { axeFaults, chooseFrom, enterOn, tabTo } from "./lib/keyboard.mjs";
import { inside, noErrors } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

/** An iCalendar object as RFC 5545 says: unfolded, each property of the event by its name. */
function eventOf(calendar) {
  const lines = calendar.replaceAll("\r\n ", "").split("\r\n");
  const event = lines.slice(lines.indexOf("BEGIN:VEVENT") + 1, lines.indexOf("END:VEVENT"));
  return Object.fromEntries(event.map((line) => [line.split(/[;:]/, 1)[0], line.slice(line.indexOf(":") + 1)]));
}

describe("before the meeting", { concurrency: false }, () => {
  const server = new Server();
  let browser;
  let meeting;
  const focal = {};
  const invite = (id, invitation) => server.api("POST", `/api/v1/meetings/${id}/invitations`, invitation);
  const delegationPage = ({ url }) => url.replace("#", "/delegation#");

  before(async () => {
    await server.start();
    browser = await openChromium();
    await browser.context.addInitScript(() => localStorage.setItem("cumbre:devices", JSON.stringify({ cameraOn: false, microphoneOn: false })));
  });
  after(async () => {
    await browser?.close();
    await server.stop();
  });

  test("the wizard makes the document's meeting, by keyboard", { timeout: 120_000 }, async () => {
    const organiser = await browser.open(`${server.url}/#admin=${server.admin}`);
    const { keyboard } = organiser.page;
    const next = async (heading) => {
      await enterOn(organiser, "button", "Next");
      await until(`the step ${heading}`, () => organiser.sees("heading", heading));
    };
    await until("the meetings are listed", () => organiser.sees("button", "New meeting"));
    await enterOn(organiser, "button", "New meeting");
    await until("the title is asked", () => organiser.sees("textbox", "Title in Spanish"));
    // Nothing is written: it is said at the field, and the focus goes there.
    await enterOn(organiser, "button", "Next");
    await until("the fault is at the field", () => organiser.evaluate(() =>
      document.activeElement.matches("[data-invalid] input") && document.body.innerText.includes("This is needed.")));
    await keyboard.type("México – Estados Unidos");
    await tabTo(organiser, "textbox", "Title in English");
    await keyboard.type("Mexico – United States");
    await keyboard.press("Tab");
    await keyboard.type("05052099"); // the fifth of May, whichever comes first
    await keyboard.press("ArrowRight");
    await keyboard.type("1000A");
    await chooseFrom(organiser, /Time zone$/, "America/Mexico");
    await next("Languages and delegations");
    await tabTo(organiser, "textbox", "Name of delegation 1");
    await keyboard.type("México");
    await tabTo(organiser, "textbox", "Name of delegation 2");
    await keyboard.type("United States");
    await next("Agenda");
    await enterOn(organiser, "button", "Add a point");
    await tabTo(organiser, "textbox", "Point 4 in Spanish", { back: true });
    await keyboard.type("Migración");
    await tabTo(organiser, "textbox", "Point 4 in English");
    await keyboard.type("Migration");
    await tabTo(organiser, "textbox", "Minutes of point 4");
    await keyboard.type("40");
    await enterOn(organiser, "button", "Point 4 earlier");
    assert.deepEqual(await axeFaults(organiser.page), []);
    await next("Interpretation");
    await next("Lobby");
    await next("Check and create");
    await enterOn(organiser, "button", "Create the meeting");
    await until("its invitations are shown", () => organiser.sees("heading", "Mexico – United States"));
    [meeting] = (await server.api("GET", "/api/v1/meetings")).meetings;
    assert.equal(meeting.start, "2099-05-05T10:00:00-06:00");
    assert.equal(meeting.opens, "2099-05-05T09:30:00-06:00");
    assert.deepEqual(meeting.titles, { es: "México – Estados Unidos", en: "Mexico – United States" });
    assert.deepEqual(meeting.delegations.map(({ name, languages }) => [name, ...languages]), [["México", "es"], ["United States", "en"]]);
    assert.deepEqual(meeting.agenda.map(({ titles, minutes, adopted }) => [titles.es, titles.en, minutes, adopted]), [
      ["Intervenciones de apertura", "Opening statements", 20, false],
      ["Próxima reunión", "Next meeting", 10, false],
      ["Migración", "Migration", 40, false],
      ["Clausura", "Closing of the meeting", 10, false],
    ]);
    assert.equal((await server.api("GET", `/api/v1/meetings/${meeting.id}/interpretation`)).booths.length, 1);
    noErrors(organiser);
    await organiser.close();
  });

  test("the focal point names a member and sends the invitation; nobody touches the other's list", { timeout: 120_000 }, async () => {
    for (const [key, delegation] of [["mx", "México"], ["us", "United States"]]) {
      focal[key] = await invite(meeting.id, { role: "delegate", name: `Focal ${key}`, delegation, focalPoint: true });
    }
    const page = await browser.open(delegationPage(focal.mx));
    await until("the list is there", () => page.sees("heading", "Members"));
    await tabTo(page, "textbox", "Name", { exact: true });
    await page.page.keyboard.type("Ana Pérez");
    await enterOn(page, "button", "Add to the delegation");
    await until("the member is on it", () => page.sees("button", "Send invitation: Ana Pérez"));
    assert.deepEqual(await axeFaults(page.page), []);
    const list = `/api/v1/meetings/${meeting.id}/delegations/d1/members`;
    const [, ana] = (await server.api("GET", list)).members;
    assert.deepEqual([ana.name, ana.vouched, ana.language, ana.came], ["Ana Pérez", true, "es", false]);
    const refused = async (method, path, body, token) => {
      await assert.rejects(server.api(method, path, body, token), (error) => error.status === 403);
    };
    await refused("POST", list, { name: "X" }, focal.us.token);
    await refused("GET", list, undefined, focal.us.token);
    await refused("DELETE", `${list}/${ana.id}`, undefined, focal.us.token);
    await refused("DELETE", `/api/v1/meetings/${meeting.id}/invitations/${ana.id}`); // nor does the administrator
    await refused("POST", `/api/v1/meetings/${meeting.id}/invitations`, { role: "delegate", name: "X", delegation: "d1" });

    await page.click("button", "Send invitation: Ana Pérez");
    await until("it is in her language", async () =>
      (await page.page.getByRole("textbox", { name: "Text" }).inputValue()).includes("Su enlace"));
    assert.deepEqual(await axeFaults(page.page), []);
    const text = await page.page.getByRole("textbox", { name: "Text" }).inputValue();
    const [link] = /http\S+\/m\/\S+#\S+/.exec(text);
    assert.match(await page.page.getByRole("link", { name: "Open in the mail program" }).getAttribute("href"), /^mailto:\?subject=Invitaci/);
    const download = page.page.waitForEvent("download");
    await page.click("button", "Calendar file");
    const event = eventOf(readFileSync(await (await download).path(), "utf8"));
    assert.equal(event.UID, `${meeting.id}@localhost`);
    assert.equal(event.DTSTART, "20990505T160000Z");
    assert.equal(event.DTEND, "20990505T172000Z");
    assert.equal(event.SUMMARY, "México – Estados Unidos");
    assert.equal(event.URL, link);
    noErrors(page);
    await page.close();

    // Ana opens it: the page says when the lobby opens, and that she did is seen.
    const early = await browser.open(link);
    await until("it is early", () => early.sees("heading", "The lobby is not open yet"));
    assert.deepEqual(await axeFaults(early.page), []);
    await until("that she opened it is seen", async () => (await server.api("GET", list)).members[1].opened);
    await early.close();
    const home = await browser.open(server.url);
    await until("the home page has her meeting", () => home.sees("heading", "My meetings"));
    assert.ok(await home.sees("link", "Open"));
    assert.deepEqual(await axeFaults(home.page), []);
    await home.close();
  });

  test("both delegations adopt the agenda", { timeout: 90_000 }, async () => {
    for (const key of ["mx", "us"]) {
      const page = await browser.open(delegationPage(focal[key]));
      await until("it is provisional", () => page.sees("button", "Adopt the agenda"));
      await page.click("button", "Adopt the agenda");
      await until("it is adopted", async () => !(await page.sees("button", "Adopt the agenda")));
      await page.close();
    }
    const { agenda, adoptedBy } = await server.api("GET", `/api/v1/meetings/${meeting.id}`);
    assert.ok(agenda.every(({ adopted }) => adopted));
    assert.deepEqual(adoptedBy, ["d1", "d2"]);
  });

  test("the lobby opens by itself, and who acts for a delegation is asked before a second session takes over", { timeout: 120_000 }, async () => {
    const start = new Date(Date.now() + 30 * 60_000 + 8000).toISOString();
    const soon = await server.meeting({ start });
    const inv = await soon.invite("delegate", "Ana", { delegation: "México", authority: true });
    const first = await browser.open(inv.url);
    await until("it is early", () => first.sees("heading", "The lobby is not open yet"));
    await until("it has opened", () => first.sees("button", /^Join/), { timeoutMs: 30_000 });
    await first.click("button", /^Join/);
    await inside(first);
    const elsewhere = await browser.person();
    const second = await elsewhere.open(inv.url);
    await until("the door is shown", () => second.sees("button", /^Join/));
    await second.click("button", /^Join/);
    await until("it is said who is asked", () => second.sees("heading", "You are in the meeting elsewhere"));
    await until("the first is asked", () => first.sees("button", "Let them take over"));
    assert.deepEqual(await axeFaults(first.page), []);
    await first.click("button", "Let them take over");
    await inside(second);
    await until("the first is told", () => first.sees("heading", "You continue in another window"));
    // A reload of who has the place is at once, and asks nobody.
    await second.page.reload();
    await inside(second);
    noErrors(first, second);
    await second.close();
  });
});
