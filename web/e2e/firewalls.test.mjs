// Behind a firewall: pictures come by the best way that it lets through, and nobody sets anything.

import assert from "node:assert/strict";
import { test } from "node:test";
import { openChromium, openFirefox } from "./lib/browsers.mjs";
import { makeCertificate } from "./lib/certificate.mjs";
import { keepConnections } from "./lib/connections.mjs";
import { canMakeNetworks, Lab } from "./lib/lab.mjs";
import { enter, hears, seesMovingPictureOf, stats } from "./lib/people.mjs";
import { allowed } from "./lib/promise.mjs";
import { freePort, Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

// The certificate that the server of these tests has signed itself.
process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
/** Firefox uses TURN over TLS only where the server has a name. */
const name = "meet.test";
const browsers = {
  Chromium: ({ address, ...options }) => openChromium({
    ignoreHTTPSErrors: true, args: ["--ignore-certificate-errors", `--host-resolver-rules=MAP ${name} ${address}`], ...options,
  }),
  Firefox: ({ address, ...options }) => openFirefox({ acceptInsecureCerts: true, prefs: { "network.dns.forceResolve": address }, ...options }),
};

/** What the firewall lets through, and within what time from the click a first picture is shown by which way. */
const firewalls = [
  { name: "all but the port of HTTPS is blocked", raise: (lab, server) => lab.letOnly(server.http), lower: (lab) => lab.letAll(), withinMs: 5000, way: "relay" },
  { name: "UDP is blocked", raise: (lab) => lab.blockUDPInside(), lower: (lab) => lab.letAll(), withinMs: 3000, way: "tcp" },
];

/** The lines of a page's ICE that tell why no picture comes, and what the relay counted. */
async function why(person, server) {
  const page = await person.evaluate(async () => {
    const { stats, session } = window.cumbre.client;
    const reports = await Promise.all((window.connections ?? []).map(async (one) => ({
      servers: one.getConfiguration().iceServers?.map(({ urls }) => urls), ice: one.iceConnectionState, state: one.connectionState,
      candidates: [...(await one.getStats()).values()].filter(({ type }) => /candidate/.test(type))
        .map(({ type, candidateType, protocol, relayProtocol, address, port, url, state, nominated, requestsSent, responsesReceived }) =>
          [type, candidateType, protocol, relayProtocol, address, port, url, state, nominated, requestsSent, responsesReceived].filter((x) => x !== undefined).join(" ")),
    })));
    return { stats, session: session.get(), reports };
  });
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return `${JSON.stringify(page, null, 1)}\n${text.split("\n").filter((line) => /^cumbre_(turn|rtc_(checks|relayed|handshakes|tcp))/.test(line)).join("\n")}`;
}

test("firewalls", { skip: canMakeNetworks ? false : "needs root for a network of its own", timeout: 600_000 }, async (t) => {
  const lab = new Lab().up();
  t.after(() => lab.down());
  const { cert, key } = makeCertificate(name, lab.insideAddress);
  const server = new Server({ args: ["--tls-cert", cert, "--tls-key", key] });
  server.wrap = lab.inside;
  server.listen = "0.0.0.0";
  server.http = await freePort();
  server.origin = `https://${lab.insideAddress}:${server.http}`;
  server.mediaAddress = lab.insideAddress;
  server.args.push("--public-url", `https://${name}:${server.http}`);
  await server.start();
  t.after(() => server.stop());

  const address = lab.insideAddress;
  for (const { name, raise, lower, withinMs, way } of firewalls) {
    for (const [kind, open] of Object.entries(browsers)) {
      await t.test(`${name}: ${kind}`, { timeout: 75_000 }, async (t) => {
        raise(lab, server);
        t.after(() => lower(lab));
        const [here, there] = [await browsers.Chromium({ address, tone: 523 }), await open({ address, tone: 784 })];
        t.after(() => Promise.all([here.close(), there.close()]));
        const meeting = await server.meeting();
        for (const browser of [here, there]) await browser.prepare(keepConnections);
        const witness = await enter(here, await meeting.invite("chair", "Witness", { delegation: "México" }));
        const explained = (person) => async (error) => {
          t.diagnostic(await why(person, server).catch(String));
          throw error;
        };
        await until("the witness has media", async () => (await stats(witness)).joinToMediaMs !== undefined, { timeoutMs: 25_000 }).catch(explained(witness));
        const traveller = await enter(there, await meeting.invite("delegate", "Traveller", { delegation: "United States" }), { unhurried: kind === "Chromium" });
        const ms = await until("a first picture is shown", async () => (await stats(traveller)).joinToFirstFrameMs, { timeoutMs: 25_000 }).catch(explained(traveller));
        const { joinToWelcomeMs, joinToMediaMs, iceRestarts } = await stats(traveller);
        t.diagnostic(`first picture ${Math.round(ms)} ms after the click (welcome ${Math.round(joinToWelcomeMs)}, media ${Math.round(joinToMediaMs)}; ${iceRestarts} ICE restarts)`);
        await Promise.all([
          seesMovingPictureOf(witness, traveller), seesMovingPictureOf(traveller, witness), hears(witness, 784), hears(traveller, 523),
        ]);
        await until(`the page knows its way, ${way}`, () => traveller.evaluate((expected) => window.cumbre.client.quality.get().transport === expected, way));
        assert.ok(ms < allowed(withinMs), `${ms} ms`);
      });
    }
  }

  await t.test("what the relay did is counted, and nothing is left of it", async (t) => {
    await until("no allocation is left", async () => (await server.metric("cumbre_turn_allocations")) === 0, { timeoutMs: 90_000 });
    t.diagnostic(`allocations ${await server.metric("cumbre_turn_allocations_made_total")}, packets in ${await server.metric("cumbre_turn_packets_in_total")}, out ${await server.metric("cumbre_turn_packets_out_total")}`);
    assert.ok((await server.metric("cumbre_turn_packets_out_total")) > 100);
    for (const name of ["credentials_wrong", "credentials_expired", "credentials_foreign", "dropped_elsewhere", "allocations_misused"]) {
      assert.equal(await server.metric(`cumbre_turn_${name}_total`), 0, name);
    }
  });
});
