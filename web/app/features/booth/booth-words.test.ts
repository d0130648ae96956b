import { setupI18n } from "@lingui/core";
import { describe, expect, test } from "vitest";
import {
  type BoothNotice,
  type BoothView,
  type ConsoleView,
  type HandoverView,
  IDLE_HANDOVER,
  type SeatView,
} from "../../../client/index.ts";
import { messages as en } from "../../locales/en/messages.po";
import {
  boothNoticeWords,
  handoverStep,
  handoverWords,
  hopsMark,
  lostHolder,
  microphoneWords,
  nextStep,
  roomNoticeWords,
} from "./booth-words";

const i18n = setupI18n({ locale: "en", messages: { en } });

const handover = (change: Partial<HandoverView> = {}): HandoverView => ({ ...IDLE_HANDOVER, ...change });
const seat = (participant: string, change: Partial<SeatView> = {}) =>
  ({
    participant,
    name: participant,
    state: "STANDBY",
    output: "en",
    isMe: participant === "me",
    ...change,
  }) as SeatView;
const booth = (change: Partial<HandoverView>, ...seats: SeatView[]) =>
  ({ id: "b", seats, handover: handover(change) }) as unknown as BoothView;
const view = (change: Partial<ConsoleView> & { holder?: string; state?: string }) =>
  ({
    me: seat("me"),
    microphone: "closed",
    channels: [
      {
        language: "en",
        holder: change.holder ?? "",
        holderName: change.holder ?? "",
        state: change.state ?? "ON_AIR",
      },
    ],
    booths: [],
    rehearsal: false,
    ...change,
  }) as unknown as ConsoleView;

describe("the keys of a hand-over", () => {
  test.each([
    ["hand-over", { mayOffer: true }, "offer"],
    ["hand-over", { mayRequest: true }, "request"],
    ["hand-over", {}, undefined],
    ["accept", { mayAccept: true, mayDecline: true }, "accept"],
    ["accept", { maySwitch: true, mayCancel: true }, "switch"],
    ["accept", { mayRequest: true }, undefined],
    ["decline", { mayAccept: true, mayDecline: true }, "decline"],
    ["decline", { mayCancel: true }, "cancel"],
    ["decline", {}, undefined],
  ] as const)("%s with %o does %s", (key, may, step) => {
    expect(handoverStep(key, handover(may), false)).toBe(step);
  });

  test("take over at once only from who is lost, not because the booth allows it", () => {
    const may = handover({ mayRequest: true, mayTakeOver: true });
    expect(handoverStep("accept", may, false)).toBeUndefined();
    expect(handoverStep("hand-over", may, false)).toBe("request");
    expect(handoverStep("accept", may, true)).toBe("take-over");
    expect(handoverStep("hand-over", may, true)).toBe("take-over");
    expect(nextStep(may, false)).toBe("request");
    expect(nextStep(may, true)).toBe("take-over");
  });
});

describe("who is lost", () => {
  const own = (state: SeatView["state"], mayTakeOver = true) =>
    booth({ mayTakeOver, takes: "en" }, seat("me"), seat("ana", { state }));

  test("is the holder of the channel that may be taken", () => {
    expect(lostHolder(view({ booth: own("LOST"), holder: "ana" }))?.name).toBe("ana");
    expect(lostHolder(view({ booth: own("ON_AIR"), holder: "ana", state: "LOST" }))?.name).toBe("ana");
  });

  test("may be on another channel than one's own output, which the microphone's key then takes", () => {
    const turned = view({
      me: seat("me", { output: "es" }),
      booth: own("LOST"),
      holder: "ana",
      state: "LOST",
    });
    expect(lostHolder(turned)?.name).toBe("ana");
    expect(microphoneWords(turned, i18n).detail).toBe("Ready to work into English.");
  });

  test("is nobody while the holder works, another is absent, or one may not take over", () => {
    expect(lostHolder(view({ booth: own("ON_AIR"), holder: "ana" }))).toBeUndefined();
    expect(lostHolder(view({ booth: own("LOST"), holder: "" }))).toBeUndefined();
    expect(lostHolder(view({ booth: own("LOST", false), holder: "ana" }))).toBeUndefined();
  });
});

