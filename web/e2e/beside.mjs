// What a viewer gets through a bad network, beside other servers: Chromium behind the laboratory's relay with the same
// profiles, in front of Cumbre, Galène or LiveKit, or of any page that plays what a server of yours sends. A picture from a
// file (bench/'s generator) and a voice (a Chromium with the server's own client) are on a good network, in the server's
// namespace. As root, after `make bin/lab-relay bin/side-by-side`:
//
//   node web/e2e/beside.mjs --kind galene --server 'exec galene -http 10.77.0.1:8443 -insecure -turn= -groups groups' \
//     --video film.ivf --profile loss-1 --profile loss-5 --runs 5
//   node web/e2e/beside.mjs --page http://10.77.0.1:8000/ --server '...' --publisher '...' --profile loss-5
//
// The server listens at 10.77.0.1, as bench/README.md has it. In --publisher, $PID is the server's. With --page a page is
// measured as it opens. Each run has everything anew.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { openChromium } from "./lib/browsers.mjs";
import { CableLab } from "./lib/cable.mjs";
import { address, kinds } from "./lib/others.mjs";
import { median } from "./lib/promise.mjs";
import { begin, end, figures, installReception } from "./lib/reception.mjs";
import { binary } from "./lib/server.mjs";
import { until } from "./lib/until.mjs";

const { values: asked } = parseArgs({
  options: {
    kind: { type: "string" },
    page: { type: "string" },
    server: { type: "string" },
    publisher: { type: "string" },
    profile: { type: "string", multiple: true, default: ["loss-5"] },
    video: { type: "string" },
    runs: { type: "string", default: "3" },
    seconds: { type: "string", default: "30" },
    settle: { type: "string", default: "8" },
    generator: { type: "string", default: new URL("../../bin/side-by-side", import.meta.url).pathname },
    "livekit-client": { type: "string" },
    "livekit-key": { type: "string", default: "devkey" },
    "livekit-secret": { type: "string", default: "secretsecretsecretsecretsecretsecret" },
    out: { type: "string" },
  },
});

const pass = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** A program in the hall, that is ended with its group. */
function start(lab, ...command) {
  const [program, ...args] = [...lab.inHall, ...command];
  const running = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], detached: true });
  let said = "";
  running.stderr.on("data", (chunk) => { said = (said + chunk).slice(-2000); });
  const ended = new Promise((resolve) => running.on("exit", resolve));
  return {
    pid: running.pid,
    said: () => said,
    async stop() {
      try {
        process.kill(-running.pid, "SIGTERM");
      } catch (error) {
        if (error.code !== "ESRCH") throw error; // it has ended by itself
      }
      await ended;
    },
  };
}

/** One server, one viewer, all profiles one after the other. */
async function run(cleanUp) {
  const lab = new CableLab({ net: address.split(".").slice(0, 2).join(".") }).up();
  cleanUp.push(() => lab.down());
  const place = lab.place("viewer");
  await lab.start();
  const kind = kinds[asked.kind] ?? { origin: new URL(asked.page).origin, viewer: (browser) => browser.open(asked.page) };
  const data = mkdtempSync(join(tmpdir(), "cumbre-beside-"));
  const command = asked.server ?? (asked.kind === "cumbre"
    ? `exec ${binary} serve --data ${data} --http 0.0.0.0:8080 --media-port 8081 --media-address ${address} --public-url ${kind.origin}` : undefined);
  if (command === undefined) throw new Error("--server is missing");
  const server = start(lab, "sh", "-c", command);
  cleanUp.push(() => server.stop());
  const options = {
    api: `http://${lab.backDoor}`, token: () => readFileSync(join(data, "admin-token"), "utf8").trim(),
    livekitClient: asked["livekit-client"], livekitKey: asked["livekit-key"], livekitSecret: asked["livekit-secret"],
  };
  const chromium = async (executablePath) => {
    const browser = await openChromium({ executablePath, args: [`--unsafely-treat-insecure-origin-as-secure=${kind.origin}`], viewport: { width: 1280, height: 800 } });
    cleanUp.push(() => browser.close());
    return browser;
  };
  const first = await chromium(lab.chromiumInHall);
  await until("the server answers", () => first.open(kind.origin).then((person) => person.close().then(() => true)));
  const publisher = start(lab, ...(asked.publisher ? ["sh", "-c", asked.publisher.replaceAll("$PID", server.pid)] : [
    asked.generator, "load", "--pid", String(server.pid), ...kind.generator(options), "--no-sound", "-n", "1", "-d", "10m", "--video", asked.video, "video",
  ]));
  cleanUp.push(() => publisher.stop());
  await pass(3); // its picture is there, whatever the server is
  if (kind.voice) await kind.voice(first, options);
  const browser = await chromium(place.chromium);
  await browser.prepare(installReception);
  const viewer = await kind.viewer(browser, options);
  await until("a picture moves", async () => {
    await begin(viewer);
    await pass(1);
    return (await end(viewer)).pictures.some(({ framesDecoded }) => framesDecoded > 5);
  }, { timeoutMs: 30_000 }).catch((error) => { throw new Error(`${error.message}\n${viewer.errors.join("\n")}\n${publisher.said()}\n${server.said()}`); });
  const results = {};
  for (const profile of asked.profile) {
    await lab.set("viewer", profile);
    await pass(Number(asked.settle));
    await lab.statistics();
    await begin(viewer);
    await pass(Number(asked.seconds));
    results[profile] = { ...figures(await end(viewer)), relay: (await lab.statistics()).viewer };
  }
  return results;
}

const all = [];
for (let n = 0; n < Number(asked.runs); n++) {
  const cleanUp = [];
  try {
    const results = await run(cleanUp);
    all.push(results);
    for (const [profile, { relay, ...f }] of Object.entries(results)) {
      console.log(`${asked.kind ?? asked.page} ${profile} run ${n + 1}: ${JSON.stringify(f)}; the relay lost ${((100 * relay.down.lostRandom) / relay.down.sent).toFixed(1)} % down, was ${relay.down.meanLateMs.toFixed(2)} ms late`);
    }
  } finally {
    for (const step of cleanUp.reverse()) await step();
  }
}
for (const profile of asked.profile) {
  const of = (name) => median(all.map((results) => results[profile][name]));
  console.log(`${asked.kind ?? asked.page} ${profile}, median of ${all.length}: frozen ${of("frozenMsPerMinute")} ms a minute, standing ${of("standingMsPerMinute")} ms, longest standstill ${of("longestStandstillMs")} ms, sound made up ${of("concealedPercent")} %, ${of("framesPerSecond")} frames/s, ${of("kbps")} kbit/s`);
}
if (asked.out) writeFileSync(asked.out, JSON.stringify(all, null, 1));
