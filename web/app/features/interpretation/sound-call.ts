import type { BoothNotice } from "../../../client/index.ts";

/** How long the interpreters' call stays on the speaker's screen, ms: each booth can repeat it after 15 s. */
export const CALL_MS = 60_000;

/** The latest call of the interpreters that one's own sound is bad. */
export function soundCall(notices: readonly BoothNotice[], me: string | undefined): BoothNotice | undefined {
  if (me === undefined) return undefined;
  return notices.find(({ notice, participant }) => notice === "sound-inadequate" && participant === me);
}

/** Whether it still matters. */
export function isFresh(call: BoothNotice, now: number): boolean {
  return now - call.at < CALL_MS;
}
