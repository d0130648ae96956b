// The bodies of /meetings/{meeting}/texts: the generated ones, and what those do not name.

export type {
  MeetingTexts,
  NewBracket,
  NewParagraph,
  NewRectification,
  NewSilence,
  NewText,
  Paragraph,
  ParagraphBracket,
  ParagraphConflict,
  ParagraphHistory,
  ParagraphRevision,
  ParagraphWords,
  TextAssent,
  TextChange,
  TextHead,
  TextObstacle,
  TextPerson,
  TextPresence,
  TextRectification,
  TextSilence,
} from "../generated/schema.d.ts";

/** What a delegation says of a paragraph as it is. */
export type Position = "none" | "ad-referendum" | "agreed";

/** The files that a text is had as, by the end of their name. */
export const TEXT_FORMATS = ["pdf", "odt", "html", "akn.xml", "json"] as const;
export type TextFormat = (typeof TEXT_FORMATS)[number];

/** What a file of a text has; "" and 0: all languages, nobody's copy, the last version or the draft. */
export interface TextFileChoice {
  readonly language: string;
  /** Delegation.id: its copy of the alternat. */
  readonly copy: string;
  readonly version: number;
}

/** Words by language (BCP 47). */
export type LanguageWords = Readonly<Record<string, string>>;
