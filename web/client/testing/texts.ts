// A negotiated text for tests.

import type { Paragraph, ParagraphBracket, ParagraphWords, TextHead } from "../texts/types.ts";

export const words = (text: string, change: Partial<ParagraphWords> = {}): ParagraphWords => ({
  text,
  source: "human",
  by: "ana",
  byName: "Ana",
  at: "2021-05-07T16:00:00Z",
  revision: 1,
  ...change,
});

export const paragraph = (change: Partial<Paragraph> = {}): Paragraph => ({
  id: "p1",
  number: "1",
  revision: 1,
  status: "proposed",
  delegation: "mx",
  by: "ana",
  byName: "Ana",
  at: "2021-05-07T16:00:00Z",
  words: { es: words("Nadie deja su casa por gusto.") },
  behind: [],
  brackets: [],
  positions: {},
  ...change,
});

export const bracket = (change: Partial<ParagraphBracket> = {}): ParagraphBracket => ({
  id: "b1",
  kind: "bracket",
  delegation: "us",
  by: "bob",
  byName: "Bob",
  at: "2021-05-07T16:05:00Z",
  reason: "No instruction yet",
  ...change,
});

export const head = (change: Partial<TextHead> = {}): TextHead => ({
  id: "t1",
  title: "Comunicado conjunto",
  titles: { es: "Comunicado conjunto", en: "Joint statement" },
  languages: ["es", "en"],
  phase: "negotiating",
  revision: 1,
  sha256: "a".repeat(64),
  hashes: { es: "b".repeat(64), en: "c".repeat(64) },
  order: [["p1"]],
  obstacles: [],
  obstacleCount: 0,
  rectifications: [],
  assents: [],
  certificates: [],
  uncertified: [],
  versions: [],
  may: { write: true, agree: true, certify: true, lead: false, delegation: "mx" },
  ...change,
});
