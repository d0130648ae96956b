// The record as views show it: pure functions of what the server told.

import type { Document, MeetingRecord, RecordSpeaker, Segment } from "../generated/schema.d.ts";
import { words } from "./words.ts";

/** In the order in which they were spoken; those of one moment as they were added. */
function inOrder(a: Segment, b: Segment): number {
  if (a.start !== b.start) return a.start < b.start ? -1 : 1;
  return a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The list with some segments added or replaced. An older revision than the one there is changes nothing. */
export function withSegments(list: readonly Segment[], some: readonly Segment[]): readonly Segment[] {
  if (some.length === 0) return list;
  const known = new Map(list.map((one) => [one.id, one]));
  let changed = false;
  for (const one of some) {
    if ((known.get(one.id)?.revision ?? 0) >= one.revision) continue;
    known.set(one.id, one);
    changed = true;
  }
  return changed ? [...known.values()].sort(inOrder) : list;
}

/** Number of the last change in a list. */
export function lastChange(list: readonly Segment[]): number {
  return list.reduce((most, { change }) => Math.max(most, change), 0);
}

/** Segments of one speaker's turn that follow one another. */
export interface Turn {
  readonly key: string;
  /** "": words outside of any. */
  readonly intervention: string;
  readonly speaker: RecordSpeaker | undefined;
  readonly segments: readonly Segment[];
}

/** What of a record is shown. */
export interface Choice {
  readonly form: Segment["form"];
  /** "": all languages. */
  readonly language: string;
  /** Participant; "": all. */
  readonly speaker: string;
}

/** The turns of what is chosen, in the order in which they were spoken. */
export function turnsOf(
  list: readonly Segment[],
  speakers: readonly RecordSpeaker[],
  { form, language, speaker }: Choice,
): readonly Turn[] {
  const byID = new Map(speakers.map((one) => [one.id, one]));
  const turns: (Turn & { segments: Segment[] })[] = [];
  for (const one of list) {
    if (one.removed || one.form !== form) continue;
    if (language !== "" && one.language !== language) continue;
    if (speaker !== "" && one.speaker !== speaker) continue;
    const intervention = one.intervention ?? "";
    const last = turns.at(-1);
    const goesOn =
      last !== undefined &&
      last.intervention === intervention &&
      (last.speaker?.id ?? "") === (one.speaker ?? "");
    if (goesOn) last.segments.push(one);
    else turns.push({ key: one.id, intervention, speaker: byID.get(one.speaker ?? ""), segments: [one] });
  }
  return turns;
}

/** The segment before one that can be joined to it: the same speaker's words, which nothing of their language parts. */
export function joinable(list: readonly Segment[], segment: Segment): Segment | undefined {
  const among = list.filter(
    ({ removed, form, language }) => !removed && form === segment.form && language === segment.language,
  );
  const before = among[among.findIndex(({ id }) => id === segment.id) - 1];
  const same =
    before !== undefined &&
    before.origin === segment.origin &&
    before.intervention === segment.intervention &&
    before.speaker === segment.speaker;
  return same ? before : undefined;
}

/** Whether words can be cut at a place (UTF-16 units): some are before it and after it, and no word is parted. */
export function divides(text: string, place: number): boolean {
  const [a, b] = [text.slice(0, place).trim(), text.slice(place).trim()];
  return a !== "" && b !== "" && words(a).length + words(b).length === words(text).length;
}

/** A text deposited before it was spoken, which can be compared with what was said. */
export interface PreparedText {
  readonly id: string;
  readonly title: string;
  readonly language: string;
  /** Who was to speak it, by name; "": not said. */
  readonly speaker: string;
  /** Delegation.id; "": none. */
  readonly party: string;
}

/** The texts that were prepared for a turn: the speaker's by name, or those of the delegation that name nobody. */
export function preparedFor(
  { intervention, speaker }: Turn,
  texts: readonly PreparedText[],
): readonly PreparedText[] {
  if (intervention === "" || speaker === undefined) return [];
  return texts.filter((one) =>
    one.speaker === "" ? one.party !== "" && one.party === speaker.delegation : one.speaker === speaker.name,
  );
}

/** Whether a document is a text that can be compared. */
export function comparable({ kind, mediaType }: Pick<Document, "kind" | "mediaType">): boolean {
  return kind === "prepared" && mediaType === "text/plain";
}

/** The choice with which a segment is among what is shown, the least different one; undefined: it is not there. */
export function choiceShowing(list: readonly Segment[], id: string, choice: Choice): Choice | undefined {
  const one = list.find((segment) => segment.id === id && !segment.removed);
  if (!one) return undefined;
  return {
    form: one.form,
    language: choice.language === one.language ? choice.language : "",
    speaker: choice.speaker === one.speaker ? choice.speaker : "",
  };
}

/** Whether words can leave the meeting, as files or quotations; else why not. */
export function leaving({
  withheld,
  may,
  versions,
}: MeetingRecord): "free" | "off-the-record" | "unpublished" {
  if (withheld.all) return "off-the-record";
  return may.draft || versions.length > 0 ? "free" : "unpublished";
}

/** Whether one may ask for a correction of a segment's words: they are the own delegation's. */
export function mayCorrect(record: MeetingRecord, segment: Segment): boolean {
  if (!record.may.correct || !segment.speaker) return false;
  if (segment.speaker === record.me) return true;
  const speaker = record.speakers.find(({ id }) => id === segment.speaker);
  return Boolean(record.delegation) && speaker?.delegation === record.delegation;
}
