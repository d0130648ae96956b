// Interpretation as a server would tell it, for tests.

import type { Booth, Channel, Handover, Interpretation, Seat } from "../protocol.ts";

export const makeChannel = (language: string, changes: Partial<Channel> = {}): Channel => ({
  language,
  kind: "voice",
  holder: "",
  epoch: 1,
  state: "OFF",
  sound: "OFF",
  hops: 0,
  relays: 0,
  listens: 0,
  ...changes,
});

/** A channel on which that participant speaks. */
export const onAir = (language: string, holder: string, changes: Partial<Channel> = {}): Channel =>
  makeChannel(language, { holder, epoch: 11, state: "ON_AIR", sound: "ON_AIR", hops: 1, ...changes });

/** A seat that is ready and works into English. */
export const makeSeat = (participant: string, number: number, changes: Partial<Seat> = {}): Seat => ({
  participant,
  number,
  state: "STANDBY",
  devices: true,
  headphones: true,
  level: true,
  output: "en",
  input: "floor",
  automatic: true,
  hops: 0,
  understands: [],
  talking: false,
  ...changes,
});

export const makeHandover = (changes: Partial<Handover> = {}): Handover => ({
  state: "IDLE",
  epoch: 100,
  agreed: false,
  due: false,
  ...changes,
});

/** The bilateral booth of Spanish and English, with those seats. */
export const makeBooth = (seats: Seat[], changes: Partial<Booth> = {}): Booth => ({
  id: "se",
  name: "Español – English",
  kind: "voice",
  outputs: ["en", "es"],
  capacity: 2,
  policy: "consent",
  seats,
  handover: makeHandover(),
  shift: { minutes: 0, amber: false, over: false },
  twoMicrophones: false,
  ...changes,
});

export const makeInterpretation = (changes: Partial<Interpretation> = {}): Interpretation => ({
  rehearsal: false,
  lowWhenOff: false,
  floorLanguage: "es",
  channels: [makeChannel("es", { state: "PASS", sound: "PASS" }), makeChannel("en")],
  booths: [],
  listening: 0,
  ...changes,
});
