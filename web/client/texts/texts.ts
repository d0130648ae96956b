// The store of a meeting's negotiated texts: which there are, the one that is open with all its paragraphs as they change, who else
// is in it, and what one does with it.

import type { RecordFile } from "../api.ts";
import type { Clock, Memory } from "../environment.ts";
import { CommandProblem, type Store } from "../model.ts";
import { type Cancel, Scope } from "../scope.ts";
import { createStore, Signal } from "../store.ts";
import type { GetTextFile, TextsAbout, TextsApi } from "./api.ts";
import { type TextDraft, TextDrafts } from "./drafts.ts";
import { newsBetween, type TextNews } from "./news.ts";
import { LiveStream, type ReadStream, type StreamEvent } from "./stream.ts";
import type {
  LanguageWords,
  NewBracket,
  NewParagraph,
  NewRectification,
  NewSilence,
  NewText,
  Paragraph,
  ParagraphHistory,
  Position,
  TextChange,
  TextFileChoice,
  TextFormat,
  TextHead,
  TextPerson,
  TextPresence,
} from "./types.ts";
import { type Paragraphs, withChange } from "./view.ts";

/** One's place and draft are sent so often at most, ms: others read along; every key would be a request. */
const PRESENCE_MS = 600;
/**
 * Others' changes are shown so often at most, ms: twenty people change a long text forty times a second, and a page that is drawn
 * for each falls behind on a slow machine. More is felt as a delay; the first after a pause is shown at once.
 */
const SHOWN_MS = 100;

export interface TextsView {
  readonly state: "idle" | "loading" | "loaded" | "failed";
  /** Of "failed". */
  readonly problem?: CommandProblem;
  readonly about?: TextsAbout;
  readonly texts: readonly TextHead[];
  readonly mayBegin: boolean;
  /** The open text. */
  readonly head?: TextHead;
  readonly paragraphs: Paragraphs;
  /** Others in the open text. */
  readonly people: readonly TextPerson[];
  /** Others' changes arrive. */
  readonly live: boolean;
  /** Others see what one types. */
  readonly sharing: boolean;
  /** The server has, as far as is known, an engine that drafts translations. */
  readonly translates: boolean;
}

/** Promises of changes resolve when the server has made them durable; they reject with CommandProblem. */
export interface Negotiation {
  readonly view: Store<TextsView>;
  /** What one types, by paragraph: a store of its own, as it changes with each key. */
  readonly drafts: Store<ReadonlyMap<string, TextDraft>>;
  /** What others did. */
  readonly news: Pick<Signal<TextNews>, "on">;
  open(): void;
  close(): void;
  /** Opens one of the texts. */
  choose(text: string): void;
  /** The same, at once or when the texts are opened. */
  turnTo(text: string): void;
  create(text: NewText): Promise<void>;
  add(paragraph: NewParagraph): Promise<void>;
  /** A stale edit rejects with the problem's `paragraphConflict`; the paragraph is then the present one. */
  edit(paragraph: string, from: number, words: LanguageWords): Promise<void>;
  translate(paragraph: Paragraph, language: string, of: string): Promise<void>;
  withdraw(paragraph: Paragraph): Promise<void>;
  place(paragraph: string, after: string): Promise<void>;
  position(paragraph: Paragraph, position: Position): Promise<void>;
  bracket(paragraph: string, bracket: NewBracket): Promise<void>;
  release(bracket: string): Promise<void>;
  history(paragraph: string): Promise<ParagraphHistory>;
  /** To the text as it was shown, by its hash. */
  assent(sha256: string): Promise<void>;
  /** Until it is adopted. */
  withdrawAssent(): Promise<void>;
  certify(languages: readonly string[]): Promise<void>;
  openSilence(silence: NewSilence): Promise<void>;
  endSilence(): Promise<void>;
  object(reason: string): Promise<void>;
  /** Says what is wrong in an adopted text; it takes effect where nobody objects in time. */
  rectify(rectification: NewRectification): Promise<void>;
  refuseRectification(rectification: string, reason: string): Promise<void>;
  file(format: TextFormat, choice: TextFileChoice): Promise<RecordFile>;
  /** Keeps what one types; undefined forgets it. */
  draft(key: string, draft: TextDraft | undefined): void;
  /** The text that is open; "" none. */
  readonly text: string;
  /** What was typed is said: also of a text that is not open any more. */
  forget(text: string, key: string): void;
  /** Says where one is, and there what one types, which others get only while one shares it. */
  here(paragraph: string, language: string, typed?: string): void;
  share(sharing: boolean): void;
}

