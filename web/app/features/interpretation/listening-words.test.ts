import { setupI18n } from "@lingui/core";
import { describe, expect, test } from "vitest";
import type { ListeningView } from "../../../client/index.ts";
import { messages as en } from "../../locales/en/messages.po";
import { messages as es } from "../../locales/es/messages.po";
import {
  balanceWords,
  choiceKey,
  choiceOf,
  hearingOf,
  levelOf,
  ownLanguage,
  sliderOf,
  spokenHearing,
} from "./listening-words";

const i18n = setupI18n({ locale: "en", messages: { en, es } });
const view = (change: Partial<ListeningView> = {}) => ({
  channel: "en",
  state: "ON_AIR" as const,
  hops: 1,
  rehearsal: false,
  lowWhenOff: false,
  floorLanguage: "es",
  ...change,
});

describe("what one hears now", () => {
  test.each<[Partial<ListeningView>, string, string]>([
    [{ state: "floor", channel: "" }, "Original: Spanish", "original"],
    [{ state: "floor", channel: "", floorLanguage: "" }, "Original", "original"],
    [{ state: "PASS" }, "Original – spoken in English", "original"],
    [{}, "Interpretation: English", "interpretation"],
    [{ hops: 2 }, "English by relay", "interpretation"],
    [{ state: "PAUSE" }, "Interpreter paused…", "waiting"],
    [{ state: "COUGH" }, "Interpreter paused…", "waiting"],
    [{ state: "OFF" }, "Original – interpreter's microphone is off", "problem"],
    [{ state: "OFF", lowWhenOff: true }, "No interpretation now – the original stays low", "problem"],
    [{ state: "LOST" }, "Interpreter lost – original", "problem"],
    [{ state: "LOST", lowWhenOff: true }, "Interpreter lost – original", "problem"],
    [{ state: "UNINTERPRETABLE" }, "Cannot be interpreted now – bad sound", "problem"],
    [{ rehearsal: true }, "Original – the interpreters rehearse", "original"],
  ])("%o is: %s", (change, text, tone) => {
    expect(hearingOf(view(change), i18n)).toEqual({ text, tone });
  });

  test("is said in the reader's language", () => {
    const spanish = setupI18n({ locale: "es", messages: { es } });
    expect(hearingOf(view(), spanish).text).toBe("Interpretación: inglés");
  });

  test("is not read out for a pause or a cough", () => {
    expect(spokenHearing(view({ state: "PAUSE" }), i18n)).toBeUndefined();
    expect(spokenHearing(view({ state: "COUGH" }), i18n)).toBeUndefined();
    expect(spokenHearing(view({ state: "LOST" }), i18n)).toBe("Interpreter lost – original");
  });
});

describe("the choice", () => {
  test.each([
    { to: "floor" },
    { to: "language", language: "fr" },
    { to: "automatic", language: "es-MX" },
  ] as const)("%o survives being an option's key", (choice) => {
    expect(choiceOf(choiceKey(choice))).toEqual(choice);
  });

  test.each(["", "language", "relay:en"])("of no sense (%s) is the floor", (key) => {
    expect(choiceOf(key)).toEqual({ to: "floor" });
  });

  test("of one's own language goes by what was chosen, the invitation, the page", () => {
    const languages = ["es", "en", "fr"];
    expect(ownLanguage({ to: "language", language: "fr" }, "en", languages, "es")).toBe("fr");
    expect(ownLanguage({ to: "floor" }, "en", languages, "es")).toBe("en");
    expect(ownLanguage({ to: "floor" }, "qu", languages, "fr")).toBe("fr");
    expect(ownLanguage({ to: "floor" }, undefined, languages, "ar")).toBe("es");
  });
});

describe("the original's level", () => {
  test("below the slider's last step is off, and comes back there", () => {
    expect(levelOf(-41)).toBe(Number.NEGATIVE_INFINITY);
    expect(sliderOf(Number.NEGATIVE_INFINITY)).toBe(-41);
    expect(sliderOf(levelOf(-18))).toBe(-18);
    expect(levelOf(-40)).toBe(-40);
  });

  test.each([
    [0, "As loud as the interpreter (0 dB)"],
    [-6, "Clearly heard (-6 dB)"],
    [-18, "Softly behind (-18 dB)"],
    [-40, "Hardly heard (-40 dB)"],
    [Number.NEGATIVE_INFINITY, "Off: the interpreter alone"],
  ])("%d is: %s", (db, words) => {
    expect(balanceWords(db, i18n)).toBe(words);
  });
});
