// What microphones really give: unprocessed for interpreters by themselves, and for who wears headphones; and how good a
// source is, measured live. Judged by the tracks that the connection sends, as getSettings() says, and by known sounds.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { join } from "./lib/booth.mjs";
import { openChromium, openFirefox } from "./lib/browsers.mjs";
import { onlyLong } from "./lib/long.mjs";
import { noErrors } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const processing = ["echoCancellation", "noiseSuppression", "autoGainControl"];
const none = Object.fromEntries(processing.map((name) => [name, false]));

/** Runs in the page before its own scripts: remembers its connections. */
function keepConnections() {
  const Connection = window.RTCPeerConnection;
  window.connections = [];
  window.RTCPeerConnection = class extends Connection {
    constructor(...given) {
      super(...given);
      window.connections.push(this);
    }
  };
}

/** What the browser says of the microphone that it sends, and what it was told of its encoding. */
const sent = (person) => person.evaluate(() => {
  const connection = window.connections.findLast(({ connectionState }) => connectionState === "connected");
  for (const { sender, mid } of connection?.getTransceivers() ?? []) {
    if (sender.track?.kind !== "audio") continue;
    const section = connection.remoteDescription.sdp.split(/(?=^m=)/m).find((one) => one.includes(`\na=mid:${mid}\r`));
    const { echoCancellation, noiseSuppression, autoGainControl } = sender.track.getSettings();
    return { settings: { echoCancellation, noiseSuppression, autoGainControl }, opus: /a=fmtp:\d+ .*useinbandfec.*/.exec(section)?.[0] ?? "" };
  }
});

/** Packets and bytes that the microphone sent so far. */
const counted = (person) => person.evaluate(async () => {
  const connection = window.connections.findLast(({ connectionState }) => connectionState === "connected");
  let [packets, bytes] = [0, 0];
  (await connection.getStats()).forEach((entry) => {
    if (entry.type === "outbound-rtp" && entry.kind === "audio") [packets, bytes] = [packets + entry.packetsSent, bytes + entry.bytesSent];
  });
  return { packets, bytes };
});

const unprocessed = (person) => person.evaluate(() => window.cumbre.client.devices.view.get().unprocessed);

// Firefox's own fake microphone is never processed: it gets a real one, which hears what the tests' sound server plays.
const openRealFirefox = (options) => openFirefox({ ...options, prefs: { "media.navigator.streams.fake": false } });