export interface TextsEnvironment {
  readonly clock: Clock;
  readonly tab: Memory;
  random(): number;
}

const NOTHING: TextsView = {
  state: "idle",
  texts: [],
  mayBegin: false,
  paragraphs: new Map(),
  people: [],
  live: false,
  sharing: false,
  translates: true,
};

export class TextsModel implements Negotiation {
  readonly view = createStore<TextsView>(NOTHING);
  readonly drafts = createStore<ReadonlyMap<string, TextDraft>>(new Map());
  readonly news = new Signal<TextNews>();

  readonly #env: TextsEnvironment;
  readonly #meeting: string;
  readonly #api: TextsApi;
  readonly #read: ReadStream;
  readonly #file: GetTextFile;
  #scope = new Scope();
  #open = false;
  #text = "";
  #wanted = "";
  #stream: LiveStream | undefined;
  #kept: TextDrafts | undefined;
  /** The text's revision with which each paragraph was told. */
  #told = new Map<string, number>();
  #here: { paragraph: string; language: string; typed?: string | undefined } | undefined;
  #waiting: Cancel | undefined;
  #unsent = false;
  #unseen: TextChange[] = [];
  #showing: Cancel | undefined;

  constructor(env: TextsEnvironment, meeting: string, api: TextsApi, read: ReadStream, file: GetTextFile) {
    this.#env = env;
    this.#meeting = meeting;
    this.#api = api;
    this.#read = read;
    this.#file = file;
  }

