import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { SourceMeasure } from "../../../client/index.ts";

export type SourceFault = "narrow" | "soft" | "loud" | "clipping" | "noisy" | "processed";

// Bounds of what interpreters can work from for hours. Band, Hz: ISO 20109 wants 125–15,000 Hz, of which speech shows
// the upper end only in its sibilants. Levels, dBFS; the distance of voice and noise, dB; clipping, per mille.
const least = { band: 12_000, speech: -40, distance: 25 };
const most = { speech: -6, clipping: 1 };

/** What is wrong with a sound at its source. `processed`: the browser alters it although it was asked not to. */
export function judgeSource(source: SourceMeasure, processed: boolean): readonly SourceFault[] {
  const { band, speech, noise, clipping } = source;
  const faults: readonly (readonly [SourceFault, boolean])[] = [
    ["clipping", clipping > most.clipping],
    ["loud", speech > most.speech && clipping <= most.clipping],
    ["soft", speech < least.speech],
    ["noisy", speech - noise < least.distance],
    ["narrow", band > 0 && band < least.band],
    ["processed", processed],
  ];
  return faults.filter(([, is]) => is).map(([fault]) => fault);
}

/** What to do about each. */
export const sourceAdvice: Readonly<Record<SourceFault, MessageDescriptor>> = {
  narrow: msg`The microphone carries only low sounds, as a telephone does. Use a headset with a cable rather than Bluetooth.`,
  soft: msg`You are soft. Come closer to the microphone, or raise its level in the system's settings.`,
  loud: msg`You are loud. Lower the microphone's level in the system's settings.`,
  clipping: msg`Your voice is cut off at its loudest. Lower the microphone's level in the system's settings.`,
  noisy: msg`There is much noise around you. Close the window, turn off fans, come closer to the microphone.`,
  processed: msg`The browser alters your sound although you wear headphones. Choose another microphone or browser.`,
};
