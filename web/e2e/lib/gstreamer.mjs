// GStreamer as a WHIP publisher and a WHEP player that are not ours. Debian's Python has its bindings.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const python = "/usr/bin/python3";
const script = (name) => new URL(name, import.meta.url).pathname;

/** Runs a script; `lines` gets the JSON that it prints, line by line. */
function run(name, args) {
  const child = spawn(python, [script(name), ...args], { stdio: ["ignore", "pipe", "pipe"] });
  const program = { child, lines: [], errors: "" };
  let rest = "";
  child.stdout.on("data", (chunk) => {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop();
    program.lines.push(...parts.filter(Boolean).map((line) => JSON.parse(line)));
  });
  child.stderr.on("data", (chunk) => { program.errors = (program.errors + chunk).slice(-4000); });
  program.ended = new Promise((resolve) => child.on("close", resolve));
  return program;
}

/** Publishes a ball that moves (640 × 360) and a tone until stopped, or a Matroska file as it is. */
export class Publisher {
  constructor(endpoint, token, toneOrFile, codec) {
    this.program = run("whip-gstreamer.py", [endpoint, token, String(toneOrFile), ...(codec ? [codec] : [])]);
  }

  /** What the server answered: {status, location, etag} or {status, problem}; undefined as long as it has not. */
  get answer() {
    const { lines, child, errors } = this.program;
    if (!lines[0] && child.exitCode !== null) throw new Error(`the publisher ended: ${errors}`);
    return lines[0];
  }

  /** Ends the session as the RFC has it; gives {patched, deleted}. */
  async stop() {
    this.program.child.kill("SIGTERM");
    await this.program.ended;
    return this.program.lines.at(-1);
  }

  /** Falls silent, as where a cable is pulled. */
  kill() {
    this.program.child.kill("SIGKILL");
    return this.program.ended;
  }
}

/** Plays an endpoint for some seconds; gives what came, and the sound as numbers from −1 to 1 at 48 kHz. */
export async function play(endpoint, token, seconds) {
  const file = join(mkdtempSync(join(tmpdir(), "cumbre-whep-")), "heard.wav");
  const program = run("whep-gstreamer.py", [endpoint, token, String(seconds), file]);
  await program.ended;
  const [result] = program.lines;
  if (!result) throw new Error(`the player failed: ${program.errors}`);
  return { ...result, samples: result.audio_buffers > 0 ? samplesOf(readFileSync(file)) : new Float32Array(0) };
}

/** The samples of a mono 16-bit WAV file, also of one whose header was not finished. */
function samplesOf(wav) {
  const at = wav.indexOf("data") + 8;
  const samples = new Float32Array((wav.length - at) >> 1);
  for (let i = 0; i < samples.length; i++) samples[i] = wav.readInt16LE(at + 2 * i) / 32_768;
  return samples;
}

/** The strongest frequency, in Hz, from 100 to 2000 in whole ones, and its level in dBFS, by Goertzel's algorithm. */
export function strongestTone(samples, sampleRate = 48_000) {
  let best = { frequency: 0, level: -200 };
  for (let frequency = 100; frequency <= 2000; frequency++) {
    const turn = 2 * Math.cos((2 * Math.PI * frequency) / sampleRate);
    let [one, two] = [0, 0];
    for (const sample of samples) [one, two] = [sample + turn * one - two, one];
    const amplitude = (2 / samples.length) * Math.sqrt(Math.max(one * one + two * two - turn * one * two, 0));
    const level = 20 * Math.log10(amplitude + 1e-10);
    if (level > best.level) best = { frequency, level };
  }
  return best;
}
