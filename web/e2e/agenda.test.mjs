// The agenda and the documents in real Chromium: the chair moves, a delegate sees it and adds a PDF, an interpreter reads
// the prepared text, and an observer gets neither that nor any word of it.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as path } from "node:path";
import { after, before, describe, test } from "node:test";
import { join, ready } from "./lib/booth.mjs";
import { openChromium } from "./lib/browsers.mjs";
import { axeFaults } from "./lib/keyboard.mjs";
import { noErrors } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const words = "Señoras y señores:\n\nNadie deja su casa por gusto. 🕊\n\nMuchas gracias.";

/** Pages with a line of text each; the table of objects has their true places (ISO 32000-1 section 7.5.4). */
function pdf(...lines) {
  const pageOf = (index) => `${4 + 2 * index} 0 R`;
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${lines.map((_, index) => pageOf(index)).join(" ")}] /Count ${lines.length} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...lines.flatMap((line, index) => {
      const content = `BT /F1 24 Tf 72 700 Td (${line}) Tj ET`;
      return [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + 2 * index} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
        `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
      ];
    }),
  ];
  let file = "%PDF-1.4\n";
  const places = objects.map((body, index) => {
    const at = file.length;
    file += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return at;
  });
  const table = file.length;
  const row = (at) => `${String(at).padStart(10, "0")} 00000 n \n`;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${places.map(row).join("")}`;
  return `${file}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
}

/** Runs in a page: the share of a picture (PNG, base64) that is white. */
async function brightness(png) {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let white = 0;
  for (let i = 0; i < data.length; i += 4) if (data[i] > 240 && data[i + 1] > 240 && data[i + 2] > 240) white++;
  return white / (data.length / 4);
}

/** Runs in a page before its own scripts: keeps what it is sent over its WebSocket, to be searched for what must not be in it. */
function keepMessages() {
  window.received = [];
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...args) {
      super(...args);
      this.addEventListener("message", ({ data }) => window.received.push(data));
    }
  };
}

describe("the agenda", () => {
  const server = new Server();
  const folder = mkdtempSync(path(tmpdir(), "cumbre-agenda-"));
  let browser;
  let meeting;
  const people = {};
  const invitations = {};

  before(async () => {
    await server.start();
    meeting = await server.meeting({
      agenda: [{ title: "Apertura", minutes: 5 }, { title: "Migración", minutes: 20 }, { title: "Clima" }],
    });
    invitations.chair = await meeting.invite("chair", "Ada");
    invitations.ana = await meeting.invite("delegate", "Ana", { delegation: "México", language: "es" });
    invitations.ines = await meeting.invite("interpreter", "Inés");
    invitations.observer = await meeting.invite("observer", "Olga");
    browser = await openChromium();
    await Promise.all(Object.entries(invitations).map(async ([who, invitation]) => {
      const own = who === "chair" ? browser : await browser.person();
      await own.prepare(keepMessages);
      people[who] = await join(own, invitation, { sends: who !== "observer" });
    }));
  });
  after(async () => {
    await browser?.close();
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  test("the chair moves by keyboard, the delegate sees where the meeting is", { timeout: 120_000 }, async () => {
    const { chair, ana } = people;
    for (const person of [chair, ana]) await person.click("button", /^Agenda/);
    await chair.page.getByRole("button", { name: "Begin with the agenda" }).focus();
    await chair.press("Enter");
    await until("the first point is current", () => ana.evaluate(() =>
      document.querySelector("[aria-current=step]")?.textContent.includes("Apertura")));
    await chair.page.getByRole("button", { name: "Move to point 2: Migración" }).focus();
    await chair.press("Enter");
    await until("the second point is on the delegate's stage", () => ana.sees("note", "Point of the agenda"));
    await until("and is current", () => ana.evaluate(() =>
      [...document.querySelectorAll("[aria-current=step]")].map((point) => point.textContent).join().includes("Migración")));
    await until("it is said politely", () => ana.evaluate(() =>
      [...document.querySelectorAll("[aria-live=polite], [role=status], [role=log]")].some((live) => live.textContent.includes("point 2"))));
    assert.deepEqual(await axeFaults(chair.page), []);
    assert.equal(await ana.page.getByRole("button", { name: /^Move to point/ }).count(), 0);
  });

  test("a delegate adds a PDF, and everybody opens it in a tab", { timeout: 120_000 }, async () => {
    const { ana, observer } = people;
    const [good, bad] = [path(folder, "cifras.pdf"), path(folder, "falso.pdf")];
    writeFileSync(good, pdf("Migration in figures", "Where they come from", "What it would cost"));
    writeFileSync(bad, "<html>no PDF</html>");
    await ana.click("button", "Add a document");
    const choose = async (file) => {
      const chooser = ana.page.waitForEvent("filechooser");
      await ana.click("button", "Choose a file…");
      await (await chooser).setFiles(file);
    };
    await choose(bad);
    await until("what is wrong is said at the file", () => ana.evaluate(() =>
      [...document.querySelectorAll("li")].some((item) => item.textContent.includes("falso.pdf") && item.querySelector("[role=alert]")?.textContent.includes("not what its name says"))));
    await choose(good);
    await until("the document is there", () => ana.sees("link", /cifras\.pdf/));
    assert.deepEqual(await axeFaults(ana.page), []);
    await observer.click("button", /^Agenda/);
    const link = observer.page.getByRole("link", { name: /cifras\.pdf/ });
    const opened = observer.page.context().waitForEvent("page");
    const answered = observer.page.context().waitForEvent("response", (response) => response.url().includes("/content"));
    await link.click();
    const [tab, response] = [await opened, await answered];
    assert.equal(response.status(), 200);
    assert.match(response.headers()["content-type"], /^application\/pdf/);
    // The browser's viewer shows a white page; where a policy keeps it from that, all is dark.
    await until("the page is on screen", async () => {
      const picture = (await tab.screenshot()).toString("base64");
      return (await people.chair.evaluate(brightness, picture)) > 0.3;
    });
    await tab.close();
  });

  test("the chair shows a page to everybody; a delegate looks at another, and comes back", { timeout: 120_000 }, async () => {
    const { chair, ana, observer } = people;
    // What is drawn, and what a screen reader gets.
    const seen = (person) => person.evaluate(() => {
      const region = document.querySelector("section[aria-label='Shown to everybody: cifras.pdf']");
      const canvas = region?.querySelector("canvas");
      const dark = canvas?.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((value, index) => index % 4 === 0 && value < 100);
      return dark ? `${region.querySelector("[data-page]").dataset.page} ${region.querySelector("p").textContent.trim()}` : "";
    });
    const sees = (page, words, ...who) => until(`page ${page} is seen`, async () => {
      for (const person of who) if ((await seen(person)) !== `${page} ${words}`) return false;
      return true;
    });
    await chair.click("button", "Show cifras.pdf to everybody");
    await sees(1, "Migration in figures", chair, ana, observer);
    const turn = (person, name) => person.page.getByRole("navigation", { name: "Pages of the document" }).getByRole("button", { name }).click();
    await turn(chair, "Next page");
    await sees(2, "Where they come from", chair, ana, observer);
    await turn(ana, "Next page");
    await sees(3, "What it would cost", ana);
    assert.equal(await seen(observer), "2 Where they come from");
    assert.deepEqual(await axeFaults(ana.page), []);
    await ana.click("button", "Back to the common page");
    await sees(2, "Where they come from", ana);
    await chair.click("button", "Stop showing");
    await until("nothing is shown", () => observer.evaluate(() => document.querySelector("section canvas") === null));
    noErrors(chair, ana, observer);
  });

  test("an interpreter reads the prepared text of who has the floor; an observer does not get it", { timeout: 120_000 }, async () => {
    const { ines, observer, ana, chair } = people;
    const form = new FormData();
    for (const [name, value] of [["kind", "prepared"], ["item", "a2"], ["language", "es"], ["title", "Intervención"], ["speaker", "Ana"]]) form.append(name, value);
    form.append("file", new Blob([words]), "intervencion.txt");
    const documents = `${server.url}/api/v1/meetings/${meeting.id}/documents`;
    const bearer = (who) => ({ headers: { Authorization: `Bearer ${invitations[who].token}` } });
    const added = await fetch(documents, { method: "POST", body: form, ...bearer("ana") });
    assert.equal(added.status, 201);
    const { id } = await added.json();
    await ready(ines, "en");
    await chair.evaluate((holder) => window.cumbre.client.commands.giveFloor(holder), ana.id);
    await until("the tab of texts is there", () => ines.sees("tab", /^Texts/));
    await ines.click("tab", /^Texts/);
    const reading = ines.page.getByRole("article", { name: "Intervención" });
    await until("the text is shown whole", async () => (await reading.textContent()) === words);
    const size = () => reading.locator("p").evaluate((p) => getComputedStyle(p).fontSize);
    const before = await size();
    await ines.click("button", "Larger text");
    assert.ok(Number.parseFloat(await size()) > Number.parseFloat(before));
    assert.deepEqual(await axeFaults(ines.page), []);
    assert.equal((await fetch(`${documents}/${id}/content`, bearer("ines"))).status, 200);
    for (const response of [await fetch(`${documents}/${id}/content`, bearer("observer")), await fetch(`${documents}/${id}/content?ticket=x`)]) {
      assert.ok([403, 404].includes(response.status), `${response.status}`);
    }
    const told = (person) => person.evaluate(() => window.received.join("\n"));
    assert.ok((await told(ines)).includes(id));
    assert.ok(!(await told(observer)).includes(id) && !(await told(observer)).includes("Intervención"));
    assert.equal(await observer.page.getByRole("link", { name: /Intervención/ }).count(), 0);
    noErrors(chair, observer, ines, ana);
  });
});
