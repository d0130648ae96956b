import { useLingui } from "@lingui/react/macro";
import type { ParagraphStatus, Position, TextFilter, TextHead, TextObstacle } from "../../../client/index.ts";

/**
 * A paragraph's number within a sentence of any direction: "2 bis" would come apart in one that is read from the right. The
 * characters isolate it (Unicode Standard Annex 9, LRI and PDI).
 */
export function numberOf({ number = "" }: { number?: string }): string {
  return /\D/.test(number) ? `\u2066${number}\u2069` : number;
}

/** How far a paragraph is, in words. */
export function useStatusNames(): Readonly<Record<ParagraphStatus, string>> {
  const { t } = useLingui();
  return {
    proposed: t`Proposed`,
    bracketed: t`In brackets`,
    "ad-referendum": t`Agreed ad referendum`,
    agreed: t`Agreed`,
    withdrawn: t`Withdrawn`,
  };
}

/** What a delegation says of a paragraph. */
export function usePositionNames(): Readonly<Record<Position, string>> {
  const { t } = useLingui();
  return { none: t`No position`, "ad-referendum": t`Agrees ad referendum`, agreed: t`Agrees` };
}

/** How far a text is. */
export function usePhaseNames(): Readonly<Record<TextHead["phase"], string>> {
  const { t } = useLingui();
  return {
    negotiating: t`Under negotiation`,
    clean: t`Clean: ready for assent`,
    silence: t`Silence procedure`,
    adopted: t`Adopted`,
    rectified: t`Rectified`,
  };
}

export function useFilterNames(): Readonly<Record<TextFilter, string>> {
  const { t } = useLingui();
  return { all: t`All`, ours: t`Ours`, theirs: t`Theirs`, open: t`Still open`, agreed: t`Agreed` };
}

/** What stands between here and adoption, by kind. */
export function useObstacleNames(): Readonly<Record<TextObstacle["code"], string>> {
  const { t } = useLingui();
  return {
    empty: t`There is no paragraph yet`,
    "words-missing": t`Words are missing`,
    "machine-draft": t`A machine's draft that nobody has certified`,
    "alternatives-open": t`Alternatives stand side by side`,
    "bracket-open": t`Brackets or reservations are open`,
    "not-agreed": t`Not agreed yet`,
  };
}
