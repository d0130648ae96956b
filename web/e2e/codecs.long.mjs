// Pictures in every codec that is forwarded, and lips and voice together: measured from what leaves the page.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { openChromium, openFirefox } from "./lib/browsers.mjs";
import { keepConnections, statistics } from "./lib/connections.mjs";
import { Publisher } from "./lib/gstreamer.mjs";
import { enter, hears, noErrors, seesMovingPictureOf } from "./lib/people.mjs";
import { allowed } from "./lib/promise.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const server = new Server();
before(() => server.start());
after(() => server.stop());

/** Runs in the page before its own scripts: the client's offers have this codec first. */
function preferCodec(name) {
  const set = RTCRtpTransceiver.prototype.setCodecPreferences;
  RTCRtpTransceiver.prototype.setCodecPreferences = function (codecs) {
    const is = (codec) => codec.mimeType.toLowerCase() === `video/${name}`;
    return set.call(this, [...codecs.filter(is), ...codecs.filter((codec) => !is(codec))]);
  };
}

/** The codec of each picture that arrives in the page, of those that move. */
const receivedCodecs = (person) => person.evaluate(async () => {
  const reports = await Promise.all(window.connections.map((connection) => connection.getStats()));
  return reports.flatMap((report) => [...report.values()]
    .filter((s) => s.type === "inbound-rtp" && s.kind === "video" && s.framesDecoded > 0)
    .map((s) => report.get(s.codecId)?.mimeType.toLowerCase()));
});

for (const codec of ["vp9", "av1", "h264"]) {
  test(`a browser's ${codec.toUpperCase()} is forwarded`, { timeout: 180_000 }, async (t) => {
    const meeting = await server.meeting();
    const speaker = await openChromium({ tone: 523 });
    t.after(() => speaker.close());
    const can = await speaker.context.newPage().then(async (page) => {
      await page.goto(server.url);
      const found = await page.evaluate((name) => RTCRtpSender.getCapabilities("video").codecs.some((c) => c.mimeType.toLowerCase() === `video/${name}`), codec);
      await page.close();
      return found;
    });
    if (!can) {
      t.skip(`this Chromium does not send ${codec}`);
      return;
    }
    await speaker.context.addInitScript(preferCodec, codec);
    const listener = await openChromium({ tone: 784 });
    t.after(() => listener.close());
    await listener.context.addInitScript(keepConnections);
    const from = await enter(speaker, await meeting.invite("chair", "Presidencia", { delegation: "México" }));
    const to = await enter(listener, await meeting.invite("delegate", "Listener", { delegation: "United States" }));
    await seesMovingPictureOf(to, from, { timeoutMs: 60_000 });
    await hears(to, 523);
    assert.deepEqual([...new Set(await receivedCodecs(to))], [`video/${codec}`]);
    noErrors(from, to);
  });
}

test("sound goes in RED where both ends know it, and plainly elsewhere", { timeout: 120_000 }, async (t) => {
  const meeting = await server.meeting();
  const chromium = await openChromium({ tone: 523 });
  t.after(() => chromium.close());
  await chromium.context.addInitScript(keepConnections);
  const listening = await chromium.person({});
  await listening.context.addInitScript(keepConnections);
  const firefox = await openFirefox({ tone: 784 });
  t.after(() => firefox.close());
  const from = await enter(chromium, await meeting.invite("chair", "Presidencia", { delegation: "México" }));
  const to = await enter(listening, await meeting.invite("observer", "Listener"));
  const plain = await enter(firefox, await meeting.invite("delegate", "Firefox", { delegation: "United States" }));
  await Promise.all([hears(to, 523, { timeoutMs: 60_000 }), hears(plain, 523, { timeoutMs: 30_000 }), hears(from, 784, { timeoutMs: 30_000 })]);
  const [first] = await from.evaluate(() =>
    window.connections.at(-1).getSenders().find((sender) => sender.track?.kind === "audio").getParameters().codecs);
  assert.equal(first.mimeType, "audio/red");
  assert.match(await from.evaluate(() => window.connections.at(-1).remoteDescription.sdp), /a=fmtp:111 .*useinbandfec=1/);
  // Statistics name Opus, the codec inside: RED shows in its size, Opus alone having 80 bytes at 32 kbit/s, and in the
  // copies that a receiver who lost nothing throws away.
  const sent = (await statistics(from, "outbound-rtp")).find((s) => s.kind === "audio" && s.packetsSent > 0);
  const [got] = (await statistics(to, "inbound-rtp")).filter((s) => s.kind === "audio").sort((a, b) => b.packetsReceived - a.packetsReceived);
  t.diagnostic(`sent ${sent.bytesSent / sent.packetsSent} bytes a packet, got ${got.bytesReceived / got.packetsReceived}, ${got.packetsDiscarded} copies in ${got.packetsReceived}`);
  assert.ok(sent.bytesSent / sent.packetsSent > 120 && got.bytesReceived / got.packetsReceived > 120, "each packet has two");
  assert.ok(got.packetsDiscarded > got.packetsReceived / 2, "the listener knows the copies as such");
  assert.ok(await server.metric("cumbre_media_stripped_total") > 0, "Firefox gets what is left without them");
  noErrors(from, to, plain);
});

