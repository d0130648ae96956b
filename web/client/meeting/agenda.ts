// The agenda's store, and the documents that go to the server and come from it.

import type { Environment } from "../environment.ts";
import {
  type Agenda,
  type AgendaView,
  CommandProblem,
  type DocumentView,
  type NewDocument,
  type UploadView,
} from "../model.ts";
import type { Command } from "../protocol.ts";
import { createStore } from "../store.ts";
import { type AgendaFacts, agendaView } from "./agenda-view.ts";
import { problemIn } from "./problem-in.ts";
import { NOT_SHOWN } from "./state.ts";

/** Largest document, bytes (proceedings.MaxDocumentBytes): what the server would refuse is not sent. */
const MAX_BYTES = 25 * 2 ** 20;
/** What a document's name may end with; the server looks into it, too. */
const KEPT = /\.(?:pdf|png|jpe?g|txt|text)$/i;
/** Prepared texts kept for the console: switching between them must not wait for the network. */
const MAX_TEXTS = 16;

export interface AgendaContext {
  meeting(): string;
  token: string;
  facts(): AgendaFacts;
  command(command: Command): Promise<void>;
}

export class AgendaModel implements Agenda {
  readonly view = createStore<AgendaView>(agendaView(NOTHING));
  readonly uploads = createStore<readonly UploadView[]>([]);

  readonly #env: Environment;
  readonly #context: AgendaContext;
  #facts: AgendaFacts = NOTHING;
  #key = 0;
  readonly #cancels = new Map<number, AbortController>();
  readonly #texts = new Map<string, Promise<string>>();

  constructor(env: Environment, context: AgendaContext) {
    this.#env = env;
    this.#context = context;
  }

  /** The meeting changed. Most changes are none of the agenda's. */
  update(): void {
    const facts = this.#context.facts();
    if (sameFacts(facts, this.#facts)) return;
    this.#facts = facts;
    this.view.set(agendaView(facts));
  }

  move(point: string): Promise<void> {
    return this.#context.command({ type: "move-agenda", item: point });
  }

  async adopt(): Promise<void> {
    const revision = this.#facts.meeting?.agendaRevision ?? 0;
    const { status, text } = await this.#env.request(
      "POST",
      this.#path("agenda/adoption"),
      this.#context.token,
      { revision },
    );
    if (status !== 200) throw problemIn(status, text);
  }

  show(document: string, page: number): Promise<void> {
    return this.#context.command({ type: "show-document", document, page });
  }

  stopShowing(): Promise<void> {
    return this.show("", 0);
  }

  async add(file: File, details: NewDocument): Promise<void> {
    const key = ++this.#key;
    this.uploads.set([...this.uploads.get(), { key, file: file.name, sent: 0 }]);
    try {
      if (!KEPT.test(file.name))
        throw new CommandProblem("document-type-unknown", "No kind of document that is kept");
      if (file.size > MAX_BYTES) throw new CommandProblem("document-too-large", "The document is too large");
      await this.#send(key, file, details);
      this.dismiss(key);
    } catch (error) {
      const problem =
        error instanceof CommandProblem ? error : new CommandProblem("internal", "Something went wrong");
      this.#change(key, { problem });
    }
  }

  async #send(key: number, file: File, details: NewDocument): Promise<void> {
    const cancel = new AbortController();
    this.#cancels.set(key, cancel);
    const { status, text } = await this.#env.upload({
      path: this.#path("documents"),
      token: this.#context.token,
      fields: Object.entries(details).filter(([, value]) => value !== ""),
      file,
      signal: cancel.signal,
      onSent: (sent) => this.#change(key, { sent }),
    });
    this.#cancels.delete(key);
    if (status !== 201) throw problemIn(status, text);
  }

  #change(key: number, change: Partial<UploadView>): void {
    this.uploads.set(this.uploads.get().map((one) => (one.key === key ? { ...one, ...change } : one)));
  }

  dismiss(key: number): void {
    this.#cancels.get(key)?.abort();
    this.#cancels.delete(key);
    this.uploads.set(this.uploads.get().filter((one) => one.key !== key));
  }

  async withdraw(document: string): Promise<void> {
    const path = this.#path(`documents/${encodeURIComponent(document)}`);
    const { status, text } = await this.#env.request("DELETE", path, this.#context.token);
    if (status !== 204) throw problemIn(status, text);
  }

  text({ id, url }: DocumentView): Promise<string> {
    const known = this.#texts.get(id);
    if (known !== undefined) return known;
    const text = this.#env.request("GET", url).then((answer) => {
      if (answer.status === 200) return answer.text;
      this.#texts.delete(id);
      throw problemIn(answer.status, answer.text);
    });
    this.#texts.set(id, text);
    const [oldest] = this.#texts.keys();
    if (oldest !== undefined && this.#texts.size > MAX_TEXTS) this.#texts.delete(oldest);
    return text;
  }

  dispose(): void {
    for (const cancel of this.#cancels.values()) cancel.abort();
    this.#cancels.clear();
  }

  /** The address of something of the meeting. */
  #path(of: string): string {
    return `/api/v1/meetings/${encodeURIComponent(this.#context.meeting())}/${of}`;
  }
}

const NOTHING: AgendaFacts = {
  meeting: undefined,
  agenda: { current: "", spent: [] },
  documents: [],
  shown: NOT_SHOWN,
  shownBy: "",
  ticket: "",
  me: undefined,
  chairPresent: false,
  holdsFloor: false,
  since: undefined,
};

function sameFacts(a: AgendaFacts, b: AgendaFacts): boolean {
  return (
    a.meeting === b.meeting &&
    a.agenda === b.agenda &&
    a.documents === b.documents &&
    a.shown === b.shown &&
    a.shownBy === b.shownBy &&
    a.holdsFloor === b.holdsFloor &&
    a.ticket === b.ticket &&
    a.chairPresent === b.chairPresent &&
    a.me?.id === b.me?.id &&
    a.me?.role === b.me?.role &&
    a.me?.delegation === b.me?.delegation &&
    a.me?.authority === b.me?.authority
  );
}
