// The network laboratory with bad networks: a server's namespace (the hall), and places from which browsers reach it
// through a relay that delays, loses and limits by the same model as the simulated network of the server's own tests.
// Needs root and bin/lab-relay.

import { execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Networks by name, each with `about`, `down` (towards the browser) and `up`: the file that the server's tests read too. */
export const profiles = JSON.parse(readFileSync(new URL("../../../internal/testkit/path/profiles.json", import.meta.url), "utf8"));

const relay = process.env.LAB_RELAY ?? new URL("../../../bin/lab-relay", import.meta.url).pathname;

function run(program, ...args) {
  try {
    return execFileSync(program, args, { stdio: ["ignore", "pipe", "pipe"], encoding: "utf8" });
  } catch (error) {
    throw new Error(`${program} ${args.join(" ")}: ${error.stderr || error.message}`);
  }
}
const ip = (...args) => run("ip", ...args);
const within = (namespace) => ["ip", "netns", "exec", namespace];

export class CableLab {
  /** `net`: the first two bytes of all addresses, by default this run's own. */
  constructor({ net } = {}) {
    this.name = `cable${process.pid}`;
    this.net = net ?? `10.${64 + (process.pid % 128)}`;
    this.hall = `${this.name}h`;
    this.cables = `${this.name}r`;
    /** Where all browsers reach the server. */
    this.serverAddress = `${this.net}.0.1`;
    /** Where this process does, past the relay. */
    this.backDoor = `${this.net}.255.1`;
    this.links = [];
    this.places = [];
  }

  up() {
    for (const namespace of [this.hall, this.cables]) ip("netns", "add", namespace);
    ip("-n", this.hall, "link", "set", "lo", "up");
    ip("-n", this.hall, "addr", "add", `${this.serverAddress}/32`, "dev", "lo");
    this.back = `cb${process.pid % 100_000}`;
    ip("link", "add", this.back, "type", "veth", "peer", "name", "back", "netns", this.hall);
    this.#address([], this.back, `${this.net}.255.2`);
    this.#address(["-n", this.hall], "back", this.backDoor);
    return this;
  }

  // Without addresses of IPv6: they are there only after a second or two, and Chromium gives up what it is loading when
  // its network changes.
  #address(where, device, address) {
    ip(...where, "link", "set", device, "addrgenmode", "none");
    if (address) ip(...where, "addr", "add", `${address}/24`, "dev", device);
    ip(...where, "link", "set", device, "up");
  }

  /** What to put before a command to run it in the hall: the server, and who is on a good network. */
  get inHall() { return within(this.hall); }

  /** A program that runs Chromium in the hall. */
  get chromiumInHall() { return chromiumIn(this.hall); }

  /** A place with a cable to the hall for each name, or several. Before `start`. */
  place(...names) {
    const namespace = `${this.name}p${this.places.length}`;
    ip("netns", "add", namespace);
    ip("-n", namespace, "link", "set", "lo", "up");
    const place = new Place(this, namespace, names.map((name) => this.#cable(name, ["-n", namespace], (index) => `cable${index}`)));
    this.places.push(place);
    return place;
  }

  /** This namespace as a place, for Firefox: its driver talks to it through localhost. */
  here(name) {
    const link = this.#cable(name, [], (index) => `cc${process.pid % 100_000}-${index}`);
    ip("route", "add", this.serverAddress, "via", link.hallEnd, "dev", link.device);
    this.links.at(-1).here = true;
    return link;
  }

  #cable(name, where, deviceOf) {
    const index = this.links.length + 1;
    const [near, far, device] = [`near${index}`, `far${index}`, deviceOf(index)];
    const link = { name, index, device, near, far, hallEnd: `${this.net}.${index}.1`, address: `${this.net}.${index}.2` };
    ip("link", "add", near, "netns", this.cables, "type", "veth", "peer", "name", `hall${index}`, "netns", this.hall);
    if (where.length > 0) ip("link", "add", far, "netns", this.cables, "type", "veth", "peer", "name", device, "netns", where[1]);
    else ip("link", "add", device, "type", "veth", "peer", "name", far, "netns", this.cables);
    for (const end of [near, far]) this.#address(["-n", this.cables], end);
    this.#address(["-n", this.hall], `hall${index}`, link.hallEnd);
    this.#address(where, device, link.address);
    run(...within(this.hall), relay, "prepare", `hall${index}`);
    run(...(where.length > 0 ? within(where[1]) : []), relay, "prepare", device);
    this.links.push(link);
    return link;
  }

  /** The relay runs from here on; all cables are perfect. */
  async start() {
    const [program, ...args] = [...within(this.cables), relay, "carry", ...this.links.map(({ name, near, far }) => `${name}=${near},${far}`)];
    this.process = spawn(program, args, { stdio: ["pipe", "pipe", "inherit"] });
    this.ended = new Promise((resolve) => this.process.on("exit", resolve));
    this.waiting = new Map();
    const ready = new Promise((resolve, reject) => {
      this.waiting.set(undefined, { resolve, reject });
      void this.ended.then(() => { for (const { reject } of this.waiting.values()) reject(new Error("the relay has ended")); });
    });
    createInterface({ input: this.process.stdout }).on("line", (line) => {
      const { id, error, ...answer } = JSON.parse(line);
      const { resolve, reject } = this.waiting.get(id);
      this.waiting.delete(id);
      if (error) reject(new Error(`the relay: ${error}`));
      else resolve(answer);
    });
    await ready;
    return this;
  }

  #say(command) {
    this.id = (this.id ?? 0) + 1;
    return new Promise((resolve, reject) => {
      this.waiting.set(this.id, { resolve, reject });
      this.process.stdin.write(`${JSON.stringify({ id: this.id, ...command })}\n`);
    });
  }

  /** A cable has the conditions of a profile from when this resolves. */
  set(cable, profile) {
    const { down, up } = typeof profile === "string" ? profiles[profile] : profile;
    return this.#say({ link: cable, down, up });
  }

  /** What came and was lost by cable and direction since the last call: Statistics of internal/testkit/relay. */
  async statistics() { return (await this.#say({ stats: true })).links; }

  async down() {
    this.process?.stdin.end();
    await this.ended;
    // Links in this namespace first: a namespace goes only with its last process.
    for (const device of [this.back, ...this.links.filter(({ here }) => here).map(({ device }) => device)]) ip("link", "del", device);
    for (const namespace of [this.cables, ...this.places.map(({ namespace }) => namespace), this.hall]) ip("netns", "del", namespace);
  }
}

/** A namespace in which a browser runs. Each of its cables is used by what has that cable's address. */
class Place {
  constructor(lab, namespace, links) {
    this.lab = lab;
    this.namespace = namespace;
    this.links = links;
    for (const { index, address, hallEnd, device } of links) {
      const table = String(100 + index);
      ip("-n", namespace, "route", "add", lab.serverAddress, "via", hallEnd, "dev", device, "table", table);
      // A cable that was pulled takes its route along, not this: no mobile network carries what has another's address.
      ip("-n", namespace, "route", "add", "unreachable", lab.serverAddress, "metric", "4096", "table", table);
      ip("-n", namespace, "rule", "add", "from", address, "lookup", table);
    }
    this.use(links[0].name);
  }

  /** What has no address yet goes by this cable from now on. */
  use(name) {
    const { hallEnd, device } = this.links.find((link) => link.name === name);
    ip("-n", this.namespace, "route", "replace", this.lab.serverAddress, "via", hallEnd, "dev", device);
  }

  /** A cable is pulled, and another is used. */
  change(from, to) {
    ip("-n", this.namespace, "link", "set", this.links.find((link) => link.name === from).device, "down");
    this.use(to);
  }

  /** A program that runs Chromium here. */
  get chromium() { return chromiumIn(this.namespace); }
}

function chromiumIn(namespace) {
  const path = join(mkdtempSync(join(tmpdir(), "cumbre-cable-")), "chromium");
  writeFileSync(path, `#!/bin/sh\nexec ${within(namespace).join(" ")} /usr/bin/chromium "$@"\n`);
  chmodSync(path, 0o755);
  return path;
}
