// The store behind the page of publications and commitments.

import type {
  Commitments,
  NewCommitment,
  NewReadout,
  NewStatement,
  Paragraph,
  Publications,
  StatementFinding,
  TextHead,
} from "../generated/schema.d.ts";
import { CommandProblem } from "../model.ts";
import { createStore } from "../store.ts";
import type { TextsAbout } from "../texts/api.ts";
import type { PublishingApi } from "./api.ts";
import { isUnpublished } from "./view.ts";

export interface PublishingView {
  readonly state: "loading" | "loaded" | "failed";
  readonly problem?: CommandProblem;
  readonly about?: TextsAbout;
  readonly publications?: Publications;
  readonly commitments?: Commitments;
  readonly texts: readonly TextHead[];
  /** By text: its paragraphs, of those that are agreed, and what would keep it from being published. */
  readonly paragraphs: ReadonlyMap<string, readonly Paragraph[]>;
  readonly findings: ReadonlyMap<string, readonly StatementFinding[]>;
}

const NOTHING: PublishingView = { state: "loading", texts: [], paragraphs: new Map(), findings: new Map() };

export class PublishingModel {
  readonly view = createStore<PublishingView>(NOTHING);
  readonly #api: PublishingApi;

  constructor(api: PublishingApi) {
    this.#api = api;
  }

  async load(): Promise<void> {
    try {
      const api = this.#api;
      const [about, publications, commitments, { texts }] = await Promise.all([
        api.about(),
        api.publications(),
        api.commitments(),
        api.texts(),
      ]);
      const adopted = texts.filter((text) => isUnpublished(text, publications.publications));
      const changes = await Promise.all(texts.map(({ id }) => api.text(id)));
      const checks = await Promise.all(adopted.map(({ id }) => api.check(id)));
      this.view.patch({
        state: "loaded",
        about,
        publications,
        commitments,
        texts,
        paragraphs: new Map(changes.map(({ text, paragraphs }) => [text.id, paragraphs])),
        findings: new Map(adopted.map(({ id }, at) => [id, checks[at]?.findings ?? []])),
      });
    } catch (error) {
      const problem =
        error instanceof CommandProblem ? error : new CommandProblem("unexpected", String(error));
      this.view.patch({ state: "failed", problem });
    }
  }

  async publish(statement: NewStatement): Promise<void> {
    this.view.patch({ publications: await this.#api.statement(statement) });
  }

  async readout(readout: NewReadout): Promise<void> {
    this.view.patch({ publications: await this.#api.readout(readout) });
  }

  async commit(commitment: NewCommitment): Promise<void> {
    this.view.patch({ commitments: await this.#api.commit(commitment) });
  }

  async assess(commitment: string, status: number, note: string): Promise<void> {
    this.view.patch({ commitments: await this.#api.assess(commitment, status, note) });
  }

  async settle(commitment: string, settled: boolean): Promise<void> {
    this.view.patch({ commitments: await this.#api.settle(commitment, settled) });
  }
}
