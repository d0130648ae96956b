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

/** Words by language (BCP 47). */
export type LanguageWords = Readonly<Record<string, string>>;
