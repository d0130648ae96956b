import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Meeting } from "../../../client/index.ts";

export type Trouble = NonNullable<NonNullable<Meeting["soundRecording"]>["trouble"]>;

const texts: Readonly<Record<Trouble, MessageDescriptor>> = {
  "disk-full": msg`The server's disk is full. The recording goes on by itself when there is space again.`,
  "disk-read-only": msg`The server's disk is read-only. The recording goes on by itself when that is mended.`,
  "disk-failed": msg`The server's disk does not take it. The recording goes on by itself when that is mended.`,
  regime: msg`What is said now may not be recorded: that was agreed. The recording goes on by itself afterwards.`,
  "limit-reached": msg`The meeting has as much sound as it may keep. What was recorded before is there.`,
};

/** Why nothing is being written, in words. */
export function troubleText(trouble: Trouble, i18n: I18n): string {
  return i18n._(texts[trouble]);
}
