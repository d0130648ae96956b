// What somebody is typing into a text: kept by the tab, so that neither others' changes, nor a reload, nor a closed editor lose it.

import type { Memory } from "../environment.ts";
import type { LanguageWords } from "./types.ts";

/** Words under way. `key` of the store: a paragraph's id, or "after/ID" or "alternative/ID" for one that is new. */
export interface TextDraft {
  /** Revision that it was begun from; 0: a new paragraph. */
  readonly from: number;
  /** The words of that revision. */
  readonly base: LanguageWords;
  readonly words: LanguageWords;
}

/** Drafts of one text. */
export class TextDrafts {
  readonly #memory: Memory;
  readonly #key: string;

  constructor(memory: Memory, meeting: string, text: string) {
    this.#memory = memory;
    this.#key = `cumbre:drafts:${meeting}:${text}`;
  }

  all(): ReadonlyMap<string, TextDraft> {
    try {
      const kept: unknown = JSON.parse(this.#memory.get(this.#key) ?? "[]");
      return new Map(Array.isArray(kept) ? kept.filter(isEntry) : []);
    } catch {
      return new Map();
    }
  }

  keep(drafts: ReadonlyMap<string, TextDraft>): void {
    if (drafts.size === 0) this.#memory.remove(this.#key);
    else this.#memory.set(this.#key, JSON.stringify([...drafts]));
  }
}

function isEntry(entry: unknown): entry is [string, TextDraft] {
  if (!Array.isArray(entry) || entry.length !== 2 || typeof entry[0] !== "string") return false;
  const draft: unknown = entry[1];
  if (typeof draft !== "object" || draft === null) return false;
  const { from, base, words } = draft as Record<string, unknown>;
  return typeof from === "number" && isWords(base) && isWords(words);
}

function isWords(value: unknown): value is LanguageWords {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((text) => typeof text === "string")
  );
}
