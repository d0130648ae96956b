import type { ReactNode } from "react";
import type { KeptQuotation, Meeting, Quotation, QuotationMatch } from "../../client/index.ts";
import { MeetingScreen } from "../features/meeting/MeetingScreen";
import { fakeClient } from "./fake-client";
import { cast, meeting } from "./people";

const said: QuotationMatch = {
  intervention: "i2",
  first: "s4",
  last: "s5",
  speaker: "Margaret Hale",
  function: "Deputy Secretary of State",
  delegation: "United States",
  regime: "on-the-record",
  language: "en",
  origin: "floor",
  machine: false,
  start: "2021-05-07T15:12:40.000Z",
  leftOut: 5,
  runs: [
    { kind: "same", quote: "Our countries face great challenges " },
    { kind: "omission", quote: "(…)", record: "that no border stops", words: 4 },
    { kind: "same", quote: ", the pandemic and its economic repercussions" },
  ],
};

const inUse: KeptQuotation = {
  id: "q1",
  quotation: "nuestros países enfrentan grandes retos (…) y sus consecuencias económicas",
  use: "Comunicado conjunto, párrafo 2",
  by: "p0",
  byName: "Elena Robles Ibarra",
  at: "2021-05-08T10:12:00.000Z",
  speaker: "Elena Robles Ibarra",
  intervention: "i1",
  segment: "s1",
  language: "es",
  origin: "floor",
  verdict: "elided",
  version: 1,
  now: "elided",
  published: "elided",
  fails: false,
};

export const keptQuotations: readonly KeptQuotation[] = [
  inUse,
  {
    ...inUse,
    id: "q2",
    quotation: "Nadie deja su casa por gusto",
    use: "Discurso en Antigua Guatemala",
    segment: "s3",
    verdict: "verbatim",
    now: "not-found",
    fails: true,
  },
];

const under = (regime: NonNullable<Meeting["regime"]>, me: number) => () => (
  <MeetingScreen
    client={fakeClient({
      people: cast(8, me, { 0: { holdsFloor: true, onStage: true } }),
      view: { meeting: { ...meeting, regime } },
    })}
  />
);

const house = { regime: "chatham-house" } as const;
const background = { regime: "background", label: "a senior official" } as const;

/** Quotations and regimes; `page` is the record's, with a quotation that was checked. */
export const quotingScenes = (page: (text: string, checked: Quotation) => () => ReactNode) => ({
  "quotes-elided": page(
    "Our countries face great challenges (…), the pandemic and its economic repercussions",
    {
      verdict: "elided",
      matches: [said],
      withheld: false,
      version: 1,
    },
  ),
  "quotes-wrong": page("Our countries face great challenges (…), the pandemic and its social repercussions", {
    verdict: "near-miss",
    matches: [
      {
        ...said,
        runs: [
          ...said.runs.slice(0, 2),
          { kind: "same", quote: ", the pandemic and its " },
          { kind: "changed", quote: "social ", record: "economic", words: 1, why: "word" },
          { kind: "same", quote: "repercussions" },
          { kind: "missing", quote: "", record: "today", words: 1 },
        ],
      },
    ],
    withheld: true,
    version: 1,
  }),
  "quotes-interpreted": page("نواجه تحديات كبيرة (…) الجائحة", {
    verdict: "interpreted",
    matches: [
      {
        ...said,
        language: "ar",
        origin: "interpretation",
        machine: true,
        runs: [
          { kind: "same", quote: "نواجه تحديات كبيرة " },
          { kind: "omission", quote: "(…) ", record: "لا توقفها حدود", words: 3 },
          { kind: "same", quote: "الجائحة" },
        ],
      },
    ],
    withheld: false,
    version: 1,
  }),
  "meeting-regime": under({ applies: background, meeting: background, items: [], next: [] }, 2),
  "meeting-regime-house": under({ applies: house, meeting: house, items: [], next: [] }, 7),
});
