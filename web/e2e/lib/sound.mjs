// A PulseAudio of the tests' own with one null sink: Firefox's audio clock needs an output device, and a machine for
// tests has none.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./until.mjs";

let started;

/** Starts it once per process; gives the environment for a program that is to play into it. */
export function soundServer() {
  started ??= start();
  return started;
}

async function start() {
  const dir = mkdtempSync(join(tmpdir(), "cumbre-pulse-"));
  const socket = join(dir, "native");
  const daemon = spawn("pulseaudio", [
    "-n", "--daemonize=no", "--exit-idle-time=-1", "-L", "module-null-sink sink_name=ears rate=48000",
    "-L", `module-native-protocol-unix socket=${socket} auth-anonymous=1`,
  ], { env: { ...process.env, HOME: dir, XDG_RUNTIME_DIR: dir, PULSE_RUNTIME_PATH: dir }, stdio: "ignore" });
  daemon.unref();
  process.on("exit", () => daemon.kill("SIGKILL"));
  await until("PulseAudio answers", () => existsSync(socket));
  return { ...process.env, PULSE_SERVER: `unix:${socket}` };
}
