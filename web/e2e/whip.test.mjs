// WHIP and WHEP with GStreamer, which is not ours, and their letter (RFC 9725, draft-ietf-wish-whep) by plain HTTP.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openChromium } from "./lib/browsers.mjs";
import { play, Publisher, strongestTone } from "./lib/gstreamer.mjs";
import { enter, hears, noErrors, seesMovingPictureOf, stats } from "./lib/people.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const server = new Server();
let browser;
before(async () => {
  await server.start();
  browser = await openChromium({ tone: 523 });
});
after(async () => {
  await browser?.close();
  await server.stop();
});

const isShown = (person, id) => person.evaluate((participant) =>
  document.querySelector(`[data-participant="${participant}"]`) !== null, id);
const answered = (publisher) => until("the server answers the publisher", () => publisher.answer, { fatal: /ended/ });

test("a GStreamer publisher is seen and heard in the browser as a participant, until it goes", { timeout: 240_000 }, async (t) => {
  const meeting = await server.meeting();
  const person = await enter(browser, await meeting.invite("chair", "Presidencia", { delegation: "México" }));
  t.after(() => person.close());
  const room = await meeting.invite("delegate", "Conference room", { delegation: "United States", function: "Room system" });
  const publisher = new Publisher(`${server.url}/whip/${meeting.id}`, room.token, 660);
  t.after(() => publisher.kill());
  const answer = await answered(publisher);
  assert.equal(answer.status, 201, answer.problem);

  await seesMovingPictureOf(person, room);
  await hears(person, 660);
  const plate = await person.evaluate((id) => document.querySelector(`[data-participant="${id}"]`).textContent, room.id);
  assert.match(plate, /Conference room/);
  assert.match(plate, /Room system/);
  const size = await person.evaluate((id) => {
    const video = document.querySelector(`[data-participant="${id}"] video[data-shown]`);
    return [video.videoWidth, video.videoHeight];
  }, room.id);
  assert.deepEqual(size, [640, 360]);

  const { deleted, patched } = await publisher.stop();
  assert.equal(deleted, 200);
  assert.ok(patched.length > 0 && patched.every((status) => status === 204), `trickled candidates: ${patched}`);
  await until("the publisher has left", async () => !(await isShown(person, room.id)));
  assert.equal((await stats(person)).renegotiations, 0);
  noErrors(person);
});

test("a second publisher with the same invitation takes the place of the first", { timeout: 120_000 }, async (t) => {
  const meeting = await server.meeting();
  const room = await meeting.invite("delegate", "Room", { delegation: "México" });
  const viewer = await meeting.invite("observer", "Viewer");
  const endpoint = `${server.url}/whip/${meeting.id}`;
  const publishers = [new Publisher(endpoint, room.token, 400)];
  t.after(() => Promise.all(publishers.map((publisher) => publisher.kill())));
  assert.equal((await answered(publishers[0])).status, 201);
  publishers.push(new Publisher(endpoint, room.token, 700));
  assert.equal((await answered(publishers[1])).status, 201);
  const result = await play(`${server.url}/whep/${meeting.id}`, viewer.token, 3);
  assert.equal(strongestTone(result.samples.subarray(-48_000)).frequency, 700);
  assert.deepEqual([result.width, result.height], [640, 360]);
  const first = await fetch(new URL(publishers[0].answer.location, server.url), { method: "DELETE", headers: { Authorization: `Bearer ${room.token}` } });
  assert.equal(first.status, 404);
});

test("a GStreamer player sees and hears the browser that has the stage", { timeout: 180_000 }, async (t) => {
  const meeting = await server.meeting();
  const person = await enter(browser, await meeting.invite("delegate", "Speaker", { delegation: "México" }));
  t.after(() => person.close());
  const viewer = await meeting.invite("observer", "Room display");
  await until("its picture and sound flow", () => person.evaluate(() => window.cumbre.client.quality.get().sendBitrate > 0));
  const result = await play(`${server.url}/whep/${meeting.id}?language=es`, viewer.token, 6);
  assert.equal(result.status, 201, result.problem);
  assert.equal(result.deleted, 200);
  t.diagnostic(`${result.frames} frames, the last of ${result.width} × ${result.height}`);
  assert.ok(result.frames >= 40, `${result.frames} frames in 6 s`);
  assert.ok([720, 540, 360, 180].includes(result.height) && result.width * 9 === result.height * 16, `${result.width} × ${result.height}`);
  const tone = strongestTone(result.samples.subarray(-48_000));
  assert.ok(Math.abs(tone.frequency - 523) <= 4 && tone.level > -50, JSON.stringify(tone));
  assert.equal((await stats(person)).renegotiations, 0);
  noErrors(person);
});

