import { expect, test } from "vitest";
import { differenceOf, mergeEdits, words } from "./words.ts";

test("a text is cut into words and marks", () => {
  expect(words("L’État, c'est moi.")).toEqual(["L’État", ", ", "c'est ", "moi", "."]);
  expect(words("气候变化")).toEqual(["气", "候", "变", "化"]);
  expect(words("الهجرة والتنمية")).toEqual(["الهجرة ", "والتنمية"]);
});

test("edits in different places are put together", () => {
  const base = "Nuestros países enfrentan retos.";
  expect(
    mergeEdits(base, "Nuestros países enfrentan grandes retos.", "Nuestros dos países enfrentan retos."),
  ).toEqual({
    text: "Nuestros dos países enfrentan grandes retos.",
    clean: true,
  });
  expect(mergeEdits(base, base, "Otra cosa.")).toEqual({ text: "Otra cosa.", clean: true });
  expect(mergeEdits(base, "Otra cosa.", "Otra cosa.")).toEqual({ text: "Otra cosa.", clean: true });
});

test("marks stand where they were put, whoever put them", () => {
  const base = "They invest four billion.";
  const [mark, more] = [
    "They invest, with partners, four billion.",
    "They invest four billion in Guatemala.",
  ];
  const both = { text: "They invest, with partners, four billion in Guatemala.", clean: true };
  expect(mergeEdits(base, mark, more)).toEqual(both);
  expect(mergeEdits(base, more, mark)).toEqual(both);
});

test("a difference goes from one text to the other", () => {
  const told = (from: string, to: string) => differenceOf(from, to).map(({ op, text }) => `${op} ${text}`);
  expect(told("El 7 de junio.", "El 8 de junio.")).toEqual([
    "same El ",
    "struck 7 ",
    "new 8 ",
    "same de junio.",
  ]);
  expect(told("Sí.", "Sí.")).toEqual(["same Sí."]);
  expect(told("", "Sí.")).toEqual(["new Sí."]);
  const [from, to] = ["a b c d.", "x b, c y d e."];
  const without = (op: string) =>
    differenceOf(from, to)
      .filter((one) => one.op !== op)
      .map(({ text }) => text)
      .join("");
  const joined = (text: string) => text.replace(/\s/g, "");
  expect([joined(without("struck")), joined(without("new"))]).toEqual([joined(to), joined(from)]);
  expect(told("Sí, claro.", "Sí.")).toEqual(["same Sí", "struck , claro", "same ."]);
});

test("edits of one place keep the words of both", () => {
  const { text, clean } = mergeEdits(
    "We face a crisis now.",
    "We face a pandemic now.",
    "We face two crises now.",
  );
  expect(clean).toBe(false);
  for (const word of ["pandemic", "two", "crises"]) expect(text).toContain(word);
});

test("no word of either edit is lost, whatever they are", () => {
  const vocabulary = ["a", "b", "c", "d", ".", "x"];
  let seed = 7;
  const random = (n: number) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((seed / 2_147_483_648) * n);
  };
  const edit = (list: readonly string[]) => {
    const out = [...list];
    for (let n = random(3); n >= 0; n--) out.splice(random(out.length + 1), random(2), `n${random(99)}`);
    return out;
  };
  for (let round = 0; round < 500; round++) {
    const base = Array.from({ length: random(8) }, () => vocabulary[random(vocabulary.length)] ?? "");
    const [theirs, mine] = [edit(base), edit(base)];
    const { text } = mergeEdits(base.join(" "), theirs.join(" "), mine.join(" "));
    const kept = new Set(words(text).map((word) => word.trim()));
    for (const word of [...theirs, ...mine].filter((one) => one.startsWith("n")))
      expect(kept).toContain(word);
  }
});
