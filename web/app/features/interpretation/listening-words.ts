import type { I18n } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { ListenChoice, ListeningView } from "../../../client/index.ts";
import { channelInText, channelName } from "./channel-name";

/** What one hears now, for a button: `tone` says whether that is what one asked for. */
export interface Hearing {
  readonly tone: "original" | "interpretation" | "waiting" | "problem";
  readonly text: string;
}

type Heard = Pick<ListeningView, "channel" | "state" | "hops" | "rehearsal" | "lowWhenOff" | "floorLanguage">;

/** What one hears now, in words. */
export function hearingOf(view: Heard, i18n: I18n): Hearing {
  const language = channelInText(view.channel, i18n);
  const channel = channelName(view.channel, i18n);
  if (view.state === "floor") return { tone: "original", text: originalText(view, i18n) };
  if (view.rehearsal) return { tone: "original", text: i18n._(msg`Original – the interpreters rehearse`) };
  switch (view.state) {
    case "PASS":
      return { tone: "original", text: i18n._(msg`Original – spoken in ${language}`) };
    case "ON_AIR":
      return view.hops > 1
        ? { tone: "interpretation", text: i18n._(msg`${channel} by relay`) }
        : { tone: "interpretation", text: i18n._(msg`Interpretation: ${language}`) };
    case "PAUSE":
    case "COUGH":
      return { tone: "waiting", text: i18n._(msg`Interpreter paused…`) };
    case "OFF":
      if (view.lowWhenOff)
        return { tone: "problem", text: i18n._(msg`No interpretation now – the original stays low`) };
      return { tone: "problem", text: i18n._(msg`Original – interpreter's microphone is off`) };
    case "LOST":
      return { tone: "problem", text: i18n._(msg`Interpreter lost – original`) };
    case "UNINTERPRETABLE":
      return { tone: "problem", text: i18n._(msg`Cannot be interpreted now – bad sound`) };
  }
}

function originalText({ floorLanguage }: Heard, i18n: I18n): string {
  if (!floorLanguage) return i18n._(msg`Original`);
  const language = channelInText(floorLanguage, i18n);
  return i18n._(msg`Original: ${language}`);
}

/**
 * What a screen reader says of it: nothing of the short pauses of an interpreter, who would be interrupted by it;
 * undefined says nothing and leaves what was said before.
 */
export function spokenHearing(view: Heard, i18n: I18n): string | undefined {
  if (view.state === "PAUSE" || view.state === "COUGH") return undefined;
  return hearingOf(view, i18n).text;
}

/** A choice as the key of an option, and back; keys of other forms are the floor. */
export function choiceKey(choice: ListenChoice): string {
  return choice.to === "floor" ? "floor" : `${choice.to}:${choice.language}`;
}

export function choiceOf(key: string): ListenChoice {
  const [to, language] = key.split(":", 2);
  if (!language || (to !== "language" && to !== "automatic")) return { to: "floor" };
  return { to, language };
}

/** The language that "my language automatically" means: the one chosen, one's own, or the page's. */
export function ownLanguage(
  choice: ListenChoice,
  own: string | undefined,
  languages: readonly string[],
  locale: string,
): string {
  const wanted = [choice.to === "floor" ? "" : choice.language, own ?? "", locale];
  return wanted.find((tag) => languages.includes(tag)) ?? languages[0] ?? "";
}

/** Lowest level of the original that is still heard, dB; a step below it turns the original off. */
export const SOFTEST_DB = -40;

/** Level of the original under an interpretation as the slider's place, and back. */
export function sliderOf(db: number): number {
  return db < SOFTEST_DB ? SOFTEST_DB - 1 : Math.min(0, db);
}

export function levelOf(slider: number): number {
  return slider < SOFTEST_DB ? Number.NEGATIVE_INFINITY : slider;
}

/** The level in words and dB. */
export function balanceWords(db: number, i18n: I18n): string {
  if (db < SOFTEST_DB) return i18n._(msg`Off: the interpreter alone`);
  const figure = i18n.number(db, { style: "decimal", maximumFractionDigits: 0 });
  if (db > -3) return i18n._(msg`As loud as the interpreter (${figure} dB)`);
  if (db > -12) return i18n._(msg`Clearly heard (${figure} dB)`);
  if (db > -24) return i18n._(msg`Softly behind (${figure} dB)`);
  return i18n._(msg`Hardly heard (${figure} dB)`);
}