  open(): void {
    if (this.#open) return;
    this.#open = true;
    this.#scope = new Scope();
    void this.#list();
  }

  close(): void {
    this.#open = false;
    this.#stream?.close();
    this.#stream = undefined;
    this.#waiting = undefined;
    this.#showing = undefined;
    this.#unseen = [];
    this.#here = undefined;
    this.#scope.end();
    this.view.patch({ live: false, people: [] });
  }

  choose(text: string): void {
    if (text === this.#text && this.#stream) return;
    this.#stream?.close();
    this.#unseen = [];
    if (text !== this.#text) {
      this.#text = text;
      this.#told = new Map();
      this.#here = undefined;
      const { head: _, ...view } = this.view.get();
      this.#kept = new TextDrafts(this.#env.tab, this.#meeting, text);
      this.drafts.set(this.#kept.all());
      this.view.set({ ...view, paragraphs: new Map(), people: [], live: false });
    }
    const path = `/meetings/${encodeURIComponent(this.#meeting)}/texts/${encodeURIComponent(text)}/events`;
    this.#stream = new LiveStream(this.#env.clock, this.#env.random, this.#read, path, {
      event: (event) => this.#event(event),
      lost: () => this.view.patch({ live: false, people: [] }),
      refused: (problem) => this.view.patch({ state: "failed", problem, live: false }),
    });
  }

  turnTo(text: string): void {
    this.#wanted = text;
    if (this.#open && this.view.get().state === "loaded") this.choose(text);
  }

  /** Whether one looks at a text now, so that nobody need be told of it elsewhere. */
  shows(text: string): boolean {
    return this.#open && this.#text === text && this.view.get().live;
  }

  async create(text: NewText): Promise<void> {
    const change = await this.#api.create(text);
    this.view.patch({ texts: withHead(this.view.get().texts, change.text) });
    this.choose(change.text.id);
    this.#take(change);
  }

  add(paragraph: NewParagraph): Promise<void> {
    return this.#changed(this.#api.add(this.#text, paragraph));
  }

  async edit(paragraph: string, from: number, words: LanguageWords): Promise<void> {
    const text = this.#text;
    try {
      await this.#changed(this.#api.edit(text, paragraph, from, words));
    } catch (error) {
      const conflict = error instanceof CommandProblem ? error.paragraphConflict : undefined;
      if (conflict && text === this.#text) this.#takeParagraph(conflict.paragraph);
      throw error;
    }
  }

  async translate({ id, revision }: Paragraph, language: string, of: string): Promise<void> {
    try {
      await this.#changed(this.#api.translate(this.#text, id, revision, language, of));
    } catch (error) {
      if (error instanceof CommandProblem && error.code === "translation-unavailable")
        this.view.patch({ translates: false });
      throw error;
    }
  }

  withdraw({ id, revision }: Paragraph): Promise<void> {
    return this.#changed(this.#api.withdraw(this.#text, id, revision));
  }

  place(paragraph: string, after: string): Promise<void> {
    return this.#changed(this.#api.place(this.#text, paragraph, after));
  }

  position({ id, revision }: Paragraph, position: Position): Promise<void> {
    return this.#changed(this.#api.position(this.#text, id, revision, position));
  }

  bracket(paragraph: string, bracket: NewBracket): Promise<void> {
    return this.#changed(this.#api.bracket(this.#text, paragraph, bracket));
  }

  release(bracket: string): Promise<void> {
    return this.#changed(this.#api.release(this.#text, bracket));
  }

  history(paragraph: string): Promise<ParagraphHistory> {
    return this.#api.history(this.#text, paragraph);
  }

  assent(sha256: string): Promise<void> {
    return this.#changed(this.#api.assent(this.#text, sha256));
  }

  withdrawAssent(): Promise<void> {
    return this.#changed(this.#api.withdrawAssent(this.#text));
  }

  certify(languages: readonly string[]): Promise<void> {
    const hashes = this.view.get().head?.hashes ?? {};
    const named = Object.fromEntries(languages.map((language) => [language, hashes[language] ?? ""]));
    return this.#changed(this.#api.certify(this.#text, languages, named));
  }

  openSilence(silence: NewSilence): Promise<void> {
    return this.#changed(this.#api.openSilence(this.#text, silence));
  }

  endSilence(): Promise<void> {
    return this.#changed(this.#api.endSilence(this.#text));
  }

  object(reason: string): Promise<void> {
    return this.#changed(this.#api.object(this.#text, reason));
  }

  rectify(rectification: NewRectification): Promise<void> {
    return this.#changed(this.#api.rectify(this.#text, rectification));
  }

  refuseRectification(rectification: string, reason: string): Promise<void> {
    return this.#changed(this.#api.refuseRectification(this.#text, rectification, reason));
  }

  file(format: TextFormat, choice: TextFileChoice): Promise<RecordFile> {
    return this.#file(this.#text, format, choice);
  }

  get text(): string {
    return this.#text;
  }

  forget(text: string, key: string): void {
    if (text === this.#text) return this.draft(key, undefined);
    const kept = new TextDrafts(this.#env.tab, this.#meeting, text);
    const drafts = new Map(kept.all());
    drafts.delete(key);
    kept.keep(drafts);
  }

  draft(key: string, draft: TextDraft | undefined): void {
    const drafts = new Map(this.drafts.get());
    if (draft) drafts.set(key, draft);
    else drafts.delete(key);
    this.drafts.set(drafts);
    this.#kept?.keep(drafts);
  }

  here(paragraph: string, language: string, typed?: string): void {
    const same = this.#here?.paragraph === paragraph && this.#here.language === language;
    if (same && (this.#here?.typed === typed || !this.view.get().sharing)) {
      this.#here = { paragraph, language, typed };
      return;
    }
    this.#here = { paragraph, language, typed };
    this.#sendSoon();
  }

  share(sharing: boolean): void {
    this.view.patch({ sharing });
    if (this.#here?.typed !== undefined) this.#sendSoon();
  }

  // ---- The server's side ----

  async #list(): Promise<void> {
    if (this.view.get().state !== "loaded") this.view.patch({ state: "loading" });
    try {
      const [about, { texts, may }] = await Promise.all([this.#api.about(), this.#api.list()]);
      if (!this.#open) return;
      this.view.patch({ state: "loaded", about, texts, mayBegin: may.begin });
      const named = (text: string) => texts.find(({ id }) => id === text);
      const wanted = named(this.#wanted) ?? named(this.#text) ?? texts[0];
      this.#wanted = "";
      if (wanted) this.choose(wanted.id);
    } catch (error) {
      if (!this.#open) return;
      const problem =
        error instanceof CommandProblem ? error : new CommandProblem("unexpected", String(error));
      this.view.patch({ state: "failed", problem });
    }
  }

  async #changed(change: Promise<TextChange>): Promise<void> {
    this.#take(await change);
  }

  #event({ name, data }: StreamEvent): void {
    switch (name) {
      case "text":
        this.#unseen = [];
        this.#take(JSON.parse(data) as TextChange);
        this.view.patch({ live: true });
        if (this.#here) this.#sendSoon();
        return;
      case "change":
        this.#unseen.push(JSON.parse(data) as TextChange);
        if (this.#showing === undefined) this.#show();
        return;
      case "presence": {
        const { people } = JSON.parse(data) as TextPresence;
        const me = this.view.get().about?.me;
        this.view.patch({ people: people.filter(({ participant }) => participant !== me) });
      }
    }
  }

  #show(): void {
    const changes = this.#unseen;
    this.#unseen = [];
    this.#showing =
      changes.length === 0 ? undefined : this.#scope.add(this.#env.clock.after(SHOWN_MS, () => this.#show()));
    this.#take(...changes);
  }

  #take(...changes: readonly TextChange[]): void {
    const before = this.view.get();
    const { head, paragraphs } = before;
    let after = head && { head, paragraphs };
    for (const change of changes)
      if (change.text.id === this.#text)
        after = withChange(after?.head, after?.paragraphs ?? paragraphs, this.#told, change);
    if (after === undefined || changes.length === 0) return;
    this.view.patch({ ...after, texts: withHead(before.texts, after.head) });
    if (head === undefined) return;
    for (const one of newsBetween({ head, paragraphs }, after, before.about?.me ?? "")) this.news.emit(one);
  }

  /** What a refusal told of one paragraph: it may be ahead of the stream, never behind it. */
  #takeParagraph(paragraph: Paragraph): void {
    const { paragraphs } = this.view.get();
    if ((paragraphs.get(paragraph.id)?.revision ?? 0) >= paragraph.revision) return;
    this.view.patch({ paragraphs: new Map(paragraphs).set(paragraph.id, paragraph) });
  }

  /** At once where nothing was sent for a while, else when that time is over. */
  #sendSoon(): void {
    this.#unsent = true;
    if (this.#waiting || !this.#open) return;
    this.#send();
  }

  #send(): void {
    this.#unsent = false;
    this.#waiting = this.#scope.add(
      this.#env.clock.after(PRESENCE_MS, () => {
        this.#waiting = undefined;
        if (this.#unsent) this.#send();
      }),
    );
    const { live, sharing } = this.view.get();
    if (!this.#here || !live) return;
    const { paragraph, language, typed } = this.#here;
    // One that is lost is replaced by the next.
    this.#api.presence(this.#text, paragraph, language, sharing ? typed : undefined).catch(() => undefined);
  }
}

function withHead(texts: readonly TextHead[], head: TextHead): readonly TextHead[] {
  return texts.some(({ id }) => id === head.id)
    ? texts.map((one) => (one.id === head.id ? head : one))
    : [...texts, head];
}
