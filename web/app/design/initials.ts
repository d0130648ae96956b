const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Up to two initials of a name: of its first and last words. Works by graphemes, so that no letter is cut. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s\u00a0]+/u).filter((word) => /\p{L}|\p{N}/u.test(word));
  const ends = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return ends.map((word) => firstLetter(word ?? "")).join("");
}

function firstLetter(word: string): string {
  for (const { segment } of letters.segment(word)) {
    if (/\p{L}|\p{N}/u.test(segment)) return segment.toLocaleUpperCase();
  }
  return "";
}
