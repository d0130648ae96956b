// Runs `make run` as a newcomer does, waits until its page answers and the meeting is under way, and stops it.

import { spawn } from "node:child_process";

const address = "http://localhost:8080";
const make = spawn("make", ["--no-print-directory", "run"], { detached: true });
let printed = "";
for (const stream of [make.stdout, make.stderr]) stream.on("data", (chunk) => { printed += chunk; });
const ended = new Promise((resolve) => make.on("exit", resolve));

const deadline = Date.now() + 10 * 60_000; // a first run downloads and builds everything
let problem = "nothing answered";
let up = false;
while (!up && Date.now() < deadline && make.exitCode === null) {
  await new Promise((resolve) => setTimeout(resolve, 250));
  try {
    const page = await (await fetch(address)).text();
    const links = await (await fetch(`${address}/api/v1/demo`)).text();
    if (!page.includes('id="root"')) problem = "the page is not the web client";
    else if (!links.includes('"url"')) problem = "the demo has no links yet";
    else if (!printed.includes(address)) problem = "no address was printed";
    else up = true;
  } catch (error) {
    problem = String(error);
  }
}
const early = make.exitCode !== null;
if (!early) process.kill(-make.pid, "SIGINT");
await ended;
console.log(printed);
if (!up) {
  console.error(early ? "make run ended by itself" : `make run did not come up: ${problem}`);
  process.exit(1);
}
console.log("make run: up, and stopped");
