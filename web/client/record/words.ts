// Two edits of one text put together by words. The server has the same cut of words (internal/proceedings/difference.go).

/** Words and marks, each with the space after it; scripts without spaces between words by characters. */
const WORD =
  /(?:[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[\p{L}\p{N}\p{M}'’]|[^\s])\s*/gu;
const LETTER = /^[\p{L}\p{N}\p{M}'’]$/u;
const ALONE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;

export function words(text: string): readonly string[] {
  const out: string[] = [];
  for (const [piece] of text.matchAll(WORD)) {
    const last = out.at(-1);
    const open = last !== undefined && isLetter(last.at(-1) ?? "");
    if (open && isLetter(String.fromCodePoint(piece.codePointAt(0) ?? 0))) out[out.length - 1] = last + piece;
    else out.push(piece);
  }
  return out;
}

function isLetter(character: string): boolean {
  return LETTER.test(character) && !ALONE.test(character);
}

/** Cells of the table that one comparison fills: two segments of the longest fit, in some milliseconds. */
const MAX_CELLS = 4_000_000;

/** Pairs of indices of a longest common subsequence, in order. */
function common(a: readonly string[], b: readonly string[]): [number, number][] {
  if (a.length * b.length > MAX_CELLS) return [];
  const same = (i: number, j: number) => a[i]?.trimEnd() === b[j]?.trimEnd();
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i * width + j] = same(i, j) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  const pairs: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (same(i, j)) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return pairs;
}

/** A piece of two texts that are compared, as the server tells it. */
export interface WordDifference {
  readonly op: "same" | "struck" | "new";
  readonly text: string;
}

/** From one text to another, by words. */
export function differenceOf(from: string, to: string): readonly WordDifference[] {
  const [a, b] = [words(from), words(to)];
  const pieces: { op: WordDifference["op"]; text: string }[] = [];
  const add = (op: WordDifference["op"], text: string) => {
    const last = pieces.at(-1);
    if (last?.op === op) last.text += text;
    else if (text !== "") pieces.push({ op, text });
  };
  let [i, j] = [0, 0];
  const pairs = common(a, b);
  for (const [at, [x, y]] of [...pairs, [a.length, b.length] as const].entries()) {
    add("struck", a.slice(i, x).join(""));
    add("new", b.slice(j, y).join(""));
    // The space after it belongs to what follows: to the struck words, where there are some.
    const struck = (pairs[at + 1]?.[0] ?? a.length) > x + 1;
    add("same", (struck ? a[x] : b[y]) ?? "");
    [i, j] = [x + 1, y + 1];
  }
  return pieces;
}

/** A text made of two edits of one; `clean`: they were in different places. */
export interface Merged {
  readonly text: string;
  readonly clean: boolean;
}

/**
 * Puts two edits of `base` together. Where both changed the same place, the words of both stand, theirs first: a person
 * decides, and no word is lost.
 */
export function mergeEdits(base: string, theirs: string, mine: string): Merged {
  const [from, a, b] = [words(base), words(theirs), words(mine)];
  const inA = new Map(common(from, a));
  const inB = new Map(common(from, b));
  let text = "";
  let clean = true;
  let [i, j, k] = [0, 0, 0];
  while (i < from.length || j < a.length || k < b.length) {
    // The next word of the base that both keep.
    let next = i;
    while (next < from.length && !(inA.has(next) && inB.has(next))) next++;
    const [endA, endB] = [inA.get(next) ?? a.length, inB.get(next) ?? b.length];
    const [was, one, two] = [from.slice(i, next), a.slice(j, endA), b.slice(k, endB)].map((list) =>
      list.join(""),
    );
    const [old, left, right] = [was ?? "", one ?? "", two ?? ""];
    if (left.trim() === right.trim() || right.trim() === old.trim()) text = joined(text, left);
    else if (left.trim() === old.trim()) text = joined(text, right);
    else {
      text = joined(joined(text, left), right);
      clean = false;
    }
    // The space after it is whose who changed what follows.
    const kept = b[endB] === from[next] ? a[endA] : b[endB];
    if (next < from.length) text = joined(text, kept ?? "");
    [i, j, k] = [next + 1, endA + 1, endB + 1];
  }
  return { text: text.trim(), clean };
}

/** Words come apart from those before them; a mark and scripts without spaces do not. */
function joined(text: string, more: string): string {
  const apart =
    text !== "" &&
    isLetter(more.charAt(0)) &&
    /[^\s(¿¡«“‘"'-]$/u.test(text) &&
    !ALONE.test(text.at(-1) ?? "");
  return apart ? `${text} ${more}` : text + more;
}
