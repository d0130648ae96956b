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

/** The layers of a camera, as the web client sends them to a server with room: lines and kbit/s. */
const layers = [[720, 1800], [360, 500], [180, 150]];

/**
 * Files of a whole camera in three layers, VP8, 25 frames a second. Its noise makes the rate what it should be; a keyframe,
 * every five seconds, is at most six frames' worth, as WebRTC's are.
 */
export function cameraFiles(dir = mkdtempSync(join(tmpdir(), "cumbre-camera-"))) {
  return layers.map(([height, kbps]) => {
    const file = join(dir, `${height}.ivf`);
    execFileSync("ffmpeg", ["-loglevel", "error", "-f", "lavfi", "-i",
      `testsrc2=size=${(height * 16) / 9}x${height}:rate=25:duration=10,noise=alls=12:allf=t`, "-c:v", "libvpx", "-b:v", `${kbps}k`, "-minrate", `${kbps}k`,
      "-maxrate", `${kbps}k`, "-bufsize", `${kbps}k`, "-max-intra-rate", "600", "-g", "125", "-deadline", "realtime", "-cpu-used", "8", file]);
    return file;
  });
}

export class Bots {
  /** One bot for each invitation joins, and stays until `leave`. `camera`: files of layers; without a tone they are silent; `wrap`: a command that runs them. */
  constructor(server, meeting, invitations, { tone, camera, wrap = [] }) {
    const { picture, sound } = tone ? files(tone) : {};
    this.log = "";
    const [program, ...before] = [...wrap, binary];
    this.process = spawn(program, [
      ...before, "bench", "--url", server.url, "--meeting", meeting.id, "-n", "0", "-m", String(invitations.length), "--session",
      "--publisher-token", invitations.map(({ token }) => token).join(","), "--video", (camera ?? [picture]).join(","), ...(tone ? ["--audio", sound] : ["--video-only"]), "--duration", "10m",
    ], { stdio: ["ignore", "ignore", "pipe"] });
    this.process.stderr.on("data", (chunk) => { this.log += chunk; });
    this.ended = new Promise((resolve) => this.process.on("exit", resolve));
  }

  async leave() {
    this.process.kill("SIGINT");
    await this.ended;
  }
}
