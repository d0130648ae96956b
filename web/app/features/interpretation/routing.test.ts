import { expect, test } from "vitest";
import type { BoothView, ChannelView, SeatView } from "../../../client/index.ts";
import { pathOf, routingFigure } from "./routing";

const seat = (input: string, state: SeatView["state"] = "ON_AIR"): SeatView => ({
  participant: "p",
  name: "",
  number: 1,
  state,
  output: "",
  input,
  automatic: false,
  hops: 0,
  talking: false,
  isMe: false,
  level: 0,
});
const booth = (id: string, ...seats: SeatView[]) => ({ id, seats }) as unknown as BoothView;
const channel = (language: string, change: Partial<ChannelView>): ChannelView => ({
  language,
  kind: "voice",
  holder: "",
  holderName: "",
  booth: "",
  state: "OFF",
  hops: 1,
  relay: "+",
  relays: 0,
  listens: 0,
  listeners: [],
  ...change,
});

test("the sound goes from the floor by booth and channel to the listeners, and back where there is relay", () => {
  const { lines } = routingFigure(
    [booth("es-en", seat("floor")), booth("fr", seat("en")), booth("ar", seat("floor", "STANDBY"))],
    [
      channel("es", { state: "PASS", listens: 2 }),
      channel("en", { state: "ON_AIR", booth: "es-en", listens: 3 }),
      channel("fr", { state: "LOST", booth: "fr" }),
    ],
  );
  expect(lines.map(({ id, kind }) => `${id} ${kind}`)).toEqual([
    "floor:>booth:es-en live",
    "channel:en>booth:fr relay",
    "floor:>booth:ar dead",
    "floor:>channel:es live",
    "channel:es>listeners:es live",
    "booth:es-en>channel:en live",
    "channel:en>listeners:en live",
    "booth:fr>channel:fr dead",
    "channel:fr>listeners:fr dead",
  ]);
});

test("boxes of a column do not overlap, and lines have a way", () => {
  const { boxes, lines } = routingFigure(
    [booth("a", seat("floor")), booth("b", seat("es"))],
    [channel("es", { booth: "a", state: "ON_AIR" })],
  );
  for (const one of boxes) {
    for (const other of boxes) {
      if (one !== other && one.x === other.x) expect(Math.abs(one.y - other.y)).toBeGreaterThan(40);
    }
  }
  for (const line of lines) expect(pathOf(line)).toMatch(/^M[-\d. ]+[-\d. CL]+$/);
});
