// Bad networks, with real browsers: a relay between the viewers' namespaces and the server's delays, loses and limits. Who
// speaks and who is seen is on a good network. What is measured is what the page's own statistics say (getStats): frozen
// time is the browser's (a gap of three mean frame times and at least 150 ms more), sound that was made up without the
// silent part; standstills and stretches of made-up sound are seen every 100 ms.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { Bots, cameraFiles } from "./lib/bots.mjs";
import { openChromium, openFirefox } from "./lib/browsers.mjs";
import { CableLab, profiles } from "./lib/cable.mjs";
import { canMakeNetworks } from "./lib/lab.mjs";
import { enter } from "./lib/people.mjs";
import { allowed } from "./lib/promise.mjs";
import { begin, end, figures, installReception } from "./lib/reception.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

/** For how long a network is left alone, and then measured, ms. */
const settleMs = 5000;
const windowMs = 20_000;

/** The network's own time, not a wait for something. */
const pass = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

describe("bad networks", { skip: canMakeNetworks ? false : "needs root for networks of its own", concurrency: 1 }, () => {
  const lab = new CableLab();
  const server = new Server();
  let camera;
  let home;
  let office;
  let phone;
  before(async () => {
    lab.up();
    home = lab.place("home");
    office = lab.place("office");
    phone = lab.place("wifi", "mobile");
    lab.here("firefox");
    await lab.start();
    server.wrap = lab.inHall;
    server.listen = "0.0.0.0";
    server.http = 8080; // the hall's own
    server.media = 8081;
    server.origin = `http://${lab.backDoor}:8080`;
    server.mediaAddress = lab.serverAddress;
    server.args.push("--public-url", `http://${lab.serverAddress}:8080`);
    await server.start();
    camera = cameraFiles();
  });
  after(async () => {
    await server.stop();
    await lab.down();
  });

  const secure = () => `--unsafely-treat-insecure-origin-as-secure=http://${lab.serverAddress}:8080`;

  async function chromium(t, executablePath, options) {
    const browser = await openChromium({ executablePath, args: [secure()], ...options });
    t.after(() => browser.close());
    return browser;
  }

  /**
   * A meeting with so many cameras, the first of which speaks, and is on stage; with `voice` a Chromium without a picture speaks,
   * in RED, and the first camera is on stage because it has the floor. Viewers, in the order of `from` (places, or "firefox"),
   * are there while their networks are still good.
   */
  async function gathering(t, { cameras, voice = false }, ...from) {
    const programs = [];
    for (const { name } of lab.links) await lab.set(name, "good");
    const meeting = await server.meeting();
    const [first, ...others] = await Promise.all(Array.from({ length: cameras }, (_, i) => meeting.invite("delegate", `Camera ${i}`, { delegation: "United States" })));
    for (const [shown, tone] of [[[first], voice ? undefined : 330], [others, undefined]]) {
      if (shown.length === 0) continue;
      const bots = new Bots(server, meeting, shown, { tone, camera, wrap: lab.inHall });
      programs.push(bots);
      t.after(() => bots.leave());
    }
    if (voice) {
      const speaker = await chromium(t, lab.chromiumInHall, { tone: 523, viewport: { width: 400, height: 400 } });
      const person = await enter(speaker, await meeting.invite("chair", "Voice", { delegation: "México" }));
      await person.evaluate(() => window.cumbre.client.devices.setCamera(false));
      await until("the camera is there", () => person.evaluate((id) => window.cumbre.client.meeting.get().byId.has(id), first.id));
      await person.evaluate((id) => window.cumbre.client.commands.giveFloor(id), first.id);
    }
    const viewers = [];
    for (const place of from) {
      const browser = place === "firefox" ? await openFirefox() : await chromium(t, place.chromium);
      if (place === "firefox") t.after(() => browser.close());
      await browser.prepare(installReception);
      viewers.push(await enter(browser, await meeting.invite("observer", `Viewer ${viewers.length}`)));
    }
    for (const viewer of viewers) await allMove(t, viewer, cameras, programs);
    return viewers;
  }

  /** Waits until so many pictures move; where they do not, tells what came of each, and what the programs that send them say. */
  async function allMove(t, viewer, count, programs) {
    let pictures;
    await until(`${count} pictures move`, async () => {
      await begin(viewer);
      await pass(1000);
      ({ pictures } = await end(viewer));
      return pictures.filter(({ framesDecoded }) => framesDecoded > 5).length >= count;
    }, { everyMs: 10 }).catch((error) => {
      t.diagnostic(`in the last second: ${JSON.stringify(pictures?.map(({ mid, height, packetsReceived, framesDecoded }) => ({ mid, height, packetsReceived, framesDecoded })))}`);
      for (const { log } of programs) t.diagnostic(log.slice(-2000));
      throw error;
    });
  }

  /** What viewers receive while the networks are as they are. */
  async function receive(ms, ...viewers) {
    await Promise.all(viewers.map(begin));
    await pass(ms);
    return Promise.all(viewers.map(end));
  }

  const tell = (t, name, reception) => {
    const all = figures(reception);
    t.diagnostic(`${name}: ${Object.entries(all).map(([key, value]) => `${key} ${value}`).join(", ")}`);
    return all;
  };

  // What the same path does to the picture without losses is the machine's: it is measured first, and allowed.
  for (const [name, from, profilesOf] of [["Chromium", () => home, ["loss-1", "loss-5", "loss-10"]], ["Firefox", () => "firefox", ["loss-5"]]]) {
    test(`losses at 100 ms there and back: ${name}`, { timeout: 240_000 }, async (t) => {
      const [viewer] = await gathering(t, { cameras: 1, voice: true }, from());
      const link = from() === home ? "home" : "firefox";
      const measure = async (profile) => {
        await lab.set(link, profile);
        await pass(settleMs);
        await lab.statistics();
        const [reception] = await receive(windowMs, viewer);
        const { sent, lostRandom, meanLateMs } = (await lab.statistics())[link].down;
        t.diagnostic(`${profile}: ${lostRandom} of ${sent} packets lost, the relay ${meanLateMs.toFixed(2)} ms late`);
        return tell(t, `${profile}, ${name}`, reception);
      };
      const clean = await measure("clean-100");
      for (const profile of profilesOf) {
        const lossPercent = 100 * profiles[profile].down.loss;
        const f = await measure(profile);
        assert.ok(f.frozenMsPerMinute <= clean.frozenMsPerMinute + 3000 * lossPercent, `${f.frozenMsPerMinute} ms frozen in a minute`);
        assert.ok(f.framesPerSecond > 0.8 * clean.framesPerSecond, `${f.framesPerSecond} frames/s of ${clean.framesPerSecond}`);
        // Where the losses were taken for a narrow path the picture is made smaller, and sound is not sent twice on it.
        const narrow = f.heights[0] < clean.heights[0];
        assert.ok(f.concealedPercent < clean.concealedPercent + (narrow ? 1.2 : 0.3) * lossPercent, `${f.concealedPercent} % of sound made up`);
      }
    });
  }

  // Six pictures want 2.6 Mbit/s, the stage's 1.8 of them. The estimate of a path is 0.84 of it: less than 3.3 Mbit/s would not
  // carry that layer, and the next is a quarter. How much of a link is used whose steps are small is measured in virtual time.
  const wantedBps = 2_600_000;
  const wide = profiles.dsl;

  test("4 Mbit/s, 500 kbit/s, 4 Mbit/s", { timeout: 240_000 }, async (t) => {
    const [viewer] = await gathering(t, { cameras: 6 }, home);
    await lab.set("home", wide);
    const [before] = await receive(10_000, viewer);
    tell(t, "wide", before);
    await lab.set("home", "narrow");
    const [during] = await receive(windowMs, viewer);
    const f = tell(t, "narrow", during);
    t.diagnostic(`narrow, pictures: ${JSON.stringify(during.pictures.map(({ height, framesDecoded, stood }) => ({ height, framesDecoded, stood })))}`);
    await lab.set("home", wide);
    await pass(10_000);
    await lab.statistics();
    const [after] = await receive(5000, viewer);
    const { down } = (await lab.statistics()).home;
    tell(t, "10 to 15 s after it is wide again", after);
    t.diagnostic(`the cable then carries ${Math.round(down.bitsPerSecond / 1000)} of ${wide.down.rate / 1000} kbit/s, ${down.lostQueue} lost in its queue, which is ${Math.round(down.longestQueueMs)} ms at most`);

    // The picture that goes on through it all; others may be paused, which is said to the person.
    const kept = during.pictures.filter(({ moves, framesDecoded }) => moves && framesDecoded > 100);
    assert.ok(kept.length > 0, "no picture moves on 500 kbit/s");
    const stood = Math.min(...kept.map((picture) => Math.max(0, ...picture.stood.map(({ ms }) => ms))));
    t.diagnostic(`the picture that is kept stands for ${stood} ms at most`);
    // A second is wanted. With six cameras 0.6 to 0.9 s were seen.
    assert.ok(stood < allowed(1000), `the picture that is kept stands for ${stood} ms`);
    assert.ok(f.longestMadeUpMs < allowed(500), `sound is made up for ${f.longestMadeUpMs} ms at a stretch`);
    assert.ok(down.bitsPerSecond > 0.8 * wantedBps, `${down.bitsPerSecond} bit/s are used`);
  });

  test("one viewer's network does not touch another's picture", { timeout: 180_000 }, async (t) => {
    const [poor, good] = await gathering(t, { cameras: 1 }, home, office);
    await pass(settleMs);
    const [, before] = await receive(15_000, poor, good);
    const was = tell(t, "the other, before", before);
    await lab.set("home", "narrow");
    const [bad, meanwhile] = await receive(15_000, poor, good);
    tell(t, "500 kbit/s", bad);
    const is = tell(t, "the other, meanwhile", meanwhile);
    assert.deepEqual(is.heights, was.heights, "the other's layers");
    assert.ok(is.framesPerSecond > 0.9 * was.framesPerSecond, `the other sees ${is.framesPerSecond} frames/s`);
  });

  test("two behind one bottleneck share it", { timeout: 180_000 }, async (t) => {
    const [one, two] = await gathering(t, { cameras: 2 }, home, home);
    // Each wants 2 Mbit/s.
    await lab.set("home", { ...profiles.dsl, down: { ...profiles.dsl.down, rate: 3_000_000 } });
    await pass(settleMs);
    await lab.statistics();
    const receptions = await receive(35_000, one, two);
    const { down } = (await lab.statistics()).home;
    const [a, b] = receptions.map((reception, i) => tell(t, `viewer ${i + 1}`, reception).kbps);
    t.diagnostic(`the cable carries ${Math.round(down.bitsPerSecond / 1000)} of 3000 kbit/s; ratio ${(Math.min(a, b) / Math.max(a, b)).toFixed(2)}`);
    // 0.7 is wanted. 0.73 to 0.94 were seen in four runs with nothing else at work, 0.46 before: the layers' steps are large, and 35 s are
    // few of them.
    assert.ok(Math.min(a, b) > 0.5 * Math.max(a, b), `${a} and ${b} kbit/s`);
  });

  test("from Wi-Fi to a mobile network, and an outage of 5 s", { timeout: 180_000 }, async (t) => {
    const [walker] = await gathering(t, { cameras: 1 }, phone);
    await lab.set("wifi", "wifi-bursts");
    await lab.set("mobile", "mobile");
    await pass(settleMs);
    await begin(walker);
    await pass(2000);
    phone.change("wifi", "mobile");
    await pass(10_000);
    const changed = tell(t, "another address", await end(walker));
    assert.ok(changed.framesPerSecond > 15, `${changed.framesPerSecond} frames/s`);
    assert.ok(changed.longestStandstillMs < allowed(2000), `the picture stands for ${changed.longestStandstillMs} ms`);

    await lab.set("mobile", "outage");
    await pass(5000);
    await lab.set("mobile", "mobile");
    const [back] = await receive(8000, walker);
    const after = tell(t, "after an outage of 5 s", back);
    const [first] = back.pictures.flatMap(({ stood }) => stood);
    t.diagnostic(`the first picture after ${first?.ms ?? 0} ms`);
    assert.ok((first?.ms ?? 0) < allowed(2000) && back.pictures.some(({ moves }) => moves), `${first?.ms} ms until a picture moves`);
    assert.ok(after.framesPerSecond > 12, `${after.framesPerSecond} frames/s`);
  });
});
