// A real Cumbre server on ports of its own, with data in a temporary folder, and its API.

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./until.mjs";

/** CUMBRE_BINARY: another build than `make build`’s. */
export const binary = process.env.CUMBRE_BINARY ?? new URL("../../../bin/cumbre", import.meta.url).pathname;

/** A port that was free a moment ago. */
export async function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export class Server {
  constructor({ command = "serve", args = [] } = {}) {
    this.command = command;
    this.args = args;
    this.data = mkdtempSync(join(tmpdir(), "cumbre-e2e-"));
    this.log = "";
    this.listen = "localhost";
    this.origin = undefined; // where it is reached, if not at localhost by http
    this.wrap = []; // a command that runs it
    this.mediaAddress = ""; // those of the interfaces: Firefox does not use a loopback candidate alone
  }

  async start() {
    this.http ??= await freePort();
    this.media ??= await freePort();
    const [program, ...before] = [...this.wrap, binary];
    this.process = spawn(program, [
      ...before, this.command, "--data", this.data, "--http", `${this.listen}:${this.http}`,
      "--media-port", String(this.media), ...(this.mediaAddress ? ["--media-address", this.mediaAddress] : []), ...this.args,
    ]);
    this.exited = new Promise((resolve) => this.process.on("exit", resolve));
    const keep = (chunk) => { this.log = (this.log + chunk).slice(-200_000); };
    this.process.stdout.on("data", keep);
    this.process.stderr.on("data", keep);
    await until("the server answers", async () => {
      if (this.process.exitCode !== null) throw new Error(`the server ended:\n${this.log}`);
      return (await fetch(`${this.url}/readyz`).catch(() => null))?.ok;
    }, { fatal: /the server ended/, timeoutMs: 30_000 });
    // The demonstration keeps its data apart.
    this.admin = readFileSync(join(this.data, this.command === "demo" ? "demo" : ".", "admin-token"), "utf8").trim();
    return this;
  }

  get url() { return this.origin ?? `http://localhost:${this.http}`; }
  get pid() { return this.process.pid; }

  /** kill -9, as a power cut would. */
  async kill() {
    this.process.kill("SIGKILL");
    await this.exited;
  }

  async stop() {
    this.process.kill("SIGTERM");
    await this.exited;
    rmSync(this.data, { recursive: true, force: true });
  }

  async api(method, path, body, token = this.admin) {
    const response = await fetch(this.url + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body ? { "Content-Type": "application/json" } : {}) },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw Object.assign(new Error(`${method} ${path}: ${response.status} ${text}`), { status: response.status });
    return text ? JSON.parse(text) : undefined;
  }

  /** A bilateral meeting as in the document behind the project. */
  async meeting(extra = {}) {
    const created = await this.api("POST", "/api/v1/meetings", {
      title: "México – Estados Unidos",
      languages: ["es", "en"],
      delegations: [{ name: "México", languages: ["es"] }, { name: "United States", languages: ["en"] }],
      ...extra,
    });
    return new TestMeeting(this, created);
  }

  /** A counter of /metrics, summed over its labels. */
  async metric(name) {
    const text = await (await fetch(`${this.url}/metrics`)).text();
    let sum = 0;
    for (const line of text.split("\n")) {
      if (line.startsWith(name) && /^[ {]/.test(line.slice(name.length))) sum += Number(line.slice(line.lastIndexOf(" ") + 1));
    }
    return sum;
  }
}

class TestMeeting {
  constructor(server, created) {
    this.server = server;
    this.id = created.id;
    this.created = created;
  }

  invite(role, name, extra = {}) {
    return this.server.api("POST", `/api/v1/meetings/${this.id}/invitations`, { role, name, lobby: false, ...extra });
  }
}
