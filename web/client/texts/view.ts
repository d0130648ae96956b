// A negotiated text as views show it: pure functions of what the server told.

import type { Meeting } from "../generated/schema.d.ts";
import { type Merged, mergeEdits } from "../record/words.ts";
import type { TextDraft } from "./drafts.ts";
import type {
  LanguageWords,
  Paragraph,
  ParagraphBracket,
  Position,
  TextChange,
  TextHead,
  TextObstacle,
} from "./types.ts";

/** The paragraphs of an open text by their id, each with the text's revision that it was told with. */
export type Paragraphs = ReadonlyMap<string, Paragraph>;

/**
 * The text and its paragraphs after a change; what is older than what is there changes nothing. An answer to oneself may come
 * before what others changed: its hashes are of words that are not here yet, and nobody signs what they do not see, so the
 * head waits for the stream.
 */
export function withChange(
  head: TextHead | undefined,
  paragraphs: Paragraphs,
  told: Map<string, number>,
  change: TextChange,
): { head: TextHead; paragraphs: Paragraphs } {
  const next = new Map(paragraphs);
  for (const one of change.paragraphs) {
    if ((told.get(one.id) ?? -1) > change.text.revision) continue;
    told.set(one.id, change.text.revision);
    next.set(one.id, one);
  }
  const follows =
    head === undefined || (change.text.revision >= head.revision && (change.since ?? 0) <= head.revision);
  const newer = follows ? change.text : head;
  number(next, newer.order);
  return { head: newer, paragraphs: next };
}

/** What follows the number of an alternative; the server has the same (internal/proceedings/texts.go). */
const AGAIN = [
  "",
  " bis",
  " ter",
  " quater",
  " quinquies",
  " sexies",
  " septies",
  " octies",
  " nonies",
  " decies",
];

/** Numbers follow from the order: a change does not tell every paragraph whose number it has moved. */
function number(paragraphs: Map<string, Paragraph>, order: readonly (readonly string[])[]): void {
  for (const [index, place] of order.entries())
    for (const [alternative, id] of place.entries()) {
      const one = paragraphs.get(id);
      const now = `${index + 1}${AGAIN[alternative] ?? ` (${alternative + 1})`}`;
      if (one && one.number !== now) paragraphs.set(id, { ...one, number: now });
    }
}

/** How far a paragraph is. */
export type ParagraphStatus = Paragraph["status"];

/** A place of the text: one paragraph, or several that are alternatives. */
export type Place = readonly Paragraph[];

export function placesOf(head: TextHead, paragraphs: Paragraphs): readonly Place[] {
  return head.order
    .map((place) =>
      place
        .map((id) => paragraphs.get(id))
        .filter((one): one is Paragraph => one !== undefined && one.status !== "withdrawn"),
    )
    .filter((place) => place.length > 0);
}

/** Which paragraphs are shown. */
export const TEXT_FILTERS = ["all", "ours", "theirs", "open", "agreed"] as const;
export type TextFilter = (typeof TEXT_FILTERS)[number];

/** Whether a paragraph is shown. Without a delegation of one's own nothing is ours. */
export function isShown(paragraph: Paragraph, filter: TextFilter, own: string): boolean {
  switch (filter) {
    case "all":
      return true;
    case "ours":
      return own !== "" && paragraph.delegation === own;
    case "theirs":
      return own === "" || paragraph.delegation !== own;
    case "open":
      return paragraph.status === "proposed" || paragraph.status === "bracketed";
    case "agreed":
      return paragraph.status === "agreed";
  }
}

/** How many paragraphs are in each status, in the order of progress. */
export function tally(places: readonly Place[]): Readonly<Record<ParagraphStatus, number>> {
  const counts = { proposed: 0, bracketed: 0, "ad-referendum": 0, agreed: 0, withdrawn: 0 };
  for (const { status } of places.flat()) counts[status]++;
  return counts;
}

