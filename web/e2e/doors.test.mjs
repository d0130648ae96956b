// The doors of a meeting and the rules within, as people see them on their pages: links that do not work, the lobby, the
// floor, the chat and who reads it, what a chair can do to others.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openChromium } from "./lib/browsers.mjs";
import { doesNotHear, hears, inside, noErrors, stats } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const tone = 523;
const server = new Server();
const small = new Server({ args: ["--max-participants", "1"] });
let browser;
before(async () => {
  await Promise.all([server.start(), small.start()]);
  browser = await openChromium({ tone });
  // Cameras and microphones stay off until a test wants them: many people share this machine.
  await browser.context.addInitScript(() => localStorage.setItem("cumbre:devices", JSON.stringify({ cameraOn: false, microphoneOn: false })));
});
after(async () => {
  await browser?.close();
  await Promise.all([server.stop(), small.stop()]);
});

/** Opens a link and presses join, if there is the button. */
async function knock(invitation) {
  const person = await browser.open(invitation.url);
  person.id = invitation.id;
  person.name = invitation.name;
  await until("the door is shown", () => person.sees("button", /^Join/));
  await person.click("button", /^Join/);
  return person;
}

async function come(invitation) {
  const person = await knock(invitation);
  await inside(person);
  return person;
}

/** A meeting with people in it, who leave when the test ends. */
async function gathered(t, invited, { on = server } = {}) {
  const meeting = await on.meeting();
  const people = {};
  for (const [key, [role, name, extra]] of Object.entries(invited)) people[key] = await come(await meeting.invite(role, name, extra));
  t.after(() => Promise.all(Object.values(people).map((person) => person.close())));
  return { meeting, ...people };
}

const mexico = { delegation: "México" };
const states = { delegation: "United States" };

const reads = (person, heading, options) => until(`the page says “${heading}”`, () => person.sees("heading", heading), options);
const textOf = (person, selector = "body") => person.evaluate((s) => document.querySelector(s)?.innerText ?? "", selector);
const says = (person, pattern, options) => until(`the page says ${pattern}`, async () => pattern.test(await textOf(person)), options);
/** What the tile of a participant says, marks for screen readers included. */
const tileOf = (person, other) => person.evaluate((id) => document.querySelector(`[data-participant="${id}"]`)?.textContent ?? "", other.id);
const tileSays = (person, other, pattern) => until(`the tile says ${pattern}`, async () => pattern.test(await tileOf(person, other)));
const tileDoesNotSay = (person, other, pattern) => until(`the tile does not say ${pattern}`, async () => !pattern.test(await tileOf(person, other)));
const isGone = (person, other) => until("the participant is gone", async () => (await tileOf(person, other)) === "");

async function choose(person, other, action) {
  await person.page.getByRole("button", { name: `Actions for ${other.name}` }).first().click();
  await person.page.getByRole("menuitem", { name: action }).click();
}

// ---- Links ----

/** Opens an address that must not lead into a meeting, and closes it again. */
async function refuses(url, heading) {
  const person = await browser.open(url);
  await reads(person, heading);
  assert.equal(await person.sees("button", /^Join/), false);
  // What to do is said, not only what is wrong.
  assert.ok((await textOf(person, "main, body")).length > heading.length + 80);
  await person.close();
}

test("links that do not work say why, and what to do", { timeout: 120_000 }, async (t) => {
  const meeting = await server.meeting();
  const good = await meeting.invite("delegate", "Ana", mexico);
  const other = await server.meeting();
  await t.test("a wrong token", () => refuses(`${server.url}/m/${meeting.id}#${"x".repeat(32)}`, "This link does not work"));
  await t.test("no token", () => refuses(`${server.url}/m/${meeting.id}`, "This link does not work"));
  await t.test("half a token", () => refuses(good.url.slice(0, -8), "This link does not work"));
  await t.test("another meeting's token", () => refuses(`${server.url}/m/${other.id}#${good.token}`, "This link belongs to another meeting"));
  await t.test("a revoked one", async () => {
    const revoked = await meeting.invite("delegate", "Ex", mexico);
    await server.api("DELETE", `/api/v1/meetings/${meeting.id}/invitations/${revoked.id}`);
    await refuses(revoked.url, "This invitation was withdrawn");
  });
  await t.test("an expired one", async () => {
    const expires = new Date(Date.now() + 1500);
    const short = await meeting.invite("delegate", "Late", { ...mexico, expires });
    await until("it has expired", () => Date.now() > expires.getTime() + 100);
    await refuses(short.url, "This invitation has expired");
  });
  await t.test("an address that leads nowhere", () => refuses(`${server.url}/nowhere`, "There is no such page"));
});

