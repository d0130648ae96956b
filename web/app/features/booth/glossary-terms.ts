import type { ConsoleView } from "../../../client/index.ts";

type Term = ConsoleView["glossary"][number];

/** Texts of a term, those of the wanted languages first. */
export function termTexts(term: Term, languages: readonly string[]): readonly string[] {
  const rank = (language: string) =>
    languages.includes(language) ? languages.indexOf(language) : languages.length;
  return [...term.text].sort((a, b) => rank(a.language) - rank(b.language)).map(({ text }) => text);
}

/** The terms that contain every word of a query, whatever their case and accents; sorted as a reader expects. */
export function findTerms(terms: readonly Term[], query: string, locale: string): readonly Term[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const order = new Intl.Collator(locale);
  const textOf = (term: Term) => plain([...term.text.map(({ text }) => text), term.note ?? ""].join(" "));
  return terms
    .filter((term) => words.every((word) => textOf(term).includes(word)))
    .sort((a, b) => order.compare(a.text[0]?.text ?? "", b.text[0]?.text ?? ""));
}

/** Lower case without accents or Arabic vowel signs. */
function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
