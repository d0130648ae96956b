import { createContext, use } from "react";
import type { Meeting, Negotiation, Paragraph, TextHead, TextsView } from "../../../client/index.ts";

/**
 * What the parts of a text's view share, and what seldom changes: with 200 paragraphs and 20 people a paragraph is drawn again only
 * when it has itself changed.
 */
export interface Work {
  readonly model: Negotiation;
  readonly may: TextHead["may"];
  readonly phase: TextHead["phase"];
  /** The server drafts translations, as far as is known. */
  readonly translates: boolean;
  readonly meeting: Meeting;
  /** For whom one acts: a delegation's id, "" for the chair or nobody. */
  readonly own: string;
  /** Beside the stage there is less room; headings then begin at the third level. */
  readonly beside: boolean;
  /** The text's. */
  readonly languages: readonly string[];
  /** Languages that are shown side by side: one or two. */
  readonly columns: readonly string[];
  /** The delegation's name; of "" the chair's. */
  readonly partyName: (delegation: string | undefined) => string;
  /** Runs a change; a refusal is shown at the paragraph, or with "" above all. Tells whether it was done. */
  readonly run: (place: string, change: Promise<void>) => Promise<boolean>;
  /** Opens the editor of a paragraph, or of a new one by its key (see TextDraft); "" closes it. */
  readonly edit: (key: string) => void;
  readonly ask: (question: Question) => void;
  /** Shows a paragraph and puts the focus there. */
  readonly goTo: (paragraph: string) => void;
}

/** The text as it is now, for what shows the whole of it. */
export interface OpenText {
  readonly view: TextsView;
  readonly head: TextHead;
  /** What was refused last, and where. */
  readonly problem: Refused | undefined;
  /** What is being written: a paragraph's id, or a new one's key. */
  readonly editing: string;
}

export interface Refused {
  readonly place: string;
  readonly text: string;
}

/** A dialogue about a paragraph. */
export type Question =
  | {
      readonly about: "bracket" | "history" | "withdrawal" | "rectification";
      readonly paragraph: Paragraph;
    }
  | { readonly about: "refusal"; readonly rectification: string }
  | { readonly about: "assent" | "silence" | "objection" | "new" };

const WorkContext = createContext<Work | undefined>(undefined);

export const WorkProvider = WorkContext.Provider;

export function useWork(): Work {
  const work = use(WorkContext);
  if (!work) throw new Error("useWork outside WorkProvider");
  return work;
}

const TextContext = createContext<OpenText | undefined>(undefined);

export const TextProvider = TextContext.Provider;

export function useText(): OpenText {
  const text = use(TextContext);
  if (!text) throw new Error("useText outside TextProvider");
  return text;
}

/** The heading of the text itself, of its parts, or of what is in these. */
export function useHeading(depth: 0 | 1 | 2): "h1" | "h2" | "h3" | "h4" | "h5" {
  const { beside } = useWork();
  const levels = ["h1", "h2", "h3", "h4", "h5"] as const;
  return levels[depth + (beside ? 2 : 0)] ?? "h5";
}

/** Where a paragraph is in the page. */
export const placeOf = (paragraph: string) => `paragraph-${paragraph}`;