const FLASH_EVERY = 2; // seconds

/** A file whose picture turns white for a tenth of a second while a tone sounds, every two seconds. */
function flashesAndBeeps(codec, seconds = 40) {
  const file = join(mkdtempSync(join(tmpdir(), "cumbre-flash-")), "flash.mkv");
  const encoders = {
    VP8: ["-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "600k"],
    H264: ["-c:v", "libx264", "-preset", "ultrafast", "-profile:v", "baseline", "-tune", "zerolatency", "-bf", "0"],
  };
  const on = `lt(mod(t,${FLASH_EVERY}),0.1)`;
  execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i",
    `color=black:s=640x360:r=30,drawbox=color=white:t=fill:enable='${on}'`, "-f", "lavfi", "-i",
    `aevalsrc='0.4*sin(2*PI*880*t)*${on}':s=48000`, "-t", String(seconds), ...encoders[codec], "-g", "30",
    "-pix_fmt", "yuv420p", "-c:a", "libopus", "-b:a", "48k", "-application", "audio", "-y", file]);
  return file;
}

/**
 * Runs in the page: for each flash of the participant's picture, by how many ms the beep follows it (negative: goes
 * before). A flash counts when its frame is presented, a beep when the page renders its first sample.
 */
async function watchAndListen(id, seconds) {
  const video = document.querySelector(`[data-participant="${id}"] video[data-shown]`);
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const flashes = [];
  const beeps = [];
  const onset = (times, at) => { if (at - (times.at(-1) ?? -1e9) > 1000) times.push(at); };
  const end = performance.now() + seconds * 1000;
  const frame = (now, { expectedDisplayTime }) => {
    context.drawImage(video, 0, 0, 4, 4);
    if (context.getImageData(1, 1, 1, 1).data[0] > 128) onset(flashes, Math.max(now, expectedDisplayTime ?? now));
    if (now < end) video.requestVideoFrameCallback(frame);
  };
  video.requestVideoFrameCallback(frame);
  while (performance.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    const { samples, sampleRate } = window.ears.latest();
    const first = samples.findIndex((sample) => Math.abs(sample) > 0.05);
    // What was loud from the block's beginning began before it.
    if (first > 480) onset(beeps, performance.now() - ((samples.length - first) / sampleRate) * 1000);
  }
  return flashes.flatMap((flash) => beeps.filter((beep) => Math.abs(beep - flash) < 900).map((beep) => Math.round(beep - flash)));
}

for (const [name, open, codec] of [["Chromium", openChromium, "VP8"], ["Chromium", openChromium, "H264"], ["Firefox", openFirefox, "VP8"]]) {
  test(`${name}: lips and voice of a ${codec} publisher are together`, { timeout: 240_000 }, async (t) => {
    const meeting = await server.meeting();
    const browser = await open({ tone: 523 });
    t.after(() => browser.close());
    const viewer = await enter(browser, await meeting.invite("observer", "Viewer")); // sends nothing: its processor is for watching
    const room = await meeting.invite("delegate", "Room", { delegation: "United States" });
    const publisher = new Publisher(`${server.url}/whip/${meeting.id}`, room.token, flashesAndBeeps(codec), codec);
    t.after(() => publisher.kill());
    const answer = await until("the server answers the publisher", () => publisher.answer, { fatal: /ended/ });
    assert.equal(answer.status, 201, answer.problem);
    await until("its picture is shown", () => viewer.evaluate((id) =>
      document.querySelector(`[data-participant="${id}"] video[data-shown]`)?.videoWidth > 0, room.id), { timeoutMs: 60_000 });
    const offsets = await viewer.evaluate(watchAndListen, room.id, 20);
    t.diagnostic(`sound after picture, ms: ${offsets.join(" ")}`);
    // Browsers bring the two together step by step, some 80 ms a second: what counts is where they end.
    const settled = offsets.slice(-5).toSorted((a, b) => a - b);
    assert.equal(settled.length, 5, "flashes and beeps are found");
    assert.ok(settled[2] >= -allowed(45) && settled[2] <= allowed(125), `median ${settled[2]} ms: outside −45 … +125 ms`);
    noErrors(viewer);
  });
}
