// Debian's Chromium and Firefox with fake devices, behind one small interface: open(url) gives a page with evaluate,
// click by accessible role and name, and close.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer-core";
import { hearLate, late } from "./late.mjs";
import { makeMicrophone } from "./microphone.mjs";
import { soundServer } from "./sound.mjs";
import { installEars } from "./tone.mjs";
import { writeTone } from "./wav.mjs";

const chromiumArgs = [
  "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--disable-quic", "--autoplay-policy=no-user-gesture-required", "--use-fake-ui-for-media-stream",
  "--auto-select-desktop-capture-source=Entire screen", "--auto-accept-this-tab-capture",
];

/**
 * Chromium whose microphone plays one tone (or the WAV file `sound`, or `microphone`, samples that the page makes its
 * microphone of) and whose camera is Chromium's own moving test picture. What is left goes to its context.
 */
export async function openChromium({ tone = 440, toneSeconds = 10, sound, microphone, viewport = { width: 1280, height: 800 }, devices = true, args = [], executablePath = "/usr/bin/chromium", ...context } = {}) {
  const wav = sound ?? writeTone(join(mkdtempSync(join(tmpdir(), "cumbre-tone-")), "tone.wav"), tone, { seconds: toneSeconds });
  const browser = await chromium.launch({
    executablePath,
    chromiumSandbox: false,
    args: [
      ...chromiumArgs, ...(devices ? ["--use-fake-device-for-media-stream", `--use-file-for-fake-audio-capture=${wav}`] : []), ...args,
    ],
  });
  return newContext(browser, { microphone, viewport, locale: "en-GB", ...context });
}

async function newContext(browser, options) {
  const { microphone, ...context } = options;
  const browserContext = await browser.newContext(context);
  browserContext.setDefaultTimeout(60_000); // as `until`
  await browserContext.addInitScript(installEars);
  if (late > 0) await browserContext.addInitScript(hearLate, late);
  if (microphone) await browserContext.addInitScript(makeMicrophone, microphone);
  return new ChromiumBrowser(browser, browserContext, options);
}

class ChromiumBrowser {
  name = "Chromium";
  constructor(browser, context, options) {
    this.browser = browser;
    this.context = context;
    this.options = options;
  }
  /** Runs in every page before its own scripts. */
  prepare(script) { return this.context.addInitScript(script); }
  /** The same program for another person: with storage and, if one is given, a microphone of their own. */
  person(options) { return newContext(this.browser, { ...this.options, ...options }); }
  async open(url) {
    const page = await this.context.newPage();
    const person = new ChromiumPage(page);
    await page.goto(url);
    return person;
  }
  close() { return this.browser.close(); }
}

class ChromiumPage {
  errors = [];
  constructor(page) {
    this.page = page;
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => { if (message.type() === "error") this.errors.push(message.text()); });
  }
  evaluate(f, ...args) { return this.page.evaluate(({ source, args }) => new Function(`return (${source})`)()(...args), { source: String(f), args }); }
  click(role, name) { return this.page.getByRole(role, { name }).first().click(); }
  sees(role, name) { return this.page.getByRole(role, { name }).first().isVisible(); }
  fill(role, name, text) { return this.page.getByRole(role, { name }).first().fill(text); }
  press(key) { return this.page.keyboard.press(key); }
  reload() { return this.page.reload(); }
  close() { return this.page.close(); }
}

/**
 * Firefox ESR whose fake microphone plays a tone of the frequency given (Firefox's own fake device). `files`: {path:
 * JavaScript} that its pages find at their own origin beside what the server has.
 */
export async function openFirefox({ tone = 440, files = {}, viewport = { width: 1280, height: 800 }, prefs = {}, acceptInsecureCerts = false } = {}) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    acceptInsecureCerts,
    executablePath: "/usr/bin/firefox-esr",
    headless: true,
    env: await soundServer(),
    extraPrefsFirefox: {
      "media.navigator.streams.fake": true,
      "media.navigator.permission.disabled": true,
      "media.navigator.audio.fake_frequency": tone,
      "media.autoplay.default": 0,
      "media.autoplay.blocking_policy": 0,
      "media.peerconnection.ice.loopback": true,
      "intl.accept_languages": "en-GB, en",
      ...prefs,
    },
  });
  return new FirefoxBrowser(browser, viewport, files);
}

class FirefoxBrowser {
  name = "Firefox";
  constructor(browser, viewport, files) {
    this.browser = browser;
    this.viewport = viewport;
    this.files = files;
    this.scripts = [installEars];
  }
  prepare(script) { this.scripts.push(script); }
  async open(url) {
    const page = await this.browser.newPage();
    await page.setViewport(this.viewport);
    for (const script of this.scripts) await page.evaluateOnNewDocument(script);
    if (late > 0) await page.evaluateOnNewDocument(hearLate, late);
    if (Object.keys(this.files).length > 0) await this.#serve(page);
    const person = new FirefoxPage(page);
    await page.goto(url);
    return person;
  }
  async #serve(page) {
    await page.setRequestInterception(true);
    page.on("request", (request) => {
      const body = this.files[new URL(request.url()).pathname];
      if (body === undefined) void request.continue();
      else void request.respond({ contentType: "text/javascript", body });
    });
  }
  close() { return this.browser.close(); }
}

class FirefoxPage {
  errors = [];
  constructor(page) {
    this.page = page;
    page.on("pageerror", (error) => this.errors.push(String(error)));
    page.on("console", (message) => { if (message.type() === "error") this.errors.push(message.text()); });
  }
  evaluate(f, ...args) { return this.page.evaluate(f, ...args); }
  // Firefox's accessibility tree is not in BiDi: the element is found by its role and accessible name, or text.
  async #find(role, name) {
    const handle = await this.page.evaluateHandle(findByRole, role, name instanceof RegExp ? name.source : name, name instanceof RegExp);
    return handle.asElement();
  }
  async click(role, name) {
    const element = await this.#find(role, name);
    if (!element) throw new Error(`no ${role} "${name}"`);
    await element.click();
  }
  async sees(role, name) { return Boolean(await this.#find(role, name)); }
  async fill(role, name, text) {
    await this.click(role, name);
    await this.page.keyboard.type(text);
  }
  press(key) { return this.page.keyboard.press(key); }
  reload() { return this.page.reload(); }
  close() { return this.page.close(); }
}

function findByRole(role, name, isPattern) {
  const tags = { button: "button,[role=button]", textbox: "input,textarea,[role=textbox]", heading: "h1,h2,h3,h4", link: "a[href]", switch: "[role=switch],input", dialog: "[role=dialog],[role=alertdialog]" };
  const matches = (text) => (isPattern ? new RegExp(name, "i").test(text) : text.toLowerCase().includes(name.toLowerCase()));
  for (const element of document.querySelectorAll(`${tags[role] ?? role},[role=${role}]`)) {
    const labelled = element.getAttribute("aria-labelledby")?.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    const label = element.getAttribute("aria-label") ?? labelled ?? element.labels?.[0]?.textContent ?? element.textContent ?? "";
    if (matches(label.trim()) && element.getClientRects().length > 0) return element;
  }
  return null;
}
