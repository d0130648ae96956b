// What a meeting tells the public, and what became of what it promised, over REST.

import type { Call } from "../api.ts";
import type {
  Commitments,
  NewCommitment,
  NewReadout,
  NewStatement,
  Publications,
  StatementCheck,
  TextChange,
} from "../generated/schema.d.ts";
import { createTextsApi, type TextsAbout } from "../texts/api.ts";
import type { MeetingTexts } from "../texts/types.ts";

/** All reject with CommandProblem; what the checks find keeps a publication back, with `findings`. */
export interface PublishingApi {
  about(): Promise<TextsAbout>;
  texts(): Promise<MeetingTexts>;
  text(id: string): Promise<TextChange>;
  check(text: string): Promise<StatementCheck>;
  publications(): Promise<Publications>;
  statement(statement: NewStatement): Promise<Publications>;
  readout(readout: NewReadout): Promise<Publications>;
  commitments(): Promise<Commitments>;
  commit(commitment: NewCommitment): Promise<Commitments>;
  assess(commitment: string, status: number, note: string): Promise<Commitments>;
  settle(commitment: string, settled: boolean): Promise<Commitments>;
}

export function createPublishingApi(meeting: string, call: Call): PublishingApi {
  const at = encodeURIComponent;
  const base = `/meetings/${at(meeting)}`;
  const texts = createTextsApi(meeting, call);
  const one = (commitment: string, part: string) => `${base}/commitments/${at(commitment)}/${part}`;
  return {
    about: texts.about,
    texts: texts.list,
    text: (id) => call("GET", `${base}/texts/${at(id)}`),
    check: (text) => call("GET", `${base}/texts/${at(text)}/check`),
    publications: () => call("GET", `${base}/publications`),
    statement: (statement) => call("POST", `${base}/statements`, statement),
    readout: (readout) => call("POST", `${base}/readouts`, readout),
    commitments: () => call("GET", `${base}/commitments`),
    commit: (commitment) => call("POST", `${base}/commitments`, commitment),
    assess: (commitment, status, note) =>
      call("POST", one(commitment, "assessments"), { status, ...(note ? { note } : {}) }),
    settle: (commitment, settled) => call("PUT", one(commitment, "settlement"), { settled }),
  };
}