/** A piece of a paragraph's words: text, or where a bracket opens or closes. */
export type WordPiece =
  | { readonly kind: "text"; readonly text: string; readonly inside: boolean }
  | { readonly kind: "open" | "close"; readonly bracket: ParagraphBracket; readonly number: number };

/**
 * The words with their brackets in them, numbered as the paragraph has them. A bracket of the whole paragraph stands round all; a
 * reservation of the whole, and words that are in another language or no longer there, have their note alone.
 */
export function piecesOf(
  { words, brackets }: Pick<Paragraph, "words" | "brackets">,
  language: string,
): WordPiece[] {
  const text = words[language]?.text ?? "";
  const spans = brackets.flatMap((bracket, index) => {
    const span = spanOf(bracket, text, language);
    return span ? [{ ...span, bracket, number: index + 1 }] : [];
  });
  const places = [...new Set([0, text.length, ...spans.flatMap(({ from, to }) => [from, to])])];
  places.sort((a, b) => a - b);
  // Of those that open at one place the longest is outermost, and closes last.
  const outer = [...spans].sort((a, b) => b.to - b.from - (a.to - a.from) || a.number - b.number);
  const inner = [...outer].reverse();
  return places.flatMap((place, index): WordPiece[] => {
    const next = places[index + 1];
    const closing = inner.filter(({ to }) => to === place).map((one) => mark("close", one));
    const opening = outer.filter(({ from }) => from === place).map((one) => mark("open", one));
    if (next === undefined) return closing;
    const inside = spans.some(({ from, to }) => from <= place && to >= next);
    return [...closing, ...opening, { kind: "text", text: text.slice(place, next), inside }];
  });
}

function mark(
  kind: "open" | "close",
  { bracket, number }: { bracket: ParagraphBracket; number: number },
): WordPiece {
  return { kind, bracket, number };
}

function spanOf({ kind, words }: ParagraphBracket, text: string, language: string) {
  if (text === "") return undefined;
  if (words === undefined) return kind === "bracket" ? { from: 0, to: text.length } : undefined;
  const piece = words[language];
  const from = piece ? text.indexOf(piece) : -1;
  return piece && from >= 0 ? { from, to: from + piece.length } : undefined;
}

/** The own delegation's position on a paragraph. */
export function positionOf(paragraph: Paragraph, delegation: string): Position {
  return paragraph.positions[delegation]?.position ?? "none";
}

/** Whether words can be changed: an agreed paragraph is taken back first. */
export function isEditable({ may, phase }: Pick<TextHead, "may" | "phase">, { status }: Paragraph): boolean {
  return may.write && isOpen(phase) && status !== "agreed";
}

/** Whether a text can be changed: during a silence procedure it cannot. */
export function isOpen(phase: TextHead["phase"]): boolean {
  return phase === "negotiating" || phase === "clean";
}

/** Whether every delegation is bound by a text. */
export function isAdopted(phase: TextHead["phase"]): boolean {
  return phase === "adopted" || phase === "rectified";
}

/** Whether a silence procedure could begin: all there is to wait for is that delegations agree. */
export function maySilence({ may, phase, obstacles }: TextHead): boolean {
  return may.lead && isOpen(phase) && obstacles.every(({ code }) => code === "not-agreed");
}

/** Whether one can say that an adopted paragraph is wrong: one rectification of it at a time. */
export function isRectifiable({ may, phase, rectifications }: TextHead, { id }: Paragraph): boolean {
  const open = rectifications.some(({ paragraph, state }) => paragraph === id && state === "open");
  return isAdopted(phase) && (may.agree || may.lead) && !open;
}

/** The parties whose agreement a text needs; "" is the chair of a meeting without delegations. */
export function partiesOf({ delegations }: Pick<Meeting, "delegations">): readonly string[] {
  return delegations.length > 0 ? delegations.map(({ id }) => id) : [""];
}

/** Whether a delegation can agree to a paragraph as it is: nothing in it may be open. */
export function isAgreeable({ brackets }: Paragraph, alternatives: number): boolean {
  return brackets.length === 0 && alternatives < 2;
}

