// A meeting's archive in real Chromium: the organiser seals it on the record's page and downloads it; `cumbre verify` verifies that file by the
// key that the page shows, and reports a byte that is another one.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { openChromium } from "./lib/browsers.mjs";
import { axeFaults } from "./lib/keyboard.mjs";
import { binary, Server } from "./lib/server.mjs";

/** Ends a meeting as a client does. */
const end = (page, own) =>
  page.evaluate(
    (token) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket("/api/v1/live");
        socket.onopen = () => socket.send(JSON.stringify({ type: "hello", version: 1, token }));
        socket.onerror = reject;
        socket.onclose = () => resolve();
        socket.onmessage = ({ data }) => {
          if (JSON.parse(data).type === "welcome") socket.send(JSON.stringify({ type: "end", id: 1 }));
        };
      }),
    own,
  );

const verify = (...args) =>
  new Promise((resolve) => execFile(binary, ["verify", ...args], (error, stdout) => resolve({ status: error?.code ?? 0, stdout })));

describe("the archive", () => {
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

  test("is sealed, downloaded and verified", { timeout: 120_000 }, async () => {
    const meeting = await server.meeting({ title: "México – United States" });
    const organiser = await meeting.invite("organiser", "Olga");
    await server.api("POST", `/api/v1/meetings/${meeting.id}/record/segments`, { language: "es", text: "Trabajaremos juntos." }, organiser.token);
    const page = await browser.open(organiser.url.replace("#", "/record#"));
    await page.page.getByText("It can be sealed when the meeting has ended").waitFor();
    await end(page, organiser.token);
    await page.page.reload();
    await page.click("button", "Seal the archive");
    await page.page.getByRole("alertdialog").getByRole("button", { name: "Seal", exact: true }).click();
    await page.page.getByText("Archive 1", { exact: true }).waitFor();
    assert.deepEqual(await axeFaults(page.page), []);

    const download = page.page.waitForEvent("download");
    await page.click("button", "Download the archive");
    const file = join(server.data, (await download).suggestedFilename());
    await (await download).saveAs(file);
    assert.match(file, new RegExp(`${meeting.id}-1\\.cumbre$`));
    const key = await page.page.getByText(/^cumbre\+/).textContent();
    const good = await verify("--key", key, file);
    assert.equal(good.status, 0, good.stdout);
    assert.match(good.stdout, /^VERIFIED\. This is what was sealed/m);

    const bytes = await readFile(file);
    bytes[bytes.indexOf("juntos")] ^= 1;
    await writeFile(file, bytes);
    const bad = await verify("--key", key, file);
    assert.equal(bad.status, 1, bad.stdout);
    assert.match(bad.stdout, /FAILS +journal[\s\S]*journal\.records, record \d+, bytes \d+ to \d+: its hash is wrong/);
  });
});