// ---- The letter ----

const sdpType = "application/sdp";
const fragmentType = "application/trickle-ice-sdpfrag";
const fingerprint = Array.from({ length: 32 }, (_, i) => (i + 16).toString(16).toUpperCase()).join(":");

/** An offer as a publisher (sendonly) or player (recvonly) makes it; nobody is behind it. */
const offer = (direction, ufrag = "abcd") => [
  "v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0", "a=group:BUNDLE 0 1", "a=extmap-allow-mixed",
  ...[["audio", 111, "opus/48000/2"], ["video", 96, "VP8/90000"]].flatMap(([kind, type, codec], mid) => [
    `m=${kind} 9 UDP/TLS/RTP/SAVPF ${type}`, "c=IN IP4 0.0.0.0", "a=rtcp:9 IN IP4 0.0.0.0", `a=ice-ufrag:${ufrag}`, "a=ice-pwd:0123456789abcdefghijklmn",
    "a=ice-options:trickle", `a=fingerprint:sha-256 ${fingerprint}`, "a=setup:actpass", `a=mid:${mid}`, `a=${direction}`,
    "a=rtcp-mux", `a=rtpmap:${type} ${codec}`, ...(direction === "sendonly" ? [`a=ssrc:${1000 + mid} cname:test`] : []),
  ]), "",
].join("\r\n");

const fragment = (ufrag) => [
  `a=ice-ufrag:${ufrag}`, "a=ice-pwd:0123456789abcdefghijklmn", `m=audio 9 UDP/TLS/RTP/SAVPF 111`, "a=mid:0",
  "a=candidate:1 1 udp 2130706431 127.0.0.1 54321 typ host", "a=end-of-candidates", "",
].join("\r\n");

async function ask(method, path, { token, type, body, ...headers } = {}) {
  const response = await fetch(new URL(path, server.url), {
    method, body, headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...(type ? { "Content-Type": type } : {}), ...headers },
  });
  return Object.assign(response, { content: await response.text() });
}

/** Every refusal is a problem detail (RFC 9457) with a code, and readable from pages of other hosts. */
function refused(response, status, code) {
  assert.equal(response.status, status, response.content);
  assert.equal(response.headers.get("Content-Type"), "application/problem+json");
  assert.equal(response.headers.get("Access-Control-Allow-Origin"), "*");
  const problem = JSON.parse(response.content);
  assert.equal(problem.status, status);
  assert.ok(problem.title && problem.detail, response.content);
  assert.ok(problem.type.endsWith(`/problems/${code}`), problem.type);
  if (status === 401) assert.match(response.headers.get("WWW-Authenticate"), /^Bearer realm=/);
  return problem;
}

