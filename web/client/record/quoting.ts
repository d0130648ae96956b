// Quotations and files of the record: what may leave the meeting, as far as its regimes allow. The server holds to them.

import { type Call, createCall, type Download, type RecordFile, sendQuotation } from "../api.ts";
import type {
  KeptQuotation,
  KeptQuotations,
  MeetingRecord,
  Quotation,
  QuotationMatch,
} from "../generated/schema.d.ts";
import type { Store } from "../model.ts";
import { createStore } from "../store.ts";

export type { KeptQuotation, Quotation, QuotationMatch, QuotationRun } from "../generated/schema.d.ts";

/** The formats, by the end of the file's name. */
export const FILE_FORMATS = ["html", "pdf", "odt", "akn.xml", "vtt", "json"] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** Which words of the record are meant: a version, or in one form the draft (0). */
export interface Basis {
  readonly version: number;
  readonly form: MeetingRecord["official"];
}

/** The quotations that are used, each held against the record as it is. Promises reject with CommandProblem. */
export interface KeptQuoting {
  readonly view: Store<KeptView>;
  /** Reads them; a failure leaves what is there. */
  read(): Promise<void>;
  /** Keeps one that was found at a segment. */
  keep(quotation: string, segment: string, use: string): Promise<void>;
  drop(id: string): Promise<void>;
}

export interface KeptView {
  readonly quotations: readonly KeptQuotation[];
}

export interface Quoting {
  readonly kept: KeptQuoting;
  verify(quotation: string, version: number): Promise<Quotation>;
  /** A file of the record; `language` "" is as spoken. */
  file(format: FileFormat, language: string, of: Basis): Promise<RecordFile>;
}

export function createQuoting(
  meeting: string,
  token: string,
  download: Download,
  verify = sendQuotation,
  call: Call = createCall(token),
): Quoting {
  const base = `/meetings/${encodeURIComponent(meeting)}`;
  return {
    kept: createKept(`${base}/quotes`, call),
    verify: (quotation, version) => verify(token, `${base}/quotes/verify`, quotation, version),
    file: (format, language, { version, form }) => {
      const query = new URLSearchParams(version > 0 ? { version: String(version) } : { form });
      if (language) query.set("language", language);
      return download(token, `${base}/record.${format}?${query}`);
    },
  };
}

function createKept(base: string, call: Call): KeptQuoting {
  const view = createStore<KeptView>({ quotations: [] });
  const take = ({ quotations }: KeptQuotations) => view.set({ quotations });
  return {
    view,
    read: () => call<KeptQuotations>("GET", base).then(take, () => undefined),
    keep: async (quotation, segment, use) =>
      take(await call<KeptQuotations>("POST", base, { quotation, segment, ...(use ? { use } : {}) })),
    drop: async (id) => take(await call<KeptQuotations>("DELETE", `${base}/${encodeURIComponent(id)}`)),
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