/** Whether a person has written or certified a paragraph's words in every language: only then it can be agreed for good. */
export function isWritten({ words }: Paragraph, languages: readonly string[]): boolean {
  return languages.every((tag) => words[tag]?.text && words[tag].source === "human");
}

/** Obstacles of one kind. */
export interface ObstacleGroup {
  readonly code: TextObstacle["code"];
  /** Paragraphs, each once. */
  readonly paragraphs: readonly string[];
  readonly delegations: readonly string[];
  readonly languages: readonly string[];
}

const codes: readonly TextObstacle["code"][] = [
  "empty",
  "words-missing",
  "machine-draft",
  "alternatives-open",
  "bracket-open",
  "not-agreed",
];

/** What stands between here and adoption, by kind. */
export function obstacleGroups(obstacles: readonly TextObstacle[]): readonly ObstacleGroup[] {
  return codes.flatMap((code) => {
    const some = obstacles.filter((one) => one.code === code);
    const each = (member: "paragraph" | "delegation" | "language") => [
      ...new Set(some.flatMap((one) => one[member] ?? [])),
    ];
    return some.length === 0
      ? []
      : [
          {
            code,
            paragraphs: each("paragraph"),
            delegations: each("delegation"),
            languages: each("language"),
          },
        ];
  });
}

/** The languages in pairs, each of which needs a certificate. */
export function languagePairs(languages: readonly string[]): readonly (readonly [string, string])[] {
  return languages.flatMap((a, index) => languages.slice(index + 1).map((b) => [a, b] as const));
}

/** A hash as it is read aloud and compared: eight groups of eight. */
export function hashGroups(sha256: string): readonly string[] {
  return sha256.match(/.{1,8}/g) ?? [];
}

const rightToLeft: ReadonlySet<string> = new Set(
  "ar arc ckb dv fa he iw ks ku-arab ps sd ug ur yi".split(" "),
);

/** The direction of a language's script. */
export function directionOf(tag: string): "ltr" | "rtl" {
  const [language = "", script = ""] = tag.toLowerCase().split("-");
  if (/^(arab|hebr|thaa|nkoo|syrc)$/.test(script)) return "rtl";
  if (script.length === 4) return "ltr";
  return rightToLeft.has(language) ? "rtl" : "ltr";
}

/** What of the words was changed, as it is sent. */
export function changedWords(base: LanguageWords, words: LanguageWords): LanguageWords {
  return Object.fromEntries(
    Object.entries(words).filter(([language, text]) => text.trim() !== (base[language] ?? "").trim()),
  );
}

/** From which language a machine would translate into another: the one with the newest words; undefined: there is none. */
export function sourceFor({ words }: Pick<Paragraph, "words">, language: string): string | undefined {
  return Object.entries(words)
    .filter(([other, { text, source }]) => other !== language && text !== "" && source === "human")
    .sort(([, a], [, b]) => b.revision - a.revision)[0]?.[0];
}

/** What a stale edit meets in one language. `mine` undefined: one has changed nothing there. */
export interface Clash {
  readonly language: string;
  readonly theirs: string;
  readonly mine: string | undefined;
  /** Both in one text, where both have changed it. */
  readonly merged: Merged;
}

/** What others and oneself have changed, by language, from the same words. */
export function clashes(now: Pick<Paragraph, "words">, { base, words }: TextDraft): readonly Clash[] {
  const current = wordsOf(now);
  const mine = changedWords(base, words);
  const theirs = changedWords(base, current);
  return [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].map((language) => {
    const [was, other, own] = [base[language] ?? "", current[language] ?? "", mine[language]];
    return {
      language,
      theirs: other,
      mine: own,
      merged: own === undefined ? { text: other, clean: true } : mergeEdits(was, other, own),
    };
  });
}

/** The words by language alone. */
export function wordsOf({ words }: Pick<Paragraph, "words">): LanguageWords {
  return Object.fromEntries(Object.entries(words).map(([language, { text }]) => [language, text]));
}
