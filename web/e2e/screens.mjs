// Takes pictures of every screen of the gallery and runs axe on each; any violation, console error or breach of the
// content security policy fails. Without a server: the gallery shows fake models.
//
//   node e2e/screens.mjs [--out DIR] [--only REGEXP] [--variants all|docs|NAME,…] [--browser PATH] [--no-build]

import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { build } from "vite";
import { axeFaults } from "./lib/keyboard.mjs";

const web = fileURLToPath(new URL("..", import.meta.url));
const { values: options } = parseArgs({
  options: {
    out: { type: "string", default: join(web, "e2e/out/screens") },
    only: { type: "string", default: "." },
    variants: { type: "string", default: "docs" },
    browser: { type: "string", default: "/usr/bin/chromium" },
    gallery: { type: "string" },
  },
});

const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

// A variant is a window, a language and a theme.
const variants = {
  desktop: { viewport: desktop, locale: "en", theme: "light" },
  phone: { viewport: phone, locale: "en", theme: "light" },
  dark: { viewport: desktop, locale: "en", theme: "dark" },
  ar: { viewport: desktop, locale: "ar", theme: "light" },
  es: { viewport: desktop, locale: "es", theme: "light" },
  fr: { viewport: desktop, locale: "fr", theme: "light" },
  "phone-dark": { viewport: phone, locale: "es", theme: "dark" },
  "phone-ar": { viewport: phone, locale: "ar", theme: "dark" },
  "phone-fr": { viewport: phone, locale: "fr", theme: "light" },
  laptop: { viewport: { width: 1280, height: 800 }, locale: "en", theme: "light" },
  small: { viewport: { width: 1024, height: 768 }, locale: "fr", theme: "light" },
  "phone-360": { viewport: { width: 360, height: 640 }, locale: "fr", theme: "light" },
  "phone-side": { viewport: { width: 844, height: 390 }, locale: "es", theme: "dark" },
  "4k": { viewport: { width: 3840, height: 2160 }, locale: "es", theme: "light" },
};
const docs = ["desktop", "phone", "dark", "ar", "es", "fr", "phone-dark", "phone-ar"];

const chosen =
  options.variants === "all"
    ? Object.keys(variants)
    : options.variants === "docs"
      ? docs
      : options.variants.split(",");

// The server's own policy (internal/httpapi): what it refuses must not be found out in production.
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob: mediastream:; " +
  "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".mjs": "text/javascript", ".pdf": "application/pdf" };

/** Builds the gallery into a folder. */
async function buildGallery(outDir) {
  await build({
    root: web,
    logLevel: "warn",
    build: { outDir, emptyOutDir: true, rollupOptions: { input: join(web, "app/gallery/index.html") } },
  });
}

/** Serves a folder on a port of its own. */
async function serve(folder) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    try {
      const body = await readFile(join(folder, path));
      response.writeHead(200, {
        "Content-Type": types[extname(path)] ?? "application/octet-stream",
        "Content-Security-Policy": policy,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, origin: `http://127.0.0.1:${server.address().port}` };
}

/** One screen in one variant: picture, axe, errors. Returns what is wrong. */
async function take(page, origin, scene, name) {
  const { locale, theme } = variants[name];
  const faults = [];
  const onConsole = (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()}`);
  };
  const onError = (error) => faults.push(`error: ${error.message}`);
  page.on("console", onConsole);
  page.on("pageerror", onError);
  await page.goto(`${origin}/app/gallery/index.html?scene=${scene}&locale=${locale}&theme=${theme}`);
  await page.waitForFunction(() => document.querySelector("#root > *") !== null && document.title !== "");
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(
    () => [...document.querySelectorAll("video[data-shown]")].every((video) => video.readyState >= 2),
    undefined,
    { timeout: 10_000 },
  );
  await page.waitForFunction(() => document.querySelector("[data-busy]") === null); // a document's page is drawn
  await page.waitForTimeout(350); // entrance animations end
  // The window as high as the page: what sticks to the window's end is then at the page's.
  const { viewport } = variants[name];
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (height > viewport.height) await page.setViewportSize({ ...viewport, height });
  await page.screenshot({ path: join(options.out, `${scene}.${name}.png`) });
  await page.setViewportSize(viewport);
  faults.push(...(await axeFaults(page)));
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (overflow > 0) faults.push(`the page is ${overflow} px wider than the window`);
  const uncovered = () => {
    const boxes = [...document.querySelectorAll("[data-participant]")].map((tile) => tile.getBoundingClientRect());
    const apart = (a, b) =>
      a.right <= b.left + 1 || b.right <= a.left + 1 || a.bottom <= b.top + 1 || b.bottom <= a.top + 1;
    return boxes.every((box, index) => boxes.slice(index + 1).every((other) => apart(box, other)));
  };
  await page
    .waitForFunction(uncovered, undefined, { timeout: 3000 })
    .catch(() => faults.push("pictures cover each other"));
  page.off("console", onConsole);
  page.off("pageerror", onError);
  return faults;
}

const folder = options.gallery ?? (await mkdtemp(join(tmpdir(), "cumbre-gallery-")));
if (!options.gallery) await buildGallery(folder);
const { server, origin } = await serve(folder);
const browser = await chromium.launch({
  executablePath: options.browser,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
let failed = 0;
let taken = 0;
try {
  await mkdir(options.out, { recursive: true });
  const only = new RegExp(options.only);
  for (const name of chosen) {
    const context = await browser.newContext({
      viewport: variants[name].viewport,
      colorScheme: variants[name].theme,
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    await page.goto(`${origin}/app/gallery/index.html`);
    await page.waitForFunction(() => window.scenes);
    const scenes = (await page.evaluate(() => window.scenes)).filter((scene) => only.test(scene));
    for (const scene of scenes) {
      const faults = await take(page, origin, scene, name);
      taken++;
      if (faults.length > 0) failed++;
      for (const fault of faults) console.error(`${scene}.${name}: ${fault}`);
    }
    await context.close();
  }
} finally {
  await browser.close();
  server.close();
  if (!options.gallery) await rm(folder, { recursive: true, force: true });
}
console.log(`${taken} screens, ${failed} with faults, in ${options.out}`);
if (failed > 0 || taken === 0) process.exitCode = 1;
