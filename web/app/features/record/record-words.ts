import { useLingui } from "@lingui/react/macro";
import type { Segment } from "../../../client/index.ts";

/** What is said of words that are not the floor's; undefined: they are. */
export function useOriginMarks(): (origin: Segment["origin"]) => string | undefined {
  const { t } = useLingui();
  const marks: Readonly<Record<Segment["origin"], string | undefined>> = {
    floor: undefined,
    interpretation: t`(As interpreted.)`,
    translation: t`(Translation.)`,
    prepared: t`(Prepared text. Check against delivery.)`,
  };
  return (origin) => marks[origin];
}

/** Names of the origins, in the reader's language. */
export function useOriginNames(): Readonly<Record<Segment["origin"], string>> {
  const { t } = useLingui();
  return {
    floor: t({ message: "The floor", context: "origin of words" }),
    interpretation: t({ message: "Interpretation", context: "origin of words" }),
    translation: t({ message: "Translation", context: "origin of words" }),
    prepared: t({ message: "Prepared text", context: "origin of words" }),
  };
}

/** Names of the two forms of a record. */
export function useFormNames(): Readonly<Record<Segment["form"], string>> {
  const { t } = useLingui();
  return {
    verbatim: t({ message: "Verbatim record", context: "form of record" }),
    summary: t({ message: "Summary record", context: "form of record" }),
  };
}
