// How long a sound takes from a speaker to an interpreter, and from an interpreter to a listener: measured with pulses that
// the page's own microphone is made of, from the turn of the audio thread that puts a pulse into the microphone's track to
// the turn of the other page's audio thread that puts it out to its sound device. Both write down the time of the clock
// that all programs of this machine share.
//
// In the figures: capture's path from the track on, Opus, the network (loopback), the server, the jitter buffer, the
// page's graph with its limiter. Not in them: the microphone's and the sound device's own buffers, and the browser's
// processing of a microphone without headphones. What the browser says of the device's is printed beside.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { console_, hearsLike, meetingOf } from "./lib/booth.mjs";
import { openChromium, openFirefox } from "./lib/browsers.mjs";
import { noErrors } from "./lib/people.mjs";
import { allowed, median } from "./lib/promise.mjs";
import { Server } from "./lib/server.mjs";
import { beginStamps, delays, pulses, seconds, skewOf, stamping, stampsOf } from "./lib/stamps.mjs";

/** Each leg on a good network, ms. */
const legMs = 150;
/** Bands and periods of their own, so that each is found under the other. */
const speakerPulse = { from: 500, to: 1500, period: 0.97 };
const interpreterPulse = { from: 2200, to: 4000, period: 1.13 };
const measured = 30; // s

const quantile = (values, q) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))];

for (const [name, openListener] of [["Chromium", openChromium], ["Firefox", openFirefox]]) {
  describe(`delays, ${name} listens`, () => {
    const server = new Server();
    let m;
    before(async () => {
      await server.start();
      m = await meetingOf(server, openListener, {
        interpreters: 1,
        speakerOptions: { microphone: pulses(speakerPulse), ...stamping.Chromium },
        boothOptions: { microphone: pulses(interpreterPulse), ...stamping.Chromium },
        listenerOptions: stamping[name],
      });
    });
    after(async () => {
      await m?.close();
      await server.stop();
    });

    test("both legs within 150 ms each, our part", { timeout: 180_000 }, async (t) => {
      const began = performance.now();
      const [interpreter] = m.booth;
      await console_(interpreter, "openMicrophone");
      await hearsLike(m.listener, "ON_AIR");
      const people = { speaker: m.speaker, interpreter, listener: m.listener };
      for (const [who, person] of Object.entries(people)) {
        const { ms, error } = await skewOf(person);
        t.diagnostic(`the ${who}'s clock is ${ms.toFixed(1)} ± ${error.toFixed(1)} ms ahead of ours`);
        assert.ok(Math.abs(ms) <= error + 1, "the pages share a clock");
      }
      await new Promise((resolve) => setTimeout(resolve, 3000)); // jitter buffers settle
      const places = [[m.speaker, "mouth"], [m.speaker, "track"], [interpreter, "mouth"], [interpreter, "ear"], [m.listener, "ear"]];
      for (const [person, where] of places) await beginStamps(person, where);
      for (const [person, where] of places) await seconds(person, where, measured);
      const [speaks, track, interprets, boothHears, listenerHears] = await Promise.all(places.map(([person, where]) => stampsOf(person, where)));
      t.diagnostic(`written down after ${((performance.now() - began) / 1000).toFixed(0)} s`);
      const report = (what, mouth, ear, pulse) => {
        const { delays: found, missed } = delays(mouth, ear, pulse);
        const middle = median(found);
        t.diagnostic(`${what}: median ${middle} ms, 5 % ${quantile(found, 0.05)}, 95 % ${quantile(found, 0.95)} ms, ${found.length} pulses, ${missed} missed; ${ear.lost.toFixed(2)} s not computed; its output adds ${ear.outputMs.toFixed(0)} ms, as the browser says`);
        assert.ok(found.length >= 20, `${found.length} pulses of ${what}`);
        assert.ok(missed <= found.length / 5, `${missed} pulses of ${what} are missed`);
        return middle;
      };
      report("of these, the page-made microphone until its track's reader has it", speaks, track, speakerPulse);
      const first = report("speaker → interpreter", speaks, boothHears, speakerPulse);
      const second = report("interpreter → listener", interprets, listenerHears, interpreterPulse);
      report("speaker → listener, the original under it", speaks, listenerHears, speakerPulse);
      // A figure below what Opus and the look-ahead of the limiter take would be a fault of the measurement.
      for (const leg of [first, second]) assert.ok(leg > 25 && leg < Math.min(allowed(legMs), 2 * legMs), `${leg} ms`);
      noErrors(...Object.values(people));
    });
  });
}
