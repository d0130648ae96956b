// The record's store: what is written, and what one does with it. In the meeting it is told of each change; on a page of its
// own it is read once.

import type { MeetingRecord, Segment } from "../generated/schema.d.ts";
import { CommandProblem, type RecordKeeping, type RecordView, type SegmentSounds } from "../model.ts";
import type { Command, ServerMessage, Signal } from "../protocol.ts";
import { createStore } from "../store.ts";
import type { LateIntervention, NewSegment, RecordApi, SegmentEdit } from "./api.ts";
import { comparable, lastChange, type PreparedText, withSegments } from "./view.ts";

/** The way to the others who write; a page after the meeting has none. */
export interface RecordLink {
  command(command: Command): Promise<void>;
  send(message: Signal): void;
}

const NOTHING: RecordView = { state: "idle", segments: [], editors: new Map(), version: 0 };

export class RecordModel implements RecordKeeping {
  readonly view = createStore<RecordView>(NOTHING);

  readonly sounds: SegmentSounds;

  readonly #api: RecordApi;
  readonly #link: RecordLink | undefined;
  #open = false;
  #editing = "";
  /** The calls of the last load are not those of an earlier one. */
  #load = 0;
  /** The change up to which the draft was read: what is told meanwhile may be far beyond what is still missing. */
  #through = 0;

  constructor(api: RecordApi, sounds: SegmentSounds, link?: RecordLink) {
    this.#api = api;
    this.sounds = sounds;
    this.#link = link;
  }

  open(): void {
    if (this.#open) return;
    this.#open = true;
    this.#begin();
  }

  close(): void {
    this.#open = false;
    this.sounds.stop();
    this.edit("");
    this.#link?.command({ type: "watch-record", watching: false }).catch(() => undefined);
  }

  /** There is a (new) connection. */
  welcomed(): void {
    if (!this.#open) return;
    this.#begin();
    if (this.#editing !== "") this.#link?.send({ type: "edit-segment", segment: this.#editing });
  }

  handle(message: ServerMessage): void {
    if (!this.#open) return;
    switch (message.type) {
      case "segment":
        return this.#take([message.segment]);
      case "segment-editors": {
        const editors = new Map<string, string[]>();
        for (const { segment, participant } of message.editors)
          editors.set(segment, [...(editors.get(segment) ?? []), participant]);
        return this.view.patch({ editors });
      }
      case "record":
      case "floor":
        void this.reload();
    }
  }

  show(version: number): void {
    if (version === this.view.get().version) return;
    this.#through = 0;
    this.view.patch({ version, segments: [] });
    void this.#read();
  }

  async reload(): Promise<void> {
    try {
      this.view.patch({ info: await this.#api.record() });
    } catch {
      // What is there stays shown; the next change brings another try.
    }
  }

  edit(segment: string): void {
    if (segment === this.#editing) return;
    this.#editing = segment;
    this.#link?.send({ type: "edit-segment", segment });
  }

  async add(segment: NewSegment): Promise<void> {
    this.#take([await this.#api.add(segment)]);
  }

  revise(segment: string, edit: SegmentEdit): Promise<void> {
    return this.#changed(this.#api.revise(segment, edit).then((one) => [one]));
  }

  split({ id, revision, text }: Segment, place: number): Promise<void> {
    const at = [...text.slice(0, place)].length;
    return this.#changed(this.#api.split(id, revision, at).then(({ segments }) => segments));
  }

  join(segment: Segment, other: Segment): Promise<void> {
    return this.#changed(this.#api.join(segment, other).then(({ segments }) => segments));
  }

  intervene(turn: LateIntervention): Promise<void> {
    return this.#after(this.#api.intervene(turn));
  }

  /** Takes what was changed; of a stale edit the present segment. */
  async #changed(change: Promise<readonly Segment[]>): Promise<void> {
    try {
      this.#take(await change);
    } catch (error) {
      if (error instanceof CommandProblem && error.conflict) this.#take([error.conflict.segment]);
      throw error;
    }
  }

  arrange(official: MeetingRecord["official"]): Promise<void> {
    return this.#after(this.#api.arrange(official));
  }

  publish(): Promise<void> {
    return this.#after(this.#api.publish());
  }

  correct(segment: string, text: string, reason: string): Promise<void> {
    return this.#after(this.#api.correct(segment, text, reason));
  }

  async decide(correction: string, accept: boolean, reason: string): Promise<void> {
    await this.#after(this.#api.decide(correction, accept, reason));
    if (this.view.get().version === 0) await this.#read();
  }

  search(query: string, language: string) {
    return this.#api.search(this.view.get().version, query, language);
  }

  delivery(intervention: string, document: string) {
    return this.#api.delivery(intervention, document);
  }

  async prepared(): Promise<readonly PreparedText[]> {
    const { documents } = await this.#api.documents();
    return documents
      .filter(comparable)
      .map(({ id, title, language = "", speaker = "", delegation: party = "" }) => ({
        id,
        title,
        language,
        speaker,
        party,
      }));
  }

  async #after(change: Promise<MeetingRecord>): Promise<void> {
    this.view.patch({ info: await change });
  }

  /** Has the changes told first, then reads what there is: nothing falls between the two. */
  #begin(): void {
    this.#link?.command({ type: "watch-record", watching: true }).catch(() => undefined);
    void this.#read();
  }

  async #read(): Promise<void> {
    const mine = ++this.#load;
    const { state, version } = this.view.get();
    if (state !== "loaded") this.view.patch({ state: "loading" });
    try {
      const info = await this.#api.record();
      const draft = version === 0 && info.may.draft;
      let since = draft ? this.#through : 0;
      for (let more = true; more; ) {
        const page = await this.#api.segments(version, since);
        if (mine !== this.#load) return;
        this.#take(page.segments);
        more = page.next !== undefined && page.next !== 0;
        since = page.next || Math.max(since, lastChange(page.segments));
        if (draft) this.#through = since;
      }
      this.view.patch({ state: "loaded", info });
    } catch (error) {
      if (mine !== this.#load) return;
      const problem =
        error instanceof CommandProblem ? error : new CommandProblem("unexpected", String(error));
      if (this.view.get().state !== "loaded") this.view.patch({ state: "failed", problem });
    }
  }

  #take(some: readonly Segment[]): void {
    this.view.patch({ segments: withSegments(this.view.get().segments, some) });
    const { info } = this.view.get();
    const known = new Set(info?.speakers.map(({ id }) => id));
    if (info !== undefined && some.some(({ speaker }) => speaker && !known.has(speaker))) void this.reload();
  }
}
