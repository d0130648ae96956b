import { describe, expect, test } from "vitest";
import { arrange, largestGrid, type Rect, type Room } from "./layout";

const desktop = { width: 1424, height: 740, gap: 8 };
const phone = { width: 374, height: 640, gap: 8 };
const phoneOnItsSide = { width: 828, height: 300, gap: 8 };
const wall = { width: 3800, height: 2000, gap: 16 };
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
  for (const stage of [true, false]) {
    test(`${stage ? "with" : "without"} a stage keeps its boxes apart, inside, 16:9, and loses nobody`, () => {
      for (let tiles = 0; tiles <= 60; tiles++) {
        const room: Room = { ...shape, stage, tiles };
        const { stage: large, tiles: boxes, hidden } = arrange(room);
        expect(boxes.length + hidden).toBe(tiles);
        const all = large ? [large, ...boxes] : [...boxes];
        expect(Boolean(large)).toBe(stage);
        const faulty = all.filter(
          (box, index) =>
            !inside(box, room) ||
            Math.abs(box.width / box.height - 16 / 9) > 0.001 ||
            all.slice(index + 1).some((other) => overlap(box, other)),
        );
        expect(faulty).toEqual([]);
      }
    });
  }

  test("the stage stays plainly larger than any other", () => {
    for (let tiles = 1; tiles <= 60; tiles++) {
      const { stage, tiles: boxes } = arrange({ ...shape, stage: true, tiles });
      if (!stage) throw new Error("no stage");
      const most = stage.width * stage.height * 0.361;
      expect(boxes.filter((box) => box.width * box.height > most)).toEqual([]);
    }
  });
});

test("on a desktop the others stand beside the stage, on a phone below it", () => {
  const beside = arrange({ ...desktop, stage: true, tiles: 6 });
  expect(beside.tiles[0]?.x).toBeGreaterThan(beside.stage?.width ?? 0);
  const below = arrange({ ...phone, stage: true, tiles: 4 });
  expect(below.stage?.width).toBeCloseTo(phone.width);
  expect(below.tiles[0]?.y).toBeGreaterThan(below.stage?.height ?? 0);
});

test("a phone shows at least four others beside the stage", () => {
  expect(arrange({ ...phone, stage: true, tiles: 12 }).tiles.length).toBeGreaterThanOrEqual(4);
});

test("nothing is arranged in no space", () => {
  expect(arrange({ width: 0, height: 0, gap: 8, stage: true, tiles: 3 })).toEqual({ tiles: [], hidden: 3 });
});
