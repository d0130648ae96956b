// Quotations and files of the record: what may leave the meeting, as far as its regimes allow. The server holds to them.

import { type Download, type RecordFile, sendQuotation } from "../api.ts";
import type { MeetingRecord, Quotation, QuotationMatch } from "../generated/schema.d.ts";

export type { Quotation, QuotationMatch, QuotationRun } from "../generated/schema.d.ts";

/** The formats, by the end of the file's name. */
export const FILE_FORMATS = ["html", "pdf", "odt", "akn.xml", "vtt", "json"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** Which words of the record are meant: a version, or in one form the draft (0). */
export interface Basis {
  readonly version: number;
  readonly form: MeetingRecord["official"];
}

export interface Quoting {
  verify(quotation: string, version: number): Promise<Quotation>;
  /** A file of the record; `language` "" is as spoken. */
  file(format: FileFormat, language: string, of: Basis): Promise<RecordFile>;
}

export function createQuoting(
  meeting: string,
  token: string,
  download: Download,
  verify = sendQuotation,
): Quoting {
  const base = `/meetings/${encodeURIComponent(meeting)}`;
  return {
    verify: (quotation, version) => verify(token, `${base}/quotes/verify`, quotation, version),
    file: (format, language, { version, form }) => {
      const query = new URLSearchParams(version > 0 ? { version: String(version) } : { form });
      if (language) query.set("language", language);
      return download(token, `${base}/record.${format}?${query}`);
    },
  };
}

/** How good a verdict is: the words are the speaker's; they are somebody's in the speaker's place; they are not what was said. */
export function standing(verdict: Quotation["verdict"]): "own" | "other" | "wrong" {
  switch (verdict) {
    case "verbatim":
    case "elided":
      return "own";
    case "interpreted":
    case "translated":
    case "prepared":
      return "other";
    default:
      return "wrong";
  }
}

/** What a quotation leaves out, where it says so: the words, in their order. */
export function leftOut({ runs }: QuotationMatch): readonly string[] {
  return runs.filter(({ kind, record }) => kind === "omission" && record).map(({ record }) => record ?? "");
}
