// Measures the band from a speaker's microphone to an interpreter's ear through real browsers, and draws it into
// docs/figures. `make figures`; some two minutes.

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { meetingOf } from "./lib/booth.mjs";
import { openChromium } from "./lib/browsers.mjs";
import { record, recorded } from "./lib/recording.mjs";
import { Server } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";
import { writeSteps } from "./lib/wav.mjs";

const out = new URL("../../docs/figures/", import.meta.url).pathname;
mkdirSync(out, { recursive: true });
const dir = mkdtempSync(join(tmpdir(), "cumbre-figures-"));

/** Third octaves and the ends of what is promised, Hz. 440 Hz apart from all begins a round. */
const start = 440;
const frequencies = [125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000, 10_000, 12_500, 15_000];
const each = 0.6;

async function withMeeting(options, run) {
  const server = await new Server().start();
  const m = await meetingOf(server, openChromium, { interpreters: 1, ...options });
  try {
    return await run(m);
  } finally {
    await m.close();
    await server.stop();
  }
}

/** The level of each frequency where it is loudest in a recording, relative to 1 kHz. */
async function band() {
  const sound = writeSteps(join(dir, "steps.wav"), [start, ...frequencies], { each });
  return withMeeting({ speakerOptions: { sound } }, async (m) => {
    await until("the floor is heard", () => m.booth[0].evaluate(() => window.ears.peaks().length > 0));
    await record(m.booth[0]);
    await new Promise((resolve) => setTimeout(resolve, (frequencies.length + 1) * each * 2000 + 1500));
    const heard = await recorded(m.booth[0]);
    const loudest = (frequency) => {
      // The loudest stretch that lasts: a step's onset splashes into all others.
      const levels = heard.levels(frequency, { window: 0.1, step: 0.05 }).map(({ level }) => level);
      let best = -200;
      for (let i = 3; i < levels.length; i++) best = Math.max(best, Math.min(...levels.slice(i - 3, i + 1)));
      return best;
    };
    const reference = loudest(1000);
    return frequencies.map((frequency) => ({ frequency, level: loudest(frequency) - reference }));
  });
}

/** The curve as a picture: a logarithmic axis of frequency, ±3 dB as a band. */
function drawBand(points) {
  const [width, height, left, top] = [720, 280, 56, 24];
  const x = (frequency) => left + ((Math.log10(frequency) - 2) / (Math.log10(20_000) - 2)) * (width - left - 16);
  const y = (level) => top + ((6 - level) / 18) * (height - top - 44);
  const line = points.map(({ frequency, level }) => `${x(frequency).toFixed(1)},${y(Math.max(-12, level)).toFixed(1)}`).join(" ");
  const text = (at, down, words, anchor = "middle") => `<text x="${at.toFixed(1)}" y="${down.toFixed(1)}" text-anchor="${anchor}">${words}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="Level against frequency from a speaker's microphone to an interpreter's ear">
<style>text{font:12px system-ui,sans-serif;fill:#444}.g{stroke:#ccc}.c{fill:none;stroke:#0b6b50;stroke-width:2}</style>
<rect width="${width}" height="${height}" fill="#fff"/>
<rect x="${x(125).toFixed(1)}" y="${y(3).toFixed(1)}" width="${(x(15_000) - x(125)).toFixed(1)}" height="${(y(-3) - y(3)).toFixed(1)}" fill="#0b6b5018"/>
${[6, 3, 0, -3, -6, -12].map((level) => `<line class="g" x1="${left}" x2="${width - 16}" y1="${y(level)}" y2="${y(level)}"/>${text(left - 8, y(level) + 4, `${level} dB`, "end")}`).join("\n")}
${[125, 250, 500, 1000, 2000, 4000, 8000, 15_000].map((f) => `<line class="g" x1="${x(f).toFixed(1)}" x2="${x(f).toFixed(1)}" y1="${top}" y2="${height - 44}"/>${text(x(f), height - 26, f < 1000 ? `${f} Hz` : `${f / 1000} kHz`)}`).join("\n")}
<polyline class="c" points="${line}"/>
${points.map(({ frequency, level }) => `<circle cx="${x(frequency).toFixed(1)}" cy="${y(Math.max(-12, level)).toFixed(1)}" r="3" fill="#0b6b50"/>`).join("")}
${text(width / 2, height - 8, "speaker's microphone → server → interpreter's ear, relative to 1 kHz; shaded: ±3 dB, 125–15,000 Hz")}
</svg>
`;
}

const curve = await band();
for (const { frequency, level } of curve) console.log(`${String(frequency).padStart(6)} Hz ${level.toFixed(2).padStart(7)} dB`);
writeFileSync(join(out, "band.svg"), drawBand(curve));
const worst = Math.max(...curve.map(({ level }) => Math.abs(level)));
if (worst > 3) {
  console.error(`not flat: ${worst.toFixed(1)} dB`);
  process.exitCode = 1;
}
