// A network between the server and a browser that a test can cut, slow and change: a namespace of the browser's own
// with two links to this machine, as a laptop has Wi-Fi and a mobile network. Needs root.

import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const canMakeNetworks = process.getuid?.() === 0;

const ip = (...args) => execFileSync("ip", args, { stdio: ["ignore", "pipe", "pipe"] });

export class Lab {
  constructor() {
    this.name = `cumbre${process.pid}`;
    // Of its own: two runs at the same time must not take each other's packets.
    this.net = `10.${64 + (process.pid % 128)}`;
    this.serverAddress = `${this.net}.0.1`;
    this.rules = []; // about a server inside, by priority
  }

  up() {
    ip("netns", "add", this.name);
    ip("-n", this.name, "link", "set", "lo", "up");
    this.#link("a", 0);
    this.#link("b", 1);
    return this;
  }

  #link(letter, subnet) {
    const here = `cu${letter}${process.pid % 100_000}`;
    const there = `cl${letter}${process.pid % 100_000}`;
    ip("link", "add", here, "type", "veth", "peer", "name", there);
    // Without an address of IPv6: it would be there only after a second or two, and Chromium gives up what it is loading
    // when its network changes.
    ip("link", "set", here, "addrgenmode", "none");
    ip("link", "set", there, "netns", this.name);
    ip("-n", this.name, "link", "set", there, "addrgenmode", "none");
    ip("addr", "add", `${this.net}.${subnet}.1/24`, "dev", here);
    ip("link", "set", here, "up");
    ip("-n", this.name, "addr", "add", `${this.net}.${subnet}.2/24`, "dev", there);
    ip("-n", this.name, "link", "set", there, "up");
    this[letter] = { here, there };
  }

  /** No network at all. */
  cut() { ip("-n", this.name, "link", "set", this.a.there, "down"); ip("-n", this.name, "link", "set", this.b.there, "down"); }

  restore() { ip("-n", this.name, "link", "set", this.b.there, "up"); ip("-n", this.name, "link", "set", this.a.there, "up"); }

  /** The first link dies; the server is reached through the second, from another address. */
  changeNetwork() {
    ip("-n", this.name, "link", "set", this.a.there, "down");
    ip("-n", this.name, "route", "add", this.serverAddress, "via", `${this.net}.1.1`);
  }

  /** The first link is there again, and the way to the server. */
  restoreNetwork() {
    ip("-n", this.name, "route", "del", this.serverAddress, "via", `${this.net}.1.1`);
    ip("-n", this.name, "link", "set", this.a.there, "up");
  }

  blockUDP() { ip("-n", this.name, "rule", "add", "ipproto", "udp", "blackhole"); }

  unblockUDP() { ip("-n", this.name, "rule", "del", "ipproto", "udp", "blackhole"); }

  /** Where a server inside is reached from outside. */
  get insideAddress() { return `${this.net}.0.2`; }

  /** What to put before a command to run it inside. */
  get inside() { return ["ip", "netns", "exec", this.name]; }

  /** A server inside neither gets nor sends UDP. */
  blockUDPInside() {
    this.#ruleInside("1", "iif", this.a.there, "ipproto", "udp", "blackhole");
    this.#ruleInside("200", "ipproto", "udp", "blackhole");
  }

  /** A server inside gets no UDP and sends nothing but TCP of one port. */
  letOnly(port) {
    this.#ruleInside("1", "iif", this.a.there, "ipproto", "udp", "blackhole");
    this.#ruleInside("100", "ipproto", "tcp", "sport", String(port), "lookup", "main");
    this.#ruleInside("200", "blackhole");
  }

  letAll() { for (const priority of this.rules.splice(0)) ip("-n", this.name, "rule", "del", "priority", priority); }

  /** What comes in is looked up among the local addresses first: that has to make room for rules about it. */
  #ruleInside(priority, ...rule) {
    if (!this.roomForRules) {
      ip("-n", this.name, "rule", "add", "priority", "10", "lookup", "local");
      ip("-n", this.name, "rule", "del", "priority", "0");
      this.roomForRules = true;
    }
    ip("-n", this.name, "rule", "add", "priority", priority, ...rule);
    this.rules.push(priority);
  }

  /** A program that runs Chromium inside. */
  get chromium() {
    const path = join(mkdtempSync(join(tmpdir(), "cumbre-lab-")), "chromium");
    writeFileSync(path, `#!/bin/sh\nexec ip netns exec ${this.name} /usr/bin/chromium "$@"\n`);
    chmodSync(path, 0o755);
    return path;
  }

  down() {
    // The links first: the namespace goes only with its last process, and our addresses with it.
    for (const { here } of [this.a, this.b]) ip("link", "del", here);
    ip("netns", "del", this.name);
  }
}
