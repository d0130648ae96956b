import { describe, expect, test } from "vitest";
import { STAGE_TILE, tileOf } from "../model.ts";
import { type Assignment, assign, sourceOf, wantsOf } from "./assign.ts";
import { activate, planLines, slotsFor } from "./lines.ts";

const tile = (id: number) => tileOf(`p${id}`, "camera");
const pictures = ["10", "11", "12", "13"];

/** A small seeded generator (mulberry32), so that a failure can be repeated. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describe("assign", () => {
  test("prefers slots that showed nothing to those that lost their tile", () => {
    const before: Assignment = new Map([[tile(1), "10"]]);
    const after = assign({ tiles: [tile(2)], stage: "5", pictures, before });
    expect(after.get(tile(2))).toBe("11");
  });

  test("gives the most important tiles a slot when there are too few", () => {
    const tiles = Array.from({ length: 6 }, (_, id) => tile(id));
    const after = assign({ tiles, stage: undefined, pictures, before: new Map() });
    expect([...after.keys()]).toEqual(tiles.slice(0, 4));
  });

  test("over random histories: one tile a slot, kept while it is asked for, none idle while one is missing", () => {
    const random = seeded(20210507);
    let before: Assignment = new Map();
    for (let round = 0; round < 500; round++) {
      const tiles = Array.from({ length: 9 }, (_, id) => tile(id)).filter(() => random() < 0.4);
      if (random() < 0.5) tiles.unshift(STAGE_TILE);
      const after = assign({ tiles, stage: "5", pictures, before });
      expect(new Set(after.values()).size).toBe(after.size);
      const others = tiles.filter((id) => id !== STAGE_TILE);
      const served = others.filter((id) => after.has(id));
      expect(served).toEqual(others.slice(0, pictures.length));
      for (const id of served) if (before.has(id)) expect(after.get(id)).toBe(before.get(id));
      expect(after.has(STAGE_TILE)).toBe(tiles.includes(STAGE_TILE));
      before = after;
    }
  });
});

test("a tile names its source, whatever is in the identifier", () => {
  expect(sourceOf("a/b/screen")).toEqual({ participant: "a/b", kind: "screen" });
  for (const id of ["", "stage", "/camera", "a/microphone"]) expect(sourceOf(id)).toBeUndefined();
});

test("heights stay within what the server takes", () => {
  const ask = (height: number) =>
    wantsOf([{ tile: tile(1), height }], new Map([[tile(1), "10"]]), ["10"], 3)[0]?.height;
  expect([ask(0), ask(1), ask(10), ask(99_999), ask(Number.NaN)]).toEqual([30, 30, 30, 4320, 30]);
});

test("slots come in fixed numbers", () => {
  expect([0, 4, 5, 10, 11, 16, 99].map(slotsFor)).toEqual([4, 4, 10, 10, 16, 16, 16]);
  expect(planLines(9).filter(({ use }) => use === "picture")).toHaveLength(9);
});

test("a single encoding is on for any layer", () => {
  const encodings: RTCRtpEncodingParameters[] = [{ active: true }];
  expect(activate(encodings, [])).toBe(true);
  expect(activate(encodings, ["f"])).toBe(true);
  expect(activate(encodings, ["q"])).toBe(false);
});
