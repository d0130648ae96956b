import { expect, test } from "vitest";
import {
  type BoothMix,
  CHANGE_MS,
  DUCK_MS,
  type Gains,
  type ListenerMix,
  mixOf,
  OPEN_MS,
  RAISE_MS,
} from "./mix.ts";
import { LEAD_S } from "./ramp.ts";

const listener = (changes: Partial<ListenerMix> = {}): ListenerMix => ({
  who: "listener",
  sound: "ON_AIR",
  arrived: true,
  silent: false,
  originalDb: -18,
  lowWhenOff: false,
  monitor: 0,
  chosen: false,
  ...changes,
});

const booth = (changes: Partial<BoothMix> = {}): BoothMix => ({
  who: "interpreter",
  input: "floor",
  arrived: true,
  silent: false,
  sound: "OFF",
  armed: false,
  mix: { main: 1, partner: 0.5, monitor: 0.7 },
  monitorDoubles: false,
  ...changes,
});

/** The targets in dB, −Infinity for nothing. */
const decibels = (gains: Gains) =>
  Object.fromEntries(
    Object.entries(gains).map(([bus, { to }]) => [bus, Math.round(200 * Math.log10(to)) / 10]),
  );
const NONE = Number.NEGATIVE_INFINITY;

test.each([
  ["floor", 0, NONE],
  ["PASS", 0, NONE],
  ["ON_AIR", -18, 0],
  ["PAUSE", -18, 0],
  ["COUGH", -18, NONE],
  ["OFF", 0, NONE],
  ["LOST", 0, NONE],
] as const)("a listener in %s has the floor at %d dB and the channel at %d dB", (sound, floor, channel) => {
  expect(decibels(mixOf(listener({ sound })))).toMatchObject({ floor, channel, partner: NONE });
});

test("the original under an interpretation is as loud as the listener wants, or not there", () => {
  expect(decibels(mixOf(listener({ originalDb: -6 })))).toMatchObject({ floor: -6, channel: 0 });
  for (const sound of ["ON_AIR", "PAUSE", "COUGH"] as const)
    expect(mixOf(listener({ sound, originalDb: NONE })).floor.to).toBe(0);
  expect(mixOf(listener({ sound: "OFF", originalDb: NONE })).floor.to).toBe(1);
});

test("a meeting can keep the original low while a microphone is closed, and never after a loss", () => {
  const low = (sound: ListenerMix["sound"], originalDb = -18) =>
    decibels(mixOf(listener({ sound, originalDb, lowWhenOff: true }))).floor;
  expect(low("OFF")).toBe(-18);
  expect(low("OFF", NONE)).toBe(NONE);
  for (const sound of ["LOST", "PASS", "floor"] as const) expect(low(sound)).toBe(0);
});

test("each transition takes its time", () => {
  expect(mixOf(listener()).floor.ms + 1000 * LEAD_S).toBeLessThanOrEqual(150);
  expect(mixOf(listener()).channel.ms).toBe(OPEN_MS);
  for (const sound of ["OFF", "LOST"] as const) expect(mixOf(listener({ sound })).floor.ms).toBe(RAISE_MS);
  for (const sound of ["OFF", "LOST", "ON_AIR", "PASS", "floor"] as const)
    expect(mixOf(listener({ sound, chosen: true })).floor.ms).toBe(CHANGE_MS);
  expect(mixOf(listener({ sound: "COUGH" })).floor.ms).toBe(DUCK_MS);
});

test("an open channel on which nothing comes is heard as lost", () => {
  expect(decibels(mixOf(listener({ silent: true })))).toMatchObject({ floor: 0, channel: NONE });
  expect(mixOf(listener({ silent: true })).floor.ms).toBe(RAISE_MS);
});

test("after another choice the line is silent until it brings that channel", () => {
  expect(decibels(mixOf(listener({ arrived: false })))).toMatchObject({ floor: -18, channel: NONE });
});

test("an interpreter hears the floor, or the relay, never both", () => {
  expect(decibels(mixOf(booth()))).toMatchObject({ floor: 0, channel: NONE });
  for (const sound of ["ON_AIR", "PAUSE"] as const)
    expect(decibels(mixOf(booth({ input: "channel", sound })))).toMatchObject({ floor: NONE, channel: 0 });
  expect(decibels(mixOf(booth({ input: "channel", sound: "COUGH" })))).toMatchObject({
    floor: NONE,
    channel: NONE,
  });
  for (const sound of ["OFF", "LOST", "PASS"] as const)
    expect(decibels(mixOf(booth({ input: "channel", sound })))).toMatchObject({ floor: 0, channel: NONE });
  const silent = mixOf(booth({ input: "channel", sound: "ON_AIR", silent: true }));
  expect(decibels(silent)).toMatchObject({ floor: 0, channel: NONE });
});

test("armed: the partner in front, the floor behind", () => {
  expect(decibels(mixOf(booth({ armed: true })))).toMatchObject({ floor: -15, partner: 0 });
  const relay = mixOf(booth({ armed: true, input: "channel", sound: "ON_AIR" }));
  expect(decibels(relay)).toMatchObject({ floor: NONE, channel: -15, partner: 0 });
});

test("the console's own volumes; a monitor that doubles another sound is off", () => {
  const mix = { main: 1.5, partner: 0, monitor: 0.7 };
  const gains = mixOf(booth({ mix }));
  expect([gains.floor.to, gains.partner.to, gains.monitor.to]).toEqual([1.5, 0, 0.7]);
  expect(mixOf(booth({ mix, monitorDoubles: true })).monitor.to).toBe(0);
});
