// The record over REST: the same in the meeting and after it.

import type { Call } from "../api.ts";
import type {
  Delivery,
  DocumentList,
  LateIntervention,
  MeetingRecord,
  NewSegment,
  SearchResult,
  Segment,
  SegmentEdit,
  SegmentPage,
} from "../generated/schema.d.ts";

export type { LateIntervention, NewSegment, SegmentEdit } from "../generated/schema.d.ts";

/** A segment as somebody has seen it. */
export type SegmentAt = Pick<Segment, "id" | "revision">;

export interface RecordApi {
  record(): Promise<MeetingRecord>;
  /** Of the draft what has changed since; of a version the segments after so many. */
  segments(version: number, since: number): Promise<SegmentPage>;
  search(version: number, query: string, language: string): Promise<SearchResult>;
  add(segment: NewSegment): Promise<Segment>;
  revise(segment: string, edit: SegmentEdit): Promise<Segment>;
  /** Answers with both parts; `at` in code points of the words. */
  split(segment: string, from: number, at: number): Promise<SegmentPage>;
  /** Answers with both; the later one is removed. */
  join(segment: SegmentAt, other: SegmentAt): Promise<SegmentPage>;
  intervene(turn: LateIntervention): Promise<MeetingRecord>;
  arrange(official: MeetingRecord["official"]): Promise<MeetingRecord>;
  publish(): Promise<MeetingRecord>;
  correct(segment: string, text: string, reason: string): Promise<MeetingRecord>;
  decide(correction: string, accept: boolean, reason: string): Promise<MeetingRecord>;
  delivery(intervention: string, document: string): Promise<Delivery>;
  documents(): Promise<DocumentList>;
}

export function createRecordApi(meeting: string, call: Call): RecordApi {
  const base = `/meetings/${encodeURIComponent(meeting)}/record`;
  const at = encodeURIComponent;
  return {
    record: () => call("GET", base),
    segments: (version, since) => call("GET", `${base}/segments?version=${version}&since=${since}`),
    search: (version, query, language) =>
      call("GET", `${base}/search?version=${version}&q=${at(query)}&language=${at(language)}`),
    add: (segment) => call("POST", `${base}/segments`, segment),
    revise: (segment, edit) => call("PATCH", `${base}/segments/${at(segment)}`, edit),
    split: (segment, from, place) =>
      call("POST", `${base}/segments/${at(segment)}/split`, { from, at: place }),
    join: (segment, other) =>
      call("POST", `${base}/segments/${at(segment.id)}/join`, {
        from: segment.revision,
        with: other.id,
        withFrom: other.revision,
      }),
    intervene: (turn) => call("POST", `${base}/interventions`, turn),
    arrange: (official) => call("PUT", base, { official }),
    publish: () => call("POST", `${base}/versions`),
    correct: (segment, text, reason) =>
      call("POST", `${base}/corrections`, { segment, text, ...(reason ? { reason } : {}) }),
    decide: (correction, accept, reason) =>
      call("PATCH", `${base}/corrections/${at(correction)}`, { accept, ...(reason ? { reason } : {}) }),
    delivery: (intervention, document) =>
      call("GET", `${base}/interventions/${at(intervention)}/delivery?document=${at(document)}`),
    documents: () => call("GET", `/meetings/${at(meeting)}/documents`),
  };
}