test("a full meeting", { timeout: 90_000 }, async (t) => {
  const { meeting, ana } = await gathered(t, { ana: ["delegate", "Ana", mexico] }, { on: small });
  const late = await knock(await meeting.invite("delegate", "Late", mexico));
  t.after(() => late.close());
  await reads(late, "The meeting is full");
  await ana.click("button", "Leave the meeting");
  await ana.click("button", /^Leave$/);
  await reads(ana, "You have left the meeting");
  await until("there is room now", async () => {
    if (await late.sees("button", "Try again")) await late.click("button", "Try again");
    return late.sees("button", "Leave the meeting");
  }, { everyMs: 300 });
});

test("a locked meeting", { timeout: 90_000 }, async (t) => {
  const { meeting, chair, ana } = await gathered(t, { chair: ["chair", "Chair", mexico], ana: ["delegate", "Ana", mexico] });
  await chair.click("button", /in the meeting/);
  const lock = async (on) => {
    await chair.page.getByText("Lock the meeting").click();
    await until("the lock is as wanted", async () => (await chair.evaluate(() => window.cumbre.client.meeting.get().meeting.locked)) === on);
  };
  await lock(true);
  const late = await knock(await meeting.invite("delegate", "Late", states));
  t.after(() => late.close());
  await reads(late, "The meeting is locked");
  await ana.reload(); // whoever is inside may come back
  await inside(ana);
  await lock(false);
  await late.click("button", "Try again");
  await inside(late);
});

test("the lobby: admitted or refused by the chair", { timeout: 120_000 }, async (t) => {
  const { meeting, chair } = await gathered(t, { chair: ["chair", "Chair", mexico] });
  const guests = [];
  t.after(() => Promise.all(guests.map((guest) => guest.close())));
  for (const name of ["Welcome guest", "Unwelcome guest"]) {
    const guest = await knock(await meeting.invite("delegate", name, { ...states, lobby: true }));
    guests.push(guest);
    await reads(guest, "You are in the lobby");
    await says(chair, new RegExp(`${name} is waiting in the lobby`));
    assert.equal(await tileOf(chair, guest), "", "who waits is not in the room");
  }
  const noticed = await knock(await meeting.invite("delegate", "Noticed guest", { ...states, lobby: true }));
  guests.push(noticed);
  await chair.click("button", "Admit Noticed guest"); // from the notice that tells of it
  await inside(noticed);
  await chair.click("button", /2 people wait in the lobby/);
  await chair.click("button", "Admit Welcome guest");
  await inside(guests[0]);
  await tileSays(chair, guests[0], /Welcome guest/);
  await chair.click("button", "Refuse Unwelcome guest");
  await reads(guests[1], "You were not admitted");
  await guests[1].reload();
  await reads(guests[1], "You were not admitted");
  assert.equal(await guests[1].sees("button", /^Join/), false);
});

test("a second window takes over, and the first can take it back", { timeout: 90_000 }, async (t) => {
  const { chair, ana } = await gathered(t, { chair: ["chair", "Chair", mexico], ana: ["delegate", "Ana", states] });
  const again = await come({ url: ana.page.url(), id: ana.id, name: ana.name });
  t.after(() => again.close());
  await reads(ana, "You continue in another window");
  await ana.reload(); // a reload of the window that was left does not snatch it back
  await until("the door or the ending is shown", async () => (await ana.sees("button", /^Join/)) || (await ana.sees("button", "Continue here instead")));
  assert.equal(await again.sees("button", "Leave the meeting"), true);
  await ana.click("button", /^Join|Continue here instead/);
  await inside(ana);
  await reads(again, "You continue in another window");
  assert.equal(await chair.evaluate((id) => document.querySelectorAll(`[data-participant="${id}"]`).length, ana.id), 1);
  await again.click("button", "Continue here instead");
  await inside(again);
});