for (const [name, open] of [["Chromium", openChromium], ["Firefox", openRealFirefox]]) {
  describe(`${name}'s microphone`, { skip: name === "Firefox" && onlyLong }, () => {
    const server = new Server();
    const browsers = [];
    let meeting;
    const enter = async (role, called, extra) => {
      const browser = await open({ tone: 700, toneSeconds: 120 });
      browsers.push(browser);
      const person = await browser.open("about:blank");
      if (person.page.addInitScript) await person.page.addInitScript(keepConnections);
      else await person.page.evaluateOnNewDocument(keepConnections);
      const invitation = await meeting.invite(role, called, extra);
      return join({ open: async (url) => { await person.page.goto(url); return person; } }, invitation);
    };
    before(async () => {
      await server.start();
      meeting = await server.meeting();
    });
    after(async () => {
      for (const browser of browsers) await browser.close();
      await server.stop();
    });

    test("an interpreter's is as it is, by itself, in full band and without silences", { timeout: 180_000 }, async (t) => {
      const ana = await enter("interpreter", "Ana", { understands: ["es", "en"] });
      await until("a microphone is sent", async () => (await sent(ana))?.settings.echoCancellation === false);
      const { settings, opus } = await sent(ana);
      assert.deepEqual(settings, none);
      assert.equal(await unprocessed(ana), true, "and the console says so");
      // Firefox does not keep what is the default.
      for (const wish of ["useinbandfec=1", "maxaveragebitrate=64000"]) assert.ok(opus.includes(wish), `${opus} has no ${wish}`);
      assert.ok(!opus.includes("usedtx=1"), opus);
      assert.ok(await ana.evaluate(() => /Unprocessed: the browser leaves your sound as it is/.test(document.body.innerText)), "the check says so");
      // Until the sound server gives Firefox its first sound some seconds may pass in which there is nothing to send.
      await until("the microphone has begun", async () => (await counted(ana)).packets > 50);
      const [first, began] = [await counted(ana), performance.now()];
      await new Promise((resolve) => setTimeout(resolve, 4000));
      const [second, seconds] = [await counted(ana), (performance.now() - began) / 1000];
      const [rate, packets] = [((second.bytes - first.bytes) * 8) / seconds / 1000, (second.packets - first.packets) / seconds];
      t.diagnostic(`${rate.toFixed(0)} kbit/s in ${packets.toFixed(0)} packets a second, on standby`);
      // With DTX it would be two or three. A browser that waits for a processor sends fewer than 50.
      assert.ok(packets > 25, `${packets} packets a second: on standby the microphone is sent all the time`);
      // Chromium sends each packet twice, in RED. Firefox hears silence, which takes few bits.
      assert.ok(rate < 2 * 72 && (rate > 2 * 32 || name === "Firefox"), `${rate} kbit/s`);
      noErrors(ana);
    });

    test("a delegate's is processed, until they say that they wear headphones; and again after", { timeout: 180_000 }, async () => {
      const luz = await enter("delegate", "Luz", { delegation: "México" });
      await until("a microphone is sent", async () => (await sent(luz))?.settings.echoCancellation === true);
      assert.notEqual(await unprocessed(luz), true);
      await luz.evaluate(() => window.cumbre.client.devices.setHeadphones(true));
      await until("it is sent as it is", async () => {
        const { settings } = await sent(luz);
        return processing.every((one) => settings[one] === false);
      });
      assert.equal(await unprocessed(luz), true);
      await luz.evaluate(() => window.cumbre.client.devices.setHeadphones(false));
      await until("it is processed again", async () => (await sent(luz)).settings.echoCancellation === true);
      noErrors(luz);
    });
  });
}

// ---- The echo's reference ------------------------------------------------------------------------------------

/** Runs in the page before its own scripts: remembers what plays, by itself and through Web Audio. */
function keepPlayers() {
  window.players = { contexts: [], elements: [] };
  const Context = window.AudioContext;
  window.AudioContext = class extends Context {
    constructor(...given) {
      super(...given);
      window.players.contexts.push(this);
    }
  };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    if (!window.players.elements.includes(this)) window.players.elements.push(this);
    return play.call(this);
  };
}

test("who chooses a loudspeaker hears all of it there, and what Chromium takes for the echo is there too", { timeout: 120_000 }, async (t) => {
  const server = new Server();
  const browsers = [];
  t.after(async () => {
    for (const browser of browsers) await browser.close();
    await server.stop();
  });
  await server.start();
  const meeting = await server.meeting();
  const open = async () => {
    const browser = await openChromium({ tone: 700, toneSeconds: 120 });
    browsers.push(browser);
    await browser.context.addInitScript(keepPlayers);
    return browser;
  };
  const luz = await join(await open(), await meeting.invite("delegate", "Luz", { delegation: "México" }));
  await join(await open(), await meeting.invite("delegate", "Joe", { delegation: "United States" }));
  const { devices, choosable } = await luz.evaluate(() => window.cumbre.client.devices.view.get().speaker);
  const other = devices.find(({ id }) => id !== "default" && id !== "");
  assert.ok(choosable && other, `no other loudspeaker among ${JSON.stringify(devices)}`);
  const sinks = () => luz.evaluate(() => {
    const { contexts, elements } = window.players;
    const sounding = elements.filter(({ srcObject }) => srcObject instanceof MediaStream && srcObject.getAudioTracks().length > 0);
    return { contexts: contexts.filter(({ state }) => state === "running").map(({ sinkId }) => sinkId), elements: sounding.map(({ sinkId, muted }) => ({ sinkId, muted })) };
  });
  await until("something plays", async () => (await sinks()).elements.some(({ muted }) => muted));
  await luz.evaluate((id) => window.cumbre.client.devices.chooseSpeaker(id), other.id);
  await until("all of it is on the loudspeaker that was chosen", async () => {
    const now = await sinks();
    return now.contexts.includes(other.id) && now.elements.filter(({ muted }) => muted).every(({ sinkId }) => sinkId === other.id);
  });
  t.diagnostic(JSON.stringify(await sinks()));
  noErrors(luz);
});