for (const [name, role, direction] of [["whip", "delegate", "sendonly"], ["whep", "observer", "recvonly"]]) {
  test(`${name} to the letter`, { timeout: 60_000 }, async (t) => {
    const meeting = await server.meeting();
    const endpoint = `/${name}/${meeting.id}`;
    const { token } = await meeting.invite(role, "Device", role === "delegate" ? { delegation: "México" } : {});
    const post = (extra) => ask("POST", endpoint, { token, type: sdpType, body: offer(direction), ...extra });

    await t.test("OPTIONS tells what it takes, without a token, to pages of all hosts", async () => {
      const response = await ask("OPTIONS", endpoint, { Origin: "https://studio.example", "Access-Control-Request-Method": "POST" });
      assert.ok([200, 204].includes(response.status));
      assert.equal(response.headers.get("Accept-Post"), sdpType);
      assert.equal(response.headers.get("Access-Control-Allow-Origin"), "*");
      assert.match(response.headers.get("Access-Control-Allow-Methods"), /POST/);
      assert.match(response.headers.get("Access-Control-Allow-Headers"), /Authorization/i);
    });

    await t.test("refusals", async () => {
      refused(await post({ token: undefined }), 401, "token-missing");
      refused(await post({ token: "wrong" }), 401, "token-unknown");
      const other = await (await server.meeting()).invite("delegate", "Foreign");
      refused(await post({ token: other.token }), 403, "token-foreign");
      refused(await post({ token: server.admin }), 403, "token-is-admin");
      refused(await post({ type: "application/json", body: "{}" }), 415, "media-type-unsupported");
      refused(await post({ body: "v=0\r\nnonsense\r\n" }), 400, "sdp-invalid");
      refused(await post({ body: offer(direction).replaceAll("opus", "PCMU") }), 422, "sdp-no-opus");
      refused(await post({ body: offer(direction).replace(/a=group:BUNDLE.*\r\n/, "") }), 422, "sdp-no-bundle");
      refused(await post({ body: offer(direction).replaceAll("a=rtcp-mux\r\n", "") }), 422, "sdp-no-rtcp-mux");
      refused(await post({ body: offer(direction).replaceAll(fingerprint, "00:11") }), 422, "sdp-bad-fingerprint");
      refused(await post({ body: "v=0\r\n".padEnd(2 << 20, "a") }), 413, "body-too-large");
      assert.equal((await ask("PUT", endpoint, { token })).status, 405);
    });

    await t.test("a session from POST to DELETE", async () => {
      const created = await post();
      assert.equal(created.status, 201, created.content);
      assert.equal(created.headers.get("Content-Type"), sdpType);
      assert.match(created.content, /^v=0\r\n/);
      assert.equal(created.content.match(/^m=/gm).length, 2);
      const location = created.headers.get("Location");
      const etag = created.headers.get("ETag");
      assert.ok(location.startsWith(`${endpoint}/`), location);
      assert.match(etag, /^"[^"]+"$/);
      assert.match(created.headers.get("Access-Control-Expose-Headers"), /Location/);

      const patch = (body, extra) => ask("PATCH", location, { token, type: fragmentType, body, "If-Match": etag, ...extra });
      const trickled = await patch(fragment("abcd"));
      assert.equal(trickled.status, 204, trickled.content);
      refused(await patch(fragment("abcd"), { type: sdpType }), 415, "media-type-unsupported");
      refused(await patch(fragment("abcd"), { "If-Match": '"other"' }), 412, "precondition-failed");
      refused(await ask("PATCH", location, { token, type: fragmentType, body: fragment("abcd") }), 428, "precondition-required");
      refused(await patch(fragment("abcd"), { token: undefined }), 401, "token-missing");

      const restarted = await patch(fragment("wxyz"), { "If-Match": "*" });
      assert.equal(restarted.status, 200, restarted.content);
      assert.equal(restarted.headers.get("Content-Type"), fragmentType);
      assert.notEqual(restarted.headers.get("ETag"), etag);
      assert.match(restarted.content, /a=ice-ufrag:\S+/);
      const ufragOf = (sdp) => /a=ice-ufrag:(\S+)/.exec(sdp)[1];
      assert.notEqual(ufragOf(restarted.content), ufragOf(created.content));
      refused(await patch(fragment("wxyz")), 412, "precondition-failed"); // the tag of the session before

      const stranger = await meeting.invite(role, "Stranger", role === "delegate" ? { delegation: "México" } : {});
      refused(await ask("DELETE", location, { token: stranger.token }), 403, "session-foreign");
      refused(await ask("DELETE", location), 401, "token-missing");
      assert.equal((await ask("DELETE", location, { token })).status, 200);
      await until("the session is gone", async () => (await ask("PATCH", location, { token, type: fragmentType, body: fragment("wxyz"), "If-Match": "*" })).status === 404);
      refused(await ask("DELETE", location, { token }), 404, "session-unknown");
    });
  });
}

test("an observer may not publish", async () => {
  const meeting = await server.meeting();
  const { token } = await meeting.invite("observer", "Silent");
  const response = await ask("POST", `/whip/${meeting.id}`, { token, type: sdpType, body: offer("sendonly") });
  assert.equal(response.status, 403, response.content);
  assert.match(JSON.parse(response.content).detail, /only listens/);
});

test("who waits in the lobby is told so, and let in once the chair has admitted", { timeout: 120_000 }, async (t) => {
  const meeting = await server.meeting();
  const chair = await enter(browser, await meeting.invite("chair", "Chair", { delegation: "México" }));
  t.after(() => chair.close());
  const guest = await meeting.invite("delegate", "Guest room", { delegation: "United States", lobby: true });
  const post = () => ask("POST", `/whip/${meeting.id}`, { token: guest.token, type: sdpType, body: offer("sendonly") });
  refused(await post(), 403, "awaiting-admission");
  await chair.click("button", /waits in the lobby/);
  await chair.click("button", "Admit Guest room");
  const created = await until("the guest is let in", async () => {
    const response = await post();
    return response.status === 201 && response;
  });
  assert.equal((await ask("DELETE", created.headers.get("Location"), { token: guest.token })).status, 200);
});
