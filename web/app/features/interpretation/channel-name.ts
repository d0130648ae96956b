import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { atStart, languageName } from "../../i18n/format";

// Sign languages that browsers have no names for.
const signs: Readonly<Record<string, MessageDescriptor>> = {
  mfs: msg`Mexican Sign Language`,
  ase: msg`American Sign Language`,
  ils: msg`International Sign`,
  fsl: msg`French Sign Language`,
  gsm: msg`Guatemalan Sign Language`,
};

/** The name of a channel's language, spoken or signed, as the reader writes it within a sentence. */
export function channelInText(tag: string, i18n: I18n): string {
  const sign = Object.hasOwn(signs, tag) ? signs[tag] : undefined;
  return sign ? i18n._(sign) : languageName(tag, i18n.locale);
}

/** The same as it stands alone or begins a line. */
export function channelName(tag: string, i18n: I18n): string {
  return atStart(channelInText(tag, i18n), i18n.locale);
}