// ---- How good a source is -----------------------------------------------------------------------------------

const rate = 48_000;

/**
 * Three seconds: two of noise up to `band` Hz at `level` dBFS, one of hardly anything. Beyond full scale it is cut off. It goes
 * up and down in 30 ms: a step would be heard at all frequencies.
 */
function noise({ band, level }) {
  let seed = 1;
  const random = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed / 2 ** 30 - 1;
  };
  // A windowed sinc of 255 taps: 60 dB down some 400 Hz above its band.
  const half = 127;
  const taps = Array.from({ length: 2 * half + 1 }, (_, i) => {
    const at = i - half;
    const sinc = at === 0 ? (2 * band) / rate : Math.sin((2 * Math.PI * band * at) / rate) / (Math.PI * at);
    return sinc * (0.42 + 0.5 * Math.cos((Math.PI * at) / half) + 0.08 * Math.cos((2 * Math.PI * at) / half));
  });
  const white = Array.from({ length: 3 * rate }, random);
  const through = white.map((_, i) => taps.reduce((sum, tap, k) => sum + tap * white[(i + k) % white.length], 0));
  const power = Math.sqrt(through.reduce((sum, one) => sum + one * one, 0) / through.length);
  const loud = 10 ** (level / 20) / power;
  // Five digits: the samples go into the page as text.
  const fade = 0.03 * rate;
  const open = (i) => 0.5 - 0.5 * Math.cos(Math.PI * Math.max(0, Math.min(1, i / fade, (2 * rate - i) / fade)));
  return through.map((one, i) => Math.round(1e5 * Math.max(-1, Math.min(1, one * loud * Math.max(open(i), 1 / 300)))) / 1e5);
}

test("how good each source is, as the colleagues of the booth and the chair see it", { skip: onlyLong, timeout: 240_000 }, async (t) => {
  const server = new Server();
  const browsers = [];
  const enter = async (meeting, role, called, extra, options) => {
    const browser = await openChromium(options);
    browsers.push(browser);
    return join(browser, await meeting.invite(role, called, extra));
  };
  t.after(async () => {
    for (const browser of browsers) await browser.close();
    await server.stop();
  });
  await server.start();
  const meeting = await server.meeting();
  const iris = await enter(meeting, "interpreter", "Iris", { understands: ["es"] }, { microphone: noise({ band: 15_000, level: -20 }) });
  const telephone = await enter(meeting, "delegate", "Telephone", { delegation: "México" }, { microphone: noise({ band: 3_500, level: -20 }) });
  const shouting = await enter(meeting, "delegate", "Shouting", { delegation: "México" }, { microphone: noise({ band: 15_000, level: 0 }) });
  const seenBy = (person, called) => person.evaluate((wanted) =>
    window.cumbre.client.console.view.get().sources.find((one) => one.name === wanted), called);
  const all = {};
  // A sound device that gets no processor tears the sound, which is heard at all frequencies: the next measurement counts.
  for (const [called, least, most] of [["Telephone", 2500, 4500], ["Shouting", 14_000, 24_000], ["Iris", 14_000, 16_500]]) {
    all[called] = await until(`the band of ${called} is between ${least} and ${most} Hz`, async () => {
      const seen = await seenBy(iris, called);
      if (!(seen?.band >= least && seen.band <= most)) throw new Error(`${seen?.band} Hz`);
      return seen;
    });
    t.diagnostic(JSON.stringify(all[called]));
  }
  assert.equal(all.Iris.clipping, 0);
  assert.ok(all.Shouting.clipping > 20, `${all.Shouting.clipping} ‰ of the samples are clipped`);
  assert.ok(all.Iris.noise < -55, `the pauses: ${all.Iris.noise} dBFS`);
  assert.notEqual(all.Telephone.judgement, "good");
  assert.equal(all.Shouting.judgement, "poor");
  assert.ok(await iris.evaluate(() => document.body.innerText.includes("Telephone")), "the console shows it");
  for (const person of [iris, telephone, shouting]) noErrors(person);
});
