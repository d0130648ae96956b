import { expect, test, vi } from "vitest";
import { CommandProblem } from "../model.ts";
import { FakeClock } from "../testing/clock.ts";
import { createReadStream, EventParser, LiveStream, type ReadStream, type StreamEvent } from "./stream.ts";

const stream =
  'event: text\r\ndata: {"a":1}\r\n\r\n: still here\n\nid: 7\nretry: 10\ndata: first\ndata:second\n\nevent: change\rdata: ñ €\r\r';
const events = [
  { name: "text", data: '{"a":1}' },
  { name: "message", data: "first\nsecond" },
  { name: "change", data: "ñ €" },
];

test("events are made of pieces, wherever these are cut", () => {
  for (let size = 1; size <= stream.length; size++) {
    const parser = new EventParser();
    const got: StreamEvent[] = [];
    for (let at = 0; at < stream.length; at += size) got.push(...parser.push(stream.slice(at, at + size)));
    got.push(...parser.push("\n")); // what a carriage return at the end waits for
    expect(got, `pieces of ${size}`).toEqual(events);
  }
});

test("an event without end is given up", () => {
  const parser = new EventParser();
  const endless = () => {
    for (let i = 0; i < 20; i++) parser.push(`data: ${"x".repeat(1_000_000)}\n`);
  };
  expect(endless).toThrow();
});

test("it is read with the token in a header; a refusal is told as one, another failure is not", async () => {
  const fetcher = vi.fn(() => Promise.resolve(new Response("data: x\n\n", { status: 200 })));
  const got: unknown[] = [];
  const read = createReadStream("secret", fetcher as unknown as typeof fetch);
  await read("/a", (event) => got.push(event), new AbortController().signal);
  expect(got).toEqual(["alive", { name: "message", data: "x" }]);
  const [path, init] = fetcher.mock.calls[0] as unknown as [string, RequestInit];
  expect(path).toBe("/api/v1/a");
  expect(init.headers).toMatchObject({ Authorization: "Bearer secret" });
  const answer = (status: number) => {
    fetcher.mockResolvedValueOnce(new Response('{"code":"forbidden","title":"no"}', { status }));
    return read("/a", () => undefined, new AbortController().signal);
  };
  await expect(answer(403)).rejects.toMatchObject({ code: "forbidden" });
  for (const status of [429, 503]) await expect(answer(status)).rejects.not.toBeInstanceOf(CommandProblem);
});

/** A stream whose connections the test opens and ends. */
function opened() {
  const clock = new FakeClock();
  const tries: { at: number; on: (event: StreamEvent | "alive") => void; end: (error?: Error) => void }[] =
    [];
  const read: ReadStream = (_path, on, signal) =>
    new Promise((resolve, reject) => {
      const end = (error?: Error) => (error ? reject(error) : resolve());
      signal.addEventListener("abort", () => end());
      tries.push({ at: clock.now(), on, end });
    });
  const use = { event: vi.fn(), lost: vi.fn(), refused: vi.fn() };
  const live = new LiveStream(clock, () => 0, read, "/a", use);
  const last = () => {
    const one = tries.at(-1);
    if (!one) throw new Error("nothing was tried");
    return one;
  };
  return { clock, tries, use, live, last };
}

test("a lost connection is tried again, later each time, and at once again after it has been back", async () => {
  const { clock, tries, use, last, live } = opened();
  const pauses: number[] = [];
  for (let i = 0; i < 7; i++) {
    const before = clock.now();
    last().end(new Error("cut"));
    await clock.advance(20_000);
    pauses.push(last().at - before);
  }
  expect(pauses).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000]);
  expect(use.lost).toHaveBeenCalledTimes(7);
  last().on({ name: "text", data: "{}" });
  const before = clock.now();
  last().end();
  await clock.advance(500);
  expect(last().at - before).toBe(500);
  live.close();
  await clock.advance(60_000);
  expect(tries.length).toBe(9);
  expect(clock.pending).toBe(0);
});

test("a connection on which nothing comes is dead", async () => {
  const { clock, tries, last, live } = opened();
  for (let i = 0; i < 5; i++) {
    await clock.advance(30_000);
    last().on("alive");
  }
  expect(tries.length).toBe(1);
  await clock.advance(45_500);
  expect(tries.length).toBe(2);
  live.close();
});

test("a refusal ends it", async () => {
  const { clock, tries, use, last } = opened();
  last().end(new CommandProblem("forbidden", "no"));
  await clock.advance(60_000);
  expect(use.refused).toHaveBeenCalledOnce();
  expect(use.lost).not.toHaveBeenCalled();
  expect(tries.length).toBe(1);
});
