import { useLingui } from "@lingui/react/macro";
import type { Quotation } from "../../../client/index.ts";

/** Names of the verdicts, and what each means. */
export function useVerdicts(): Record<Quotation["verdict"], readonly [title: string, means: string]> {
  const { t } = useLingui();
  return {
    verbatim: [t`Verbatim`, t`These are the speaker's words.`],
    elided: [
      t`Verbatim, with omissions`,
      t`These are the speaker's words; the marks stand for what is shown below.`,
    ],
    interpreted: [
      t`As interpreted`,
      t`These are an interpreter's words, not the speaker's own. Quote them as interpreted.`,
    ],
    translated: [
      t`As translated`,
      t`These are a translation's words, not the speaker's own. Quote them as translated.`,
    ],
    prepared: [t`As prepared`, t`This is in a text deposited beforehand, and not in what was said.`],
    "near-miss": [t`Not what was said`, t`This is close to what was said. The differences are marked.`],
    "not-found": [t`Not found`, t`Nobody said this, as far as the record goes.`],
  };
}
