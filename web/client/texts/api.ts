// The negotiated texts of a meeting over REST.

import type { Call, RecordFile } from "../api.ts";
import type { Meeting, OwnInvitation } from "../generated/schema.d.ts";
import { CommandProblem } from "../model.ts";
import type {
  LanguageWords,
  MeetingTexts,
  NewBracket,
  NewParagraph,
  NewRectification,
  NewSilence,
  NewText,
  ParagraphHistory,
  Position,
  TextChange,
  TextFileChoice,
  TextFormat,
} from "./types.ts";

/** Whose texts they are, and who reads them. */
export interface TextsAbout {
  readonly meeting: Meeting;
  /** The own participant's id; "": the administration. */
  readonly me: string;
}

/** Every change answers with what it changed; the same comes by the stream. All reject with CommandProblem. */
export interface TextsApi {
  about(): Promise<TextsAbout>;
  list(): Promise<MeetingTexts>;
  create(text: NewText): Promise<TextChange>;
  add(text: string, paragraph: NewParagraph): Promise<TextChange>;
  edit(text: string, paragraph: string, from: number, words: LanguageWords): Promise<TextChange>;
  translate(text: string, paragraph: string, from: number, language: string, of: string): Promise<TextChange>;
  withdraw(text: string, paragraph: string, from: number): Promise<TextChange>;
  place(text: string, paragraph: string, after: string): Promise<TextChange>;
  position(text: string, paragraph: string, from: number, position: Position): Promise<TextChange>;
  bracket(text: string, paragraph: string, bracket: NewBracket): Promise<TextChange>;
  release(text: string, bracket: string): Promise<TextChange>;
  history(text: string, paragraph: string): Promise<ParagraphHistory>;
  /** To what has this hash; the server signs for the member. */
  assent(text: string, sha256: string): Promise<TextChange>;
  withdrawAssent(text: string): Promise<TextChange>;
  certify(text: string, languages: readonly string[], hashes: LanguageWords): Promise<TextChange>;
  openSilence(text: string, silence: NewSilence): Promise<TextChange>;
  endSilence(text: string): Promise<TextChange>;
  object(text: string, reason: string): Promise<TextChange>;
  rectify(text: string, rectification: NewRectification): Promise<TextChange>;
  refuseRectification(text: string, rectification: string, reason: string): Promise<TextChange>;
  presence(text: string, paragraph: string, language: string, draft: string | undefined): Promise<void>;
}

/** A text as a file. */
export type GetTextFile = (text: string, format: TextFormat, choice: TextFileChoice) => Promise<RecordFile>;

export function createTextFiles(
  meeting: string,
  download: (path: string) => Promise<RecordFile>,
): GetTextFile {
  return (text, format, { language, copy, version }) => {
    const query = new URLSearchParams({
      ...(language ? { language } : {}),
      ...(copy ? { copy } : {}),
      ...(version > 0 ? { version: String(version) } : {}),
    });
    const at = encodeURIComponent;
    return download(`/meetings/${at(meeting)}/texts/${at(text)}/file.${format}?${query}`);
  };
}

export function createTextsApi(meeting: string, call: Call): TextsApi {
  const at = encodeURIComponent;
  const base = `/meetings/${at(meeting)}/texts`;
  const of = (text: string, ...path: string[]) => [base, at(text), ...path].join("/");
  const one = (text: string, paragraph: string, ...path: string[]) =>
    of(text, "paragraphs", at(paragraph), ...path);
  return {
    about: async () => {
      try {
        const own = await call<OwnInvitation>("GET", "/invitation");
        return { meeting: own.meeting, me: own.invitation.id };
      } catch (error) {
        if (!(error instanceof CommandProblem) || error.code !== "token-is-admin") throw error;
        return { meeting: await call<Meeting>("GET", `/meetings/${at(meeting)}`), me: "" };
      }
    },
    list: () => call("GET", base),
    create: (text) => call("POST", base, text),
    add: (text, paragraph) => call("POST", of(text, "paragraphs"), paragraph),
    edit: (text, paragraph, from, words) => call("PATCH", one(text, paragraph), { from, words }),
    translate: (text, paragraph, from, language, source) =>
      call("POST", one(text, paragraph, "translation"), { from, language, of: source }),
    withdraw: (text, paragraph, from) => call("POST", one(text, paragraph, "withdrawal"), { from }),
    place: (text, paragraph, after) => call("POST", one(text, paragraph, "place"), { after }),
    position: (text, paragraph, from, position) =>
      call("PUT", one(text, paragraph, "position"), { from, position }),
    bracket: (text, paragraph, bracket) => call("POST", one(text, paragraph, "brackets"), bracket),
    release: (text, bracket) => call("DELETE", of(text, "brackets", at(bracket))),
    history: (text, paragraph) => call("GET", one(text, paragraph, "history")),
    assent: (text, sha256) => call("POST", of(text, "assents"), { sha256 }),
    withdrawAssent: (text) => call("DELETE", of(text, "assent")),
    certify: (text, languages, hashes) => call("POST", of(text, "certificates"), { languages, hashes }),
    openSilence: (text, silence) => call("POST", of(text, "silence"), silence),
    endSilence: (text) => call("DELETE", of(text, "silence")),
    object: (text, reason) => call("POST", of(text, "objections"), { reason }),
    rectify: (text, rectification) => call("POST", of(text, "rectifications"), rectification),
    refuseRectification: (text, rectification, reason) =>
      call("POST", of(text, "rectifications", at(rectification), "objections"), { reason }),
    presence: (text, paragraph, language, draft) =>
      call("PUT", of(text, "presence"), { paragraph, language, ...(draft === undefined ? {} : { draft }) }),
  };
}
