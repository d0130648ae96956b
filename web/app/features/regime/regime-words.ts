import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { RegimeName } from "../../../client/index.ts";

interface RegimeWords {
  readonly name: MessageDescriptor;
  /** What it means for who speaks. */
  readonly means: MessageDescriptor;
}

/** The regimes, from the loosest to the strictest. */
export const regimes: Readonly<Record<RegimeName, RegimeWords>> = {
  "on-the-record": {
    name: msg`On the record`,
    means: msg`What is said may be quoted with the speaker's name.`,
  },
  background: {
    name: msg`Background`,
    means: msg`What is said may be quoted, attributed to the agreed label only.`,
  },
  "chatham-house": {
    name: msg`Chatham House Rule`,
    means: msg`What is said may be used, but not who said it, for whom, or who took part.`,
  },
  "deep-background": {
    name: msg`Deep background`,
    means: msg`What is said may be known, but neither quoted nor attributed.`,
  },
  "off-the-record": {
    name: msg`Off the record`,
    means: msg`Nothing of what is said leaves the meeting.`,
  },
};

export const regimeNames = Object.keys(regimes) as readonly RegimeName[];
