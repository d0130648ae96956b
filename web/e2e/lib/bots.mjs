// Participants that are programs: `cumbre bench` publishing through the live session, with a small moving picture and a
// tone, so that a crowd costs little.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { binary } from "./server.mjs";

let media;

/** Files for all bots of a test run: VP8, 320 × 180, 10 frames a second; Opus, a sine. */
function files(tone) {
  if (media) return media;
  const dir = mkdtempSync(join(tmpdir(), "cumbre-bots-"));
  const make = (name, ...args) => {
    execFileSync("ffmpeg", ["-loglevel", "error", "-f", "lavfi", "-i", ...args, join(dir, name)]);
    return join(dir, name);
  };
  media = {
    picture: make("picture.ivf", "testsrc=size=320x180:rate=10:duration=4", "-c:v", "libvpx", "-b:v", "150k", "-g", "20", "-deadline", "realtime"),
    sound: make("sound.ogg", `sine=frequency=${tone}:duration=4:sample_rate=48000`, "-af", "volume=12dB", "-c:a", "libopus", "-b:a", "32k"),
  };
  return media;
}

export class Bots {
  /** One bot for each invitation joins, and stays until `leave`. */
  constructor(server, meeting, invitations, { tone }) {
    const { picture, sound } = files(tone);
    this.log = "";
    this.process = spawn(binary, [
      "bench", "--url", server.url, "--meeting", meeting.id, "-n", "0", "-m", String(invitations.length), "--session",
      "--publisher-token", invitations.map(({ token }) => token).join(","), "--video", picture, "--audio", sound, "--duration", "10m",
    ], { stdio: ["ignore", "ignore", "pipe"] });
    this.process.stderr.on("data", (chunk) => { this.log += chunk; });
    this.ended = new Promise((resolve) => this.process.on("exit", resolve));
  }

  async leave() {
    this.process.kill("SIGINT");
    await this.ended;
  }
}