test("removed by the chair, revoked by the organiser, ended for everybody", { timeout: 120_000 }, async (t) => {
  const { meeting, chair, ana, luis, maria } = await gathered(t, {
    chair: ["chair", "Chair", mexico], ana: ["delegate", "Ana", states], luis: ["delegate", "Luis", mexico], maria: ["delegate", "María", mexico],
  });
  await choose(chair, ana, "Remove from the meeting");
  await chair.click("button", /^Remove$/);
  await reads(ana, "You were removed from the meeting");
  await isGone(chair, ana);
  await ana.reload();
  await reads(ana, "You were removed from the meeting");

  await server.api("DELETE", `/api/v1/meetings/${meeting.id}/invitations/${luis.id}`);
  await reads(luis, "You were removed from the meeting");
  await luis.reload();
  await reads(luis, "This invitation was withdrawn");
  await isGone(chair, luis);

  await chair.click("button", /in the meeting/);
  await chair.click("button", "End the meeting");
  await chair.click("button", "End for everybody");
  await Promise.all([chair, maria].map((person) => reads(person, "The meeting has ended")));
  const late = await browser.open(maria.page.url());
  t.after(() => late.close());
  await reads(late, "The meeting has ended");
});

// ---- Within ----

async function writes(person, conversation, text) {
  if (!(await person.sees("textbox", "Message"))) await person.click("button", /^Chat/);
  const select = person.page.getByRole("button", { name: /Conversation/ });
  if (!(await select.textContent()).includes(conversation)) {
    await select.click();
    await person.page.getByRole("option", { name: conversation }).click();
  }
  await person.fill("textbox", "Message", text);
  await person.press("Enter");
  await until("it is sent", async () => (await person.page.getByRole("textbox", { name: "Message" }).inputValue()) === "");
}

/** All that the chat has for a person, whatever conversation is open. */
const chatOf = (person) => person.evaluate(() =>
  window.cumbre.client.chat.view.get().conversations.flatMap(({ messages }) => messages.map(({ text }) => text)));

test("chat with everyone, within the delegation, with one person: only they read it", { timeout: 120_000 }, async (t) => {
  const { chair, ana, bob } = await gathered(t, {
    chair: ["chair", "Chair", mexico], ana: ["delegate", "Ana", mexico], bob: ["delegate", "Bob", states],
  });
  await writes(chair, "Everyone", "Good morning to all");
  await writes(chair, "My delegation", "Only Mexico knows");
  await writes(bob, "Ana", "For Ana alone");
  await writes(bob, "Everyone", "That is all");
  await until("the last message is everywhere", async () =>
    (await Promise.all([chair, ana, bob].map(chatOf))).every((texts) => texts.includes("That is all")));
  assert.deepEqual((await chatOf(chair)).sort(), ["Good morning to all", "Only Mexico knows", "That is all"]);
  assert.deepEqual((await chatOf(ana)).sort(), ["For Ana alone", "Good morning to all", "Only Mexico knows", "That is all"]);
  assert.deepEqual((await chatOf(bob)).sort(), ["For Ana alone", "Good morning to all", "That is all"]);

  // On Ana's page: unread, announced, and there when she opens it.
  assert.equal(await ana.sees("button", /4 unread messages/), true);
  await ana.click("button", /^Chat/);
  await says(ana, /Good morning to all/);
  await ana.page.getByRole("button", { name: /Conversation/ }).click();
  await ana.page.getByRole("option", { name: /Bob/ }).click();
  await says(ana, /For Ana alone/);
  assert.doesNotMatch(await textOf(bob), /Only Mexico/);
  assert.doesNotMatch(await textOf(chair), /For Ana/);
  noErrors(chair, ana, bob);
});

