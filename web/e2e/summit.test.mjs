// The meeting of the document behind the project, from its first word to its archive, in real Chromium: two delegations, an
// agenda of five points, opening statements in Spanish and English that are interpreted, the floor point by point, what was
// said by speaker and language, quotations out of it, and then what it was for: a text in both languages, the next meeting, the
// statement that everybody reads, what was promised, and the archive. Everybody's voice is a tone.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join as path } from "node:path";
import ICAL from "ical.js";
import { after, before, describe, test } from "node:test";
import { boothTones, console_, desk, floorTone, join, ready } from "./lib/booth.mjs";
import { openChromium } from "./lib/browsers.mjs";
import { axeFaults } from "./lib/keyboard.mjs";
import { sine } from "./lib/microphone.mjs";
import { hearing, noErrors } from "./lib/people.mjs";
import { checkQuotation } from "./lib/quotations.mjs";
import { binary, Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const points = ["Intervenciones de apertura", "Migración", "Ayuda a Centroamérica", "Pandemia y clima", "Próxima reunión"];
const tones = { andres: floorTone, kamala: 800, ines: boothTones[0] };

const opening = {
  es: "Señora vicepresidenta: nuestros pueblos están unidos por la historia y por el trabajo. Nadie deja su casa por gusto.",
  en: "Madam Vice President, our peoples are united by history and by work. Nobody leaves home for pleasure.",
};
const answer = {
  en: "Mr. President, our countries face great challenges that no border stops, the pandemic and its economic repercussions, as well as an increase in the number of migrants at our common border.",
  es: "Señor presidente, nuestros países enfrentan grandes desafíos que ninguna frontera detiene, la pandemia y sus repercusiones económicas.",
};
const quoted = "Our countries face great challenges (…), the pandemic and its economic repercussions, as well as an increase in the number of migrants";

describe("the meeting of the document", () => {
  const server = new Server();
  let browser;
  let meeting;
  const people = {};
  const invitations = {};

  before(async () => {
    await server.start();
    meeting = await server.meeting({ agenda: points.map((title) => ({ title, minutes: 5 })) });
    invitations.chair = await meeting.invite("chair", "Ada");
    invitations.andres = await meeting.invite("delegate", "Andrés", { delegation: "México", function: "Presidente", language: "es", focalPoint: true, authority: true });
    invitations.kamala = await meeting.invite("delegate", "Kamala", { delegation: "United States", function: "Vice President", language: "en", focalPoint: true, authority: true });
    invitations.ines = await meeting.invite("interpreter", "Inés", { understands: ["es", "en"] });
    invitations.kay = await meeting.invite("record-keeper", "Kay");
    browser = await openChromium({ viewport: { width: 1680, height: 1000 } }); // all controls stand beside an open panel
    await Promise.all(Object.entries(invitations).map(async ([who, invitation]) => {
      const own = await browser.person(tones[who] ? { microphone: sine(tones[who]) } : {});
      people[who] = await join(own, invitation, { sends: who !== "kay" });
    }));
  });
  after(async () => {
    await browser?.close();
    await server.stop();
  });

  const text = (person) => person.evaluate(() => document.body.textContent);
  /** A panel at the side is open: a second press would close it. */
  const panel = async ({ page }, name) => {
    const button = page.getByRole("button", { name }).first();
    if ((await button.getAttribute("aria-pressed")) !== "true") await button.click();
  };
  const shows = (person, what) => until(`“${what}” is shown`, async () => (await text(person)).includes(what));
  const choose = async (person, field, option) => {
    await person.page.getByRole("button", { name: field }).last().click(); // the page itself has a language, above
    await person.page.getByRole("option", { name: option, exact: true }).click();
  };
  /** The keeper writes what is heard: captions while it is typed, a segment at the end. */
  const writes = async (words) => {
    await people.kay.page.getByRole("textbox", { name: /^What .* said|^What .* says/ }).fill(words);
    await people.kay.page.keyboard.press("Enter");
    await until("it is in the record", () => people.kay.evaluate((said) =>
      [...document.querySelectorAll("p[lang]")].some((one) => one.textContent === said), words));
  };
  const floorOf = async (item) => {
    const response = await fetch(`${server.url}/api/v1/meetings/${meeting.id}/floor?item=${item}`, { headers: { Authorization: `Bearer ${invitations.kay.token}` } });
    assert.equal(response.status, 200);
    return response.json();
  };
  const hears = (person, ...wanted) => until(`tones of ${wanted} Hz, and no other's, are heard`, async () => {
    for (const tone of Object.values(tones)) {
      const level = await hearing(person, tone);
      if (wanted.includes(tone) ? level < -50 : level > -70) return false;
    }
    return true;
  });
  const speaks = async (who) => {
    await people.chair.click("button", `Give the floor to ${who === "andres" ? "Andrés" : "Kamala"}`);
    await until("who was called has the floor", () => people[who].sees("button", "Give the floor back"));
  };

  test("both delegations adopt the agenda, and the sound is recorded with everybody's knowledge", { timeout: 120_000 }, async () => {
    const { chair, andres, kamala } = people;
    for (const one of [andres, kamala]) {
      await panel(one, /^Agenda/);
      await one.click("button", "Adopt the agenda");
    }
    await until("it is adopted", async () => (await server.api("GET", `/api/v1/meetings/${meeting.id}`)).agenda.every(({ adopted }) => adopted));
    await panel(chair, /^People/);
    await chair.page.getByText("Record the sound").first().click();
    await chair.page.getByRole("alertdialog").getByRole("button", { name: "Record", exact: true }).click();
    for (const one of Object.values(people)) await until("the mark of it is seen", () => one.sees("button", /^The sound is recorded/));
    await panel(chair, /^Agenda/);
    await chair.click("button", "Begin with the agenda");
    await until("the first point is everybody's", () => kamala.evaluate((title) =>
      document.querySelector("[aria-current=step]")?.textContent.includes(title), points[0]));
  });

  test("opening statements: each hears the other's in the own language, and the keeper writes all four", { timeout: 180_000 }, async () => {
    const { chair, andres, kamala, ines, kay } = people;
    await panel(chair, /^Speakers/);
    await chair.click("button", "Open the list");
    for (const who of ["andres", "kamala"]) await people[who].evaluate(() => window.cumbre.client.floor.ask("opening"));

    await kamala.evaluate(() => window.cumbre.client.listening.choose({ to: "language", language: "en" }));
    await andres.evaluate(() => window.cumbre.client.listening.choose({ to: "language", language: "es" }));
    await ready(ines, "en");
    await speaks("andres");
    await hears(kamala, floorTone);
    await console_(ines, "openMicrophone");
    await hears(kamala, floorTone, tones.ines);
    await writes(opening.es);
    await choose(kay, /I write in/, "English");
    await choose(kay, /What I hear/, "Interpretation");
    await writes(opening.en);
    await console_(ines, "closeMicrophone");

    await speaks("kamala");
    await console_(ines, "setOutput", "es");
    await until("the other way", async () => (await desk(ines)).output === "es");
    await console_(ines, "openMicrophone");
    await hears(andres, tones.kamala, tones.ines);
    await choose(kay, /What I hear/, "The floor");
    await writes(answer.en);
    await choose(kay, /I write in/, "Spanish");
    await choose(kay, /What I hear/, "Interpretation");
    await writes(answer.es);
    await console_(ines, "closeMicrophone");
    await chair.click("button", "End the speech");
    assert.deepEqual(await axeFaults(kay.page), []);
    // The text is begun while they speak: who is in the call is told, and opens it, the interpreter among the papers of the booth.
    await by("andres", "POST", "/texts", { titles: { es: "Comunicado conjunto", en: "Joint statement" } });
    await by("andres", "POST", "/texts/t1/paragraphs", { words: { es: words.es } });
    await Promise.all([chair, ines].map(async (one) => {
      await shows(one, "México proposes paragraph 1 of “Joint statement”");
      await one.click("button", "Open the text");
      await shows(one, words.es);
    }));
    assert.ok(await ines.sees("switch", "Follow the work"));
    assert.ok(await ines.sees("button", /^Talk to the floor/), "the booth's controls stay");
    assert.ok(!(await text(andres)).includes("México proposes paragraph"), "nobody is told of what they did");
    await panel(chair, /^Speakers/);
    // Five pages with sound are more than two processors carry: whose work is done leaves.
    for (const who of ["ines", "kay"]) {
      noErrors(people[who]);
      await people[who].close();
      delete people[who];
    }
  });

  test("point by point: the floor goes from one to the other, and the times are the sums of its intervals", { timeout: 180_000 }, async () => {
    const { chair, andres, kamala } = people;
    for (const [index, title] of points.entries()) {
      if (index === 0) continue;
      await chair.evaluate((id) => window.cumbre.client.agenda.move(id), `a${index + 1}`);
      await until("both see the point", async () => {
        for (const one of [andres, kamala]) if (!(await one.evaluate((there) => document.querySelector("[aria-current=step]")?.textContent.includes(there), title))) return false;
        return true;
      });
      await chair.click("button", "Open the list");
      for (const who of ["kamala", "andres"]) await people[who].evaluate(() => window.cumbre.client.floor.ask("statement"));
      for (const who of ["kamala", "andres"]) await speaks(who);
      await chair.click("button", "End the speech");
    }
    const length = ({ intervals }) => intervals.reduce((sum, { start, end }) => sum + Date.parse(end) - Date.parse(start), 0);
    const spoken = { d1: 0, d2: 0 };
    for (const index of points.keys()) {
      const { interventions, times } = await floorOf(`a${index + 1}`);
      assert.deepEqual(interventions.map(({ kind, language }) => `${kind} ${language}`), index === 0 ? ["opening es", "opening en"] : ["statement en", "statement es"]);
      assert.deepEqual(interventions.map(length), interventions.map(({ ms }) => ms));
      for (const { delegation, ms } of times.delegations) {
        assert.equal(ms, interventions.filter((one) => one.delegation === delegation).reduce((sum, one) => sum + length(one), 0));
        spoken[delegation] += ms;
      }
    }
    assert.ok(spoken.d1 > 0 && spoken.d2 > 0, JSON.stringify(spoken));
  });

  test("the record is published, and read by speaker and language", { timeout: 120_000 }, async () => {
    const { chair, kamala } = people;
    await chair.evaluate(() => window.cumbre.client.commands.end());
    await until("it has ended", () => kamala.sees("heading", /ended/));
    noErrors(...Object.values(people));
    const open = async (who, path) => (await browser.person()).open(`${server.url}/m/${meeting.id}/${path}#${invitations[who].token}`);
    const keeper = await open("kay", "record");
    await keeper.click("button", "Publish version 1");
    await keeper.page.getByRole("alertdialog").getByRole("button", { name: "Publish", exact: true }).click();
    await shows(keeper, "SHA-256");
    // Each segment plays what it was written from: the speaker's own voice, and the interpreter's.
    for (const [name, tone] of [["Play what was said", tones.andres], ["Play the interpretation", tones.ines]]) {
      await keeper.page.getByRole("button", { name }).first().click();
      await until(`${tone} Hz is played`, async () => (await hearing(keeper, tone)) > -50);
      if (await keeper.sees("button", "Stop the sound")) await keeper.click("button", "Stop the sound");
    }
    people.reader = await open("kamala", "record");
    const { reader } = people;
    await until("the record is there", () => reader.sees("heading", "What was said"));
    const paragraphs = () => reader.evaluate(() => [...document.querySelectorAll("section[aria-labelledby=said] section")].flatMap((turn) =>
      [...turn.querySelectorAll("p[lang]")].map((one) => [turn.querySelector("h3").textContent, one.lang, one.textContent, one.nextElementSibling?.querySelector("em")?.textContent ?? ""])));
    assert.deepEqual(await paragraphs(), [
      ["Andrés", "es", opening.es, ""],
      ["Andrés", "en", opening.en, "(As interpreted.)"],
      ["Kamala", "en", answer.en, ""],
      ["Kamala", "es", answer.es, "(As interpreted.)"],
    ]);
    await choose(reader, /Language/, "English");
    await choose(reader, /Speaker/, "Kamala");
    assert.deepEqual((await paragraphs()).map(([, , words]) => words), [answer.en]);
    assert.deepEqual(await axeFaults(reader.page), []);
  });

  test("the report's quotation is found verbatim with its omission; one word changed is flagged; in Spanish it is as interpreted", { timeout: 120_000 }, async () => {
    const page = await (await browser.person()).open(`${server.url}/m/${meeting.id}/quotes#${invitations.kamala.token}`);
    const check = (quotation, verdict) => checkQuotation(page, quotation, verdict);
    const inside = (selector) => page.page.locator(selector).first().textContent();
    await check(quoted, "Verbatim, with omissions");
    assert.match(await inside("figcaption"), /Kamala, Vice President, United States.*English, spoken/);
    assert.match(await inside("figure li"), /that no border stops/);
    await check(quoted.replace("economic", "social"), "Not what was said");
    assert.match(await inside("mark[data-kind=changed]"), /social.*economic/);
    await check("nuestros países enfrentan grandes desafíos (…), la pandemia", "As interpreted");
    assert.match(await inside("figcaption"), /Spanish, as interpreted/);
    noErrors(people.reader, page);
  });

  // What follows is in a time to come: the visit's two days are five weeks from now, the day that is wrong the one before them.
  const days = [34, 35, 36].map((ahead) => new Date(Date.now() + ahead * 24 * 3_600_000));
  const day = (at, locale, options = { day: "numeric", month: "long" }) => new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(at);
  const wrong = day(days[0], "es");
  const words = {
    es: `Acuerdan cooperar en materia de migración e invertir en los países de origen. Se reunirán el ${wrong} en Guatemala.`,
    en: `They agree to cooperate on migration and to invest in the countries of origin. They will meet on ${day(days[1], "en-GB", { weekday: "long", day: "numeric", month: "long" })} in Guatemala.`,
  };
  const at = (rest) => `/api/v1/meetings/${meeting.id}${rest}`;
  const by = (who, method, rest, body) => server.api(method, at(rest), body, invitations[who].token);
  const pageOf = async (who, name) => (people[`${who} ${name}`] = await (await browser.person()).open(`${server.url}/m/${meeting.id}/${name}#${invitations[who].token}`));

  test("a text is negotiated in both languages; its bracket only its delegation releases; both give their assent", { timeout: 180_000 }, async () => {
    for (const who of ["reader"]) await people[who].close();
    const [andres, kamala] = [await pageOf("andres", "text"), await pageOf("kamala", "text")];
    await shows(kamala, "Acuerdan cooperar");
    await kamala.click("button", "Change the words");
    await kamala.fill("textbox", "English", words.en);
    await kamala.page.getByRole("textbox", { name: "English" }).press("Control+Enter");
    await shows(andres, "They agree to cooperate");
    await by("kamala", "POST", "/texts/t1/paragraphs/p1/brackets", { from: 2, reason: "Our capital has to agree.", words: { en: "invest in the countries of origin" } });
    await shows(andres, "Our capital has to agree.");
    assert.equal(await andres.page.getByRole("button", { name: "Release" }).count(), 0);
    await assert.rejects(by("andres", "DELETE", "/texts/t1/brackets/b1"), /bracket-not-yours/);
    await kamala.click("button", "Release");
    for (const one of [andres, kamala]) {
      await until("it can be agreed to", () => one.sees("button", /^Agree$/));
      await one.click("button", /^Agree$/);
    }
    for (const [one, party] of [[andres, "México"], [kamala, "United States"]]) {
      await until("one can assent", () => one.sees("button", `Assent for ${party}…`));
      await one.click("button", `Assent for ${party}…`);
      await one.click("button", "Assent to this text");
    }
    for (const one of [andres, kamala]) await shows(one, "This text was adopted on");
    noErrors(andres, kamala);
    for (const one of [andres, kamala]) await one.close();
  });

  test("the next meeting is a visit of two days and two countries, which a calendar reads", { timeout: 120_000 }, async () => {
    const wall = (date, hour) => `${date.toISOString().slice(0, 10)}T${hour}`;
    await by("andres", "POST", "/next/slots", { wall: wall(days[1], "10:00"), zone: "America/Guatemala", minutes: 90 });
    const [{ id }] = (await by("kamala", "GET", "/next")).slots;
    await by("kamala", "PUT", `/next/slots/${id}/answer`, { accept: true });
    await by("chair", "PUT", "/next/plan", {
      slot: id, mode: "in-person",
      itinerary: [
        { title: "Guatemala", place: "Ciudad de Guatemala", wall: wall(days[1], "10:00"), zone: "America/Guatemala", minutes: 90 },
        { title: "México", place: "Palacio Nacional", wall: wall(days[2], "10:00"), zone: "America/Mexico_City", minutes: 120 },
      ],
    });
    const page = await pageOf("kamala", "next");
    await shows(page, "Palacio Nacional");
    assert.deepEqual(await axeFaults(page.page), []);
    noErrors(page);
    await page.close();
    const response = await fetch(server.url + at("/next/calendar.ics?language=es"), { headers: { Authorization: `Bearer ${invitations.kamala.token}` } });
    const entries = new ICAL.Component(ICAL.parse(await response.text())).getAllSubcomponents("vevent").map((one) => new ICAL.Event(one));
    assert.deepEqual(entries.map(({ location }) => location), ["Ciudad de Guatemala", "Palacio Nacional"]);
    assert.deepEqual(entries.map(({ startDate }) => startDate.toJSDate().toISOString().slice(0, 10)), days.slice(1).map((date) => date.toISOString().slice(0, 10)));
    assert.equal(new Set(entries.map(({ uid }) => uid)).size, 2);
  });

  test("a statement with the wrong day is stopped at those words; with a reason it is everybody's, in both languages at once", { timeout: 180_000 }, async () => {
    const { text: head } = await by("ines", "GET", "/texts/t1");
    await by("ines", "POST", "/texts/t1/certificates", { languages: ["es", "en"], hashes: head.hashes });
    const everybody = `${server.url}/public/${meeting.id}`;
    assert.equal((await fetch(everybody)).status, 404);
    const page = await pageOf("chair", "publication");
    const marked = () => page.page.locator("mark").allTextContents();
    await until("the wrong day is shown", async () => (await marked()).join() === wrong);
    assert.ok((await text(page)).includes("is not a day that was agreed"));
    assert.deepEqual(await axeFaults(page.page), []);
    await assert.rejects(by("chair", "POST", "/statements", { text: "t1" }), /statement-fails/);
    await page.click("button", "Publish…");
    const dialog = page.page.getByRole("dialog");
    assert.ok(await dialog.getByRole("button", { name: "Publish", exact: true }).isDisabled());
    await dialog.getByLabel(/^It is right all the same/).fill("The report of the day has it so.");
    await dialog.getByRole("button", { name: "Publish", exact: true }).click();
    await shows(page, "The report of the day has it so.");
    noErrors(page);
    await page.close();
    const reader = await (await browser.person()).open(`${everybody}?language=en`);
    for (const one of [words.es, words.en]) await shows(reader, one);
    assert.ok(!(await text(reader)).includes("report of the day"));
    assert.deepEqual(await axeFaults(reader.page), []);
    await reader.close();
    const feed = await (await fetch(`${everybody}/feed.atom`)).text();
    const instants = [...feed.matchAll(/<published>([^<]+)</g)].map(([, at]) => at);
    assert.ok(instants.length === 2 && instants[0] === instants[1], feed);
  });

  test("what was promised is followed, begins the next meeting, and is in the archive", { timeout: 180_000 }, async () => {
    await by("chair", "POST", "/commitments", {
      text: "t1", paragraph: "p1", actors: ["d2"], due: "next-meeting", action: { es: "Invertir en los países de origen", en: "Invest in the countries of origin" },
    });
    const page = await pageOf("kamala", "publication");
    await until("it is there", () => page.sees("button", "Say what became of it…"));
    await page.click("button", "Say what became of it…");
    const dialog = page.page.getByRole("dialog");
    await dialog.getByLabel("under way").check();
    await dialog.getByRole("textbox", { name: "Note" }).fill("First tranche paid.");
    await dialog.getByRole("button", { name: "Save", exact: true }).click();
    await shows(page, "First tranche paid.");
    noErrors(page);
    await page.close();
    assert.ok((await (await fetch(`${server.url}/public/${meeting.id}?language=es`)).text()).includes("First tranche paid."));
    const next = await by("chair", "POST", "/next/meeting");
    assert.equal(next.meeting.agenda[0].titles.en, "Invest in the countries of origin");
    await server.api("POST", at("/archive")); // the organisation's own: the administrator's and the organiser's
    const file = path(server.data, "summit.cumbre");
    const response = await fetch(server.url + at("/archive"), { headers: { Authorization: `Bearer ${server.admin}` } });
    assert.equal(response.status, 200);
    const bytes = Buffer.from(await response.arrayBuffer());
    writeFileSync(file, bytes);
    assert.match(execFileSync(binary, ["verify", file], { encoding: "utf8" }), /ok/);
    bytes[Math.floor(bytes.length / 2)] ^= 1;
    writeFileSync(file, bytes);
    assert.throws(() => execFileSync(binary, ["verify", file], { stdio: "pipe" }), ({ status }) => status === 1);
  });
});
