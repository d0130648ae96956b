import { describe, expect, test } from "vitest";
import { arrange, largestGrid, type Rect, type Room } from "./layout";

const pager = 52;
const desktop = { width: 1424, height: 740, gap: 8, most: 60 };
const phone = { width: 374, height: 640, gap: 8, most: 60 };
const phoneOnItsSide = { width: 828, height: 300, gap: 8, most: 60 };
const wall = { width: 3800, height: 2000, gap: 16, most: 60 };
const shapes = { desktop, phone, phoneOnItsSide, wall };

const overlap = (a: Rect, b: Rect) =>
  a.x < b.x + b.width - 0.01 &&
  b.x < a.x + a.width - 0.01 &&
  a.y < b.y + b.height - 0.01 &&
  b.y < a.y + a.height - 0.01;

const inside = (box: Rect, room: { width: number; height: number }) =>
  box.x >= -0.01 &&
  box.y >= -0.01 &&
  box.x + box.width <= room.width + 0.01 &&
  box.y + box.height <= room.height + 0.01;

describe("the largest grid", () => {
  test.each([
    [1, 1600, 900, 1, 1600],
    [2, 1600, 900, 2, 800],
    [4, 1600, 900, 2, 800],
    [5, 1600, 900, 3, 533.33],
    [9, 1600, 900, 3, 533.33],
    [4, 374, 640, 1, 284.44],
    [3, 3000, 300, 3, 533.33],
  ])("of %i in %i × %i has %i columns", (count, width, height, columns, tile) => {
    const grid = largestGrid(count, width, height, 0);
    expect(grid.columns).toBe(columns);
    expect(grid.width).toBeCloseTo(tile, 1);
    expect(grid.width / grid.height).toBeCloseTo(16 / 9);
  });

  test("is never beaten by another number of columns", () => {
    for (let count = 1; count <= 40; count++) {
      const best = largestGrid(count, 1000, 700, 8);
      for (let columns = 1; columns <= count; columns++) {
        const rows = Math.ceil(count / columns);
        const width = Math.min(
          (1000 - 8 * (columns - 1)) / columns,
          (((700 - 8 * (rows - 1)) / rows) * 16) / 9,
        );
        if (width > best.width + 0.02)
          throw new Error(`${columns} columns beat ${best.columns} for ${count}`);
      }
    }
  });
});

describe.each(Object.entries(shapes))("an arrangement on a %s", (_, shape) => {
  test("keeps the stage and the others together, in the middle", () => {
    for (let tiles = 1; tiles <= 12; tiles++) {
      const { stage, tiles: boxes } = arrange({ ...shape, stage: true, tiles }, 0);
      if (!stage || boxes.length === 0) throw new Error("no stage or no tiles");
      const all = [stage, ...boxes];
      const edge = (of: (box: Rect) => number, most: (...edges: number[]) => number) => most(...all.map(of));
      const [left, right] = [edge(({ x }) => x, Math.min), edge((box) => box.x + box.width, Math.max)];
      const [top, bottom] = [edge(({ y }) => y, Math.min), edge((box) => box.y + box.height, Math.max)];
      expect(left).toBeCloseTo(shape.width - right, 3);
      expect(top).toBeCloseTo(shape.height - bottom, 3);
      const beside = Math.min(...boxes.map(({ x }) => x)) - stage.x - stage.width;
      const below = Math.min(...boxes.map(({ y }) => y)) - stage.y - stage.height;
      expect(Math.max(beside, below)).toBeCloseTo(shape.gap, 3);
    }
  });

  for (const stage of [true, false]) {
    test(`${stage ? "with" : "without"} a stage keeps its boxes apart, inside, 16:9, and loses nobody`, () => {
      for (let tiles = 0; tiles <= 60; tiles++) {
        const room: Room = { ...shape, stage, tiles };
        const { stage: large, tiles: boxes, hidden, pager: turns } = arrange(room, pager);
        expect(boxes.length + hidden).toBe(tiles);
        expect(turns).toBe(hidden > 0);
        const all = large ? [large, ...boxes] : [...boxes];
        expect(Boolean(large)).toBe(stage);
        const faulty = all.filter(
          (box, index) =>
            !inside(box, { ...room, height: room.height - (turns ? pager : 0) }) ||
            Math.abs(box.width / box.height - 16 / 9) > 0.001 ||
            all.slice(index + 1).some((other) => overlap(box, other)),
        );
        expect(faulty).toEqual([]);
      }
    });
  }

  test("the stage stays plainly larger than any other", () => {
    for (let tiles = 1; tiles <= 60; tiles++) {
      const { stage, tiles: boxes } = arrange({ ...shape, stage: true, tiles }, pager);
      if (!stage) throw new Error("no stage");
      const most = stage.width * stage.height * 0.361;
      expect(boxes.filter((box) => box.width * box.height > most)).toEqual([]);
    }
  });
});

test("on a desktop the others stand beside the stage, on a phone below it", () => {
  const beside = arrange({ ...desktop, stage: true, tiles: 6 }, pager);
  expect(beside.tiles[0]?.x).toBeGreaterThan(beside.stage?.width ?? 0);
  const below = arrange({ ...phone, stage: true, tiles: 4 }, pager);
  expect(below.stage?.width).toBeCloseTo(phone.width);
  expect(below.tiles[0]?.y).toBeGreaterThan(below.stage?.height ?? 0);
});

test.each([
  ["1280 × 800", { width: 1264, height: 610, gap: 8, most: 60 }],
  ["1024 × 768", { width: 1008, height: 580, gap: 8, most: 60 }],
  ["1440 × 900", desktop],
  ["a wall", wall],
])("all twelve of a meeting are seen at once in a window of %s", (_, shape) => {
  for (const [stage, tiles] of [
    [true, 11],
    [false, 12],
  ] as const) {
    expect(arrange({ ...shape, stage, tiles }, pager)).toMatchObject({ hidden: 0, pager: false });
  }
});

test("the stage keeps half of what it would have alone, however many there are", () => {
  for (const shape of Object.values(shapes)) {
    const alone = arrange({ ...shape, stage: true, tiles: 0 }, pager).stage?.width ?? 0;
    for (let tiles = 1; tiles <= 200; tiles++) {
      const { stage, pager: turns } = arrange({ ...shape, stage: true, tiles }, pager);
      const least = turns ? (shape.height - pager) / shape.height : 1;
      expect((stage?.width ?? 0) / alone).toBeGreaterThanOrEqual(Math.sqrt(0.5) * least - 0.001);
    }
  }
});

test("a phone shows at least four others beside the stage", () => {
  expect(arrange({ ...phone, stage: true, tiles: 12 }, pager).tiles.length).toBeGreaterThanOrEqual(4);
});

test("no page has more tiles than there can be pictures, and the rest is not forgotten", () => {
  for (const stage of [true, false]) {
    expect(arrange({ ...wall, most: 16, stage, tiles: 40 }, pager)).toMatchObject({
      hidden: 24,
      pager: true,
    });
    expect(arrange({ ...wall, most: 16, stage, tiles: 16 }, pager)).toMatchObject({
      hidden: 0,
      pager: false,
    });
  }
});

test("nothing is arranged in no space", () => {
  expect(arrange({ width: 0, height: 0, gap: 8, most: 60, stage: true, tiles: 3 }, pager)).toEqual({
    tiles: [],
    hidden: 3,
    pager: false,
  });
});
