// What the page of publications and commitments shows, computed: no store, no clock.

import type {
  Commitment,
  CommitmentAssessment,
  Paragraph,
  Publication,
  StatementFinding,
  StatementOverride,
  TextHead,
} from "../generated/schema.d.ts";
import { isAdopted } from "../texts/view.ts";

/** An adopted text of which the last version is not published yet. */
export function isUnpublished(text: TextHead, publications: readonly Publication[]): boolean {
  const version = text.versions.length;
  return (
    isAdopted(text.phase) &&
    !publications.some((one) => one.kind === "joint" && one.text === text.id && one.version === version)
  );
}

/** What identifies a finding from one check to the next. */
export function findingKey({ paragraph = "", part, language, code, words }: StatementFinding): string {
  return JSON.stringify([paragraph, part ?? "", language, code, words]);
}

/** Findings of the same words once, with all that is wrong with them. */
export function groupFindings(findings: readonly StatementFinding[]): readonly StatementFinding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const key = findingKey(finding);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The overrides for findings that have a reason. */
export function overridesOf(
  findings: readonly StatementFinding[],
  reasons: ReadonlyMap<string, string>,
): StatementOverride[] {
  return groupFindings(findings).flatMap((finding) => {
    const { paragraph, part, language, words, code } = finding;
    const reason = reasons.get(findingKey(finding))?.trim();
    const place = { ...(paragraph ? { paragraph } : {}), ...(part ? { part } : {}) };
    return reason ? [{ ...place, language, words, code, reason }] : [];
  });
}

/** The title that a finding is in; undefined: it is in the words. */
export function titleWith(
  { part, language }: StatementFinding,
  {
    title = "",
    titles = {},
  }: { readonly title?: string; readonly titles?: Readonly<Record<string, string>> },
): string | undefined {
  return part === "title" ? (titles[language] ?? title) : undefined;
}

/** A text around a finding: before, the words, after; at most so many code points on each side, whole words where there are any. */
export function around(text: string, { start, end }: StatementFinding, room = 60) {
  const points = [...text];
  const from = Math.max(0, start - room);
  const to = Math.min(points.length, end + room);
  const before = points.slice(from, start).join("");
  const after = points.slice(end, to).join("");
  return {
    before: from > 0 ? `… ${before.replace(/^\S*\s+/u, "")}` : before,
    words: points.slice(start, end).join(""),
    after: to < points.length ? `${after.replace(/\s+\S*$/u, "")} …` : after,
  };
}

/** What each delegation said last of a commitment. */
export function latest({ assessments }: Pick<Commitment, "assessments">): Map<string, CommitmentAssessment> {
  return new Map(assessments.map((one) => [one.delegation ?? "", one]));
}

/** Paragraphs from which a commitment may be made: what every delegation has agreed. */
export function committable(text: TextHead, paragraphs: readonly Paragraph[]): readonly Paragraph[] {
  const standing = new Set(text.order.flat());
  return paragraphs.filter(
    ({ id, status }) => standing.has(id) && (isAdopted(text.phase) || status === "agreed"),
  );
}

/** A mark of a commitment's drawing: when (0 … 1) and what a delegation said. */
export interface Mark {
  readonly at: number;
  readonly status: number;
}

/** A commitment's drawing: a row of marks for each delegation, and where the due day is. */
export interface Drawing {
  readonly rows: ReadonlyMap<string, readonly Mark[]>;
  readonly due: number | undefined;
  /** Instants of both ends. */
  readonly from: string;
  readonly to: string;
}

const DAY = 24 * 3600 * 1000;

/** Lays a commitment out over time, from when it was made to the last that is known of it; undefined: nothing was said. */
export function drawingOf(commitment: Commitment, delegations: readonly string[]): Drawing | undefined {
  const { made, assessments, dueDay, closed } = commitment;
  if (assessments.length === 0) return undefined;
  const begin = Date.parse(made);
  const due = dueDay ? Date.parse(dueDay) : Number.NaN;
  const known = [begin + DAY, due, closed ? Date.parse(closed) : Number.NaN];
  const end = Math.max(
    ...[...known, ...assessments.map(({ at }) => Date.parse(at))].filter((at) => at >= begin),
  );
  const place = (at: number) => Math.min(1, Math.max(0, (at - begin) / (end - begin)));
  return {
    rows: new Map(
      delegations.map((id) => [
        id,
        assessments
          .filter(({ delegation = "" }) => delegation === id)
          .map(({ at, status }) => ({ at: place(Date.parse(at)), status })),
      ]),
    ),
    due: due >= begin ? place(due) : undefined,
    from: made,
    to: new Date(end).toISOString(),
  };
}