test("hand, floor, mute: what the chair gives and takes", { timeout: 180_000 }, async (t) => {
  const { chair, ana, bob } = await gathered(t, {
    chair: ["chair", "Chair", mexico], ana: ["delegate", "Ana", mexico], bob: ["delegate", "Bob", states],
  });
  await bob.click("button", "Turn microphone on");
  await hears(ana, tone);

  await t.test("a hand is raised, and lowered by its owner and by the chair", async () => {
    await bob.click("button", "Raise your hand");
    for (const person of [chair, ana, bob]) await tileSays(person, bob, /Hand raised/);
    await bob.click("button", "Raise your hand");
    for (const person of [chair, bob]) await tileDoesNotSay(person, bob, /Hand raised/);
    await bob.click("button", "Raise your hand");
    await tileSays(chair, bob, /Hand raised/);
    await choose(chair, bob, "Lower the hand");
    await tileDoesNotSay(ana, bob, /Hand raised/);
  });

  await t.test("who has been given the floor is alone heard, and gives it back", async () => {
    await choose(chair, ana, "Give the floor");
    await says(ana, /You have the floor/);
    await tileSays(bob, ana, /Has the floor/);
    await doesNotHear(ana, tone); // Bob speaks without the floor
    await choose(chair, bob, "Give the floor");
    await says(bob, /You have the floor/);
    await tileSays(ana, bob, /Has the floor/);
    await tileDoesNotSay(ana, ana, /Has the floor/);
    await hears(ana, tone);
    await bob.click("button", "Give the floor back");
    await tileDoesNotSay(ana, bob, /Has the floor/);
    await until("the banner is gone", async () => !/You have the floor/.test(await textOf(bob, "main")));
    await hears(ana, tone); // an open floor is everybody's
  });

  await t.test("the chair turns a microphone off; its owner is told, and may turn it on again", async () => {
    await choose(chair, bob, "Turn their microphone off");
    await says(bob, /Chair has turned your microphone off/);
    await until("the control shows it", () => bob.sees("button", "Turn microphone on"));
    await tileSays(ana, bob, /Microphone off/);
    await doesNotHear(ana, tone);
    await bob.click("button", "Turn microphone on");
    await hears(ana, tone);
  });

  await t.test("a delegate has none of the chair's means", async () => {
    await ana.page.getByRole("button", { name: "Actions for Bob" }).first().click();
    assert.deepEqual(await ana.page.getByRole("menuitem").allTextContents(), ["Write to Bob"]);
    await ana.press("Escape");
    const refusal = await ana.evaluate((id) => window.cumbre.client.commands.remove(id).then(() => "done", (problem) => problem.code), bob.id);
    assert.equal(refusal, "not-allowed");
  });
  for (const person of [chair, ana, bob]) assert.equal((await stats(person)).renegotiations, 0);
  noErrors(chair, ana, bob);
});

test("names and texts with markup are text", { timeout: 90_000 }, async (t) => {
  const evil = `<img src=x onerror="window.markup='ran'"><b>Eve</b> & 'co'`;
  const { meeting, chair, eve } = await gathered(t, { chair: ["chair", "Chair", mexico], eve: ["delegate", evil, { ...states, function: "<script>window.markup='ran'</script>" }] });
  await tileSays(chair, eve, /<img src=x onerror="window\.markup='ran'"><b>Eve<\/b> & 'co'/);
  await writes(eve, "Everyone", "<b onclick=alert()>hello</b>");
  await chair.click("button", /^Chat/);
  await says(chair, /<b onclick=alert\(\)>hello<\/b>/);
  assert.ok((await textOf(chair)).includes(evil), "the chat names the author");
  await chair.click("button", /in the meeting/);
  await until("the list names them", async () => (await textOf(chair, "aside")).includes(evil));
  for (const person of [chair, eve]) {
    assert.deepEqual(await person.evaluate(() => [window.markup, document.querySelectorAll("img[src=x], li b").length]), [undefined, 0]);
  }
  await assert.rejects(meeting.invite("delegate", "x".repeat(10_240), mexico), { status: 422 });
  noErrors(chair, eve);
});
