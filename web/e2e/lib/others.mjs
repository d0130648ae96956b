// How a browser comes to servers of several kinds as a viewer, or as a voice without a picture: by each server's own
// client. Pictures are published by bench/'s generator, the same to all.

import { createHmac } from "node:crypto";
import { enter } from "./people.mjs";
import { until } from "./until.mjs";

export const address = "10.77.0.1"; // as bench/'s servers have it

/** Cumbre: the meeting is the one that the generator made. `o.api` reaches the server past the relay; `o.token`: the administrator's. */
const cumbre = {
  origin: `http://${address}:8080`,
  generator: (o) => ["--kind", "cumbre", "--url", `http://${address}:8080`, "--admin-token", o.token()],
  async viewer(browser, o) { return enter(browser, await invite(o, "observer", "Viewer")); },
  async voice(browser, o) {
    const person = await enter(browser, await invite(o, "chair", "Voice"));
    await person.evaluate(() => window.cumbre.client.devices.setCamera(false));
    // Who has the floor is on stage, with whom one sees.
    await person.evaluate((own) => {
      const seen = window.cumbre.client.meeting.get().participants.find(({ id, camera }) => id !== own && camera);
      window.cumbre.client.commands.giveFloor(seen.id);
    }, person.id);
    return person;
  },
};

async function call(o, method, path, body) {
  const response = await fetch(`${o.api}:8080${path}`, {
    method, body: body && JSON.stringify(body), headers: { Authorization: `Bearer ${o.token()}`, "Content-Type": "application/json" },
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function invite(o, role, name) {
  const { meetings } = await call(o, "GET", "/api/v1/meetings");
  return call(o, "POST", `/api/v1/meetings/${meetings[0].id}/invitations`, { role, name, lobby: false });
}

/** Galène: its own page, group `bench`, in which anybody may present. */
const galene = {
  origin: `http://${address}:8443`,
  generator: () => ["--kind", "galene", "--url", `ws://${address}:8443/ws`],
  viewer: (browser) => galenePage(browser, "Viewer", "#presentoff"),
  voice: (browser) => galenePage(browser, "Voice", "#presentmike"),
};

async function galenePage(browser, name, presents) {
  const person = await browser.open(`http://${address}:8443/group/bench/`);
  await until("Galène asks who one is", () => person.evaluate(() => document.querySelector("#login-container")?.checkVisibility()));
  await person.evaluate((who, present) => {
    document.querySelector("#username").value = who;
    document.querySelector(present).checked = true;
    document.querySelector("#connectbutton").click();
  }, name, presents);
  return person;
}

/** LiveKit: livekit-client as it comes (`o.livekitClient`, its UMD file), all settings its defaults. */
const livekit = {
  origin: `http://${address}:7880`,
  generator: () => ["--kind", "livekit", "--url", `ws://${address}:7880`],
  viewer: (browser, o) => livekitPage(browser, o, "Viewer"),
  voice: (browser, o) => livekitPage(browser, o, "Voice"),
};

async function livekitPage(browser, o, identity) {
  // The server's own page, which is empty: one that the test made up would not be of its network, and be refused.
  const person = await browser.open(`http://${address}:7880/`);
  await person.page.addScriptTag({ path: o.livekitClient });
  await person.evaluate(joinLiveKit, livekitToken(o, identity), identity === "Voice");
  return person;
}

/** Runs in the page. */
async function joinLiveKit(token, speaks) {
  window.room = new window.LivekitClient.Room();
  window.room.on("trackSubscribed", (track) => document.body.append(track.attach()));
  await window.room.connect(`ws://${location.host}`, token);
  if (speaks) await window.room.localParticipant.setMicrophoneEnabled(true);
}

/** A token (JWT, HS256) that lets somebody into the generator's room. */
function livekitToken({ livekitKey, livekitSecret }, identity) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const body = `${part({ alg: "HS256", typ: "JWT" })}.${part({
    iss: livekitKey, sub: identity, exp: Math.floor(Date.now() / 1000) + 3600, video: { room: "bench", roomJoin: true },
  })}`;
  return `${body}.${createHmac("sha256", livekitSecret).update(body).digest("base64url")}`;
}

export const kinds = { cumbre, galene, livekit };
