// Whoever loses the connection comes back as the same participant to the same place: after a reload, a change of network,
// 30 s without network, and a restart of the server.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openChromium } from "./lib/browsers.mjs";
import { canMakeNetworks, Lab } from "./lib/lab.mjs";
import { enter, hears, inside, seesMovingPictureOf } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

/** Between the network's return and sound and picture both ways. */
const withinMs = 2000;

/** In a meeting: the person whose connection will suffer, and a witness. */
async function two(server, browserOptions = {}, base) {
  const meeting = await server.meeting();
  const chair = await meeting.invite("chair", "Witness", { delegation: "México" });
  const delegate = await meeting.invite("delegate", "Traveller", { delegation: "United States" });
  if (base) delegate.url = delegate.url.replace(/^http:\/\/[^/]+/, base);
  const browsers = [await openChromium({ tone: 523 }), await openChromium({ tone: 784, ...browserOptions })];
  const witness = await enter(browsers[0], chair);
  const traveller = await enter(browsers[1], delegate);
  await both(witness, traveller);
  return { meeting, witness, traveller, close: () => Promise.all(browsers.map((browser) => browser.close())) };
}

const both = (witness, traveller, options) => Promise.all([
  hears(witness, 784, options), hears(traveller, 523, options),
  seesMovingPictureOf(witness, traveller, options), seesMovingPictureOf(traveller, witness, options),
]);

/** Frames decoded in the page and by the witness, and whether there were more since the last look. */
const framesOf = (person, id) => person.evaluate((participant) =>
  document.querySelector(`[data-participant="${participant}"] video[data-shown]`)?.getVideoPlaybackQuality().totalVideoFrames ?? 0, id);

/** Milliseconds from now until both see new frames of the other. */
async function backAfter(witness, traveller) {
  const began = performance.now();
  const start = [await framesOf(witness, traveller.id), await framesOf(traveller, witness.id)];
  let last = start;
  await until("frames flow both ways again", async () => {
    const now = [await framesOf(witness, traveller.id), await framesOf(traveller, witness.id)];
    const flowing = now.every((n, i) => n !== last[i] && n > 0);
    last = now;
    return flowing;
  }, { timeoutMs: 20_000, everyMs: 40 });
  return performance.now() - began;
}

test("a reload", { timeout: 90_000 }, async (t) => {
  const server = await new Server().start();
  t.after(() => server.stop());
  const { witness, traveller, close } = await two(server);
  t.after(close);
  await traveller.click("button", "Raise your hand");
  await traveller.reload();
  await inside(traveller);
  await both(witness, traveller);
  assert.equal(await witness.evaluate((id) => document.querySelectorAll(`[data-participant="${id}"]`).length, traveller.id), 1);
});

test("a restart of the server by kill -9", { timeout: 120_000 }, async (t) => {
  const server = await new Server().start();
  t.after(() => server.stop());
  const { witness, traveller, close } = await two(server);
  t.after(close);
  await server.kill();
  await server.start();
  const ms = await backAfter(witness, traveller);
  t.diagnostic(`frames both ways ${Math.round(ms)} ms after the server answered`);
  assert.ok(ms < withinMs, `${ms} ms`);
  await both(witness, traveller);
});

test("networks that come and go", { skip: canMakeNetworks ? false : "needs root for a network of its own", timeout: 240_000 }, async (t) => {
  const lab = new Lab().up();
  t.after(() => lab.down());
  const server = new Server({ args: [] });
  server.listen = "0.0.0.0";
  server.mediaAddress = `${lab.serverAddress},127.0.0.1`;
  await server.start();
  t.after(() => server.stop());
  const base = `http://${lab.serverAddress}:${server.http}`;
  const options = { executablePath: lab.chromium, args: [`--unsafely-treat-insecure-origin-as-secure=${base}`] };

  await t.test("30 s without any network", async (t) => {
    const { witness, traveller, close } = await two(server, options, base);
    t.after(close);
    lab.cut();
    await new Promise((resolve) => setTimeout(resolve, 30_000)); // the outage itself, not a wait for something
    lab.restore();
    const ms = await backAfter(witness, traveller);
    t.diagnostic(`frames both ways ${Math.round(ms)} ms after the network was back`);
    assert.ok(ms < withinMs, `${ms} ms`);
    await both(witness, traveller);
  });

  await t.test("UDP is blocked: TCP carries it", async (t) => {
    lab.blockUDP();
    const { traveller, close } = await two(server, options, base);
    t.after(close);
    await until("the page knows that it uses TCP", () => traveller.evaluate(() => window.cumbre.client.quality.get().transport === "tcp"));
  });

  await t.test("another network: other address, same participant", async (t) => {
    const { witness, traveller, close } = await two(server, options, base);
    t.after(close);
    lab.changeNetwork();
    const ms = await backAfter(witness, traveller);
    t.diagnostic(`frames both ways ${Math.round(ms)} ms after the network changed`);
    await both(witness, traveller);
  });
});