test.each([
  [{ microphone: "open" }, "OPEN", "You are on air in English."],
  [{ microphone: "open", rehearsal: true }, "OPEN", "Rehearsal: only the booth hears you."],
  [{ microphone: "cough" }, "COUGH", "Nobody hears you; the original is not raised."],
  [{ microphone: "armed" }, "ARMED", "Your microphone is open here, and not heard yet."],
  [
    { microphone: "lost" },
    "NOT RECEIVED",
    "The server does not get your sound: listeners hear the original.",
  ],
  [
    { microphone: "lost", blocked: "disconnected" },
    "NO CONNECTION",
    "You may still be heard. The cough key silences you here.",
  ],
  [{ blocked: "output" }, "CLOSED", "Choose an output first."],
  [{ blocked: "held", holder: "Ana" }, "CLOSED", "Ana is on air in English: ask for the microphone."],
  [{}, "CLOSED", "Ready to work into English."],
] as const)("the microphone %o is %s: %s", (change, state, detail) => {
  expect(microphoneWords(view(change), i18n)).toMatchObject({ state, detail });
});

test.each([
  [{ state: "OFFERED", from: "ana", to: "me" }, "ana offers you the microphone."],
  [{ state: "OFFERED", from: "me", to: "ana" }, "Offered to ana; waiting for an answer."],
  [{ state: "REQUESTED", from: "me", to: "ana", when: "soon" }, "ana asks for the microphone soon."],
  [{ state: "REQUESTED", from: "ana", to: "me" }, "You have asked ana for the microphone."],
  [{ state: "ARMED", from: "me", to: "ana", maySwitch: true }, "ana is ready: switch at a pause."],
  [{ state: "ARMED", from: "ana", to: "me" }, "You are ready: ana switches at a pause."],
  [{ state: "REQUESTED", from: "ana", to: "ben" }, "ben asks ana for the microphone."],
  [{ state: "ARMED", from: "ana", to: "ben" }, "ben is ready: ana switches at a pause."],
] as const)("a hand-over %o is told as: %s", (change, words) => {
  expect(handoverWords(booth(change, seat("me"), seat("ana")), (id) => id, undefined, i18n)).toBe(words);
});

test("the way of a sound is marked as consoles do", () => {
  expect([0, 1, 2, 3].map(hopsMark)).toEqual(["FLOOR", "+", "−", "−"]);
});

describe("notices", () => {
  const notice = (change: Partial<BoothNotice>): BoothNotice => ({
    type: "interpretation-notice",
    notice: "slow-down",
    key: 1,
    name: "Ana",
    at: 0,
    ...change,
  });

  test("the speaker is asked to slow down without saying by whom", () => {
    const words = roomNoticeWords(notice({}), "me", i18n);
    expect(words).toEqual({ text: "The interpreters ask you to speak more slowly.", urgent: true });
    expect(words?.text).not.toContain("Ana");
  });

  test("a bad sound is said to the speaker as theirs, to the chair by name, and by nobody's where nobody spoke", () => {
    const bad = (participant?: string, name = "") =>
      roomNoticeWords(
        notice({ notice: "sound-inadequate", name, ...(participant ? { participant } : {}) }),
        "me",
        i18n,
      );
    expect(bad("me", "Mia")).toEqual({
      text: "The interpreters cannot hear you well.",
      urgent: false,
      said: true,
    });
    expect(bad("ana", "Ana")?.text).toBe("The interpreters cannot hear Ana well.");
    // A chair who does not speak is not told to come closer.
    expect(bad()?.text).toBe("The interpreters cannot hear the floor well.");
  });

  test("of the booths do not reach the room", () => {
    for (const kind of ["two-microphones", "shift-over", "technician-called", "talk-to-floor"] as const)
      expect(roomNoticeWords(notice({ notice: kind }), "me", i18n)).toBeUndefined();
  });

  test("a cough that lasted too long is said urgently: nobody else tells that the microphone is closed", () => {
    expect(boothNoticeWords(notice({ notice: "cough-limit", name: "Ana", channel: "en" }), i18n)).toEqual({
      text: "The cough key was held too long: the microphone of Ana is closed, and listeners hear the original.",
      urgent: true,
    });
  });

  test("a lost colleague is urgent in the booth", () => {
    expect(boothNoticeWords(notice({ notice: "interpreter-lost", channel: "en" }), i18n)).toEqual({
      text: "Ana is lost: nobody interprets into English.",
      urgent: true,
    });
  });
});
