// Where the pictures go: pure geometry, in CSS pixels, from the inline start and the block start of the room. The
// view mirrors it in right-to-left pages by using logical properties.

/** A box in the room. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What is to be arranged. */
export interface Room {
  readonly width: number;
  readonly height: number;
  /** Between boxes, px. */
  readonly gap: number;
  /** Whether somebody (or a screen) is shown large. */
  readonly stage: boolean;
  /** How many others want a tile. */
  readonly tiles: number;
  /** How many tiles may be shown at once. */
  readonly most: number;
}

/** Where everything goes. */
export interface Arrangement {
  readonly stage?: Rect;
  /** One box per tile that fits; at most `tiles` of them. */
  readonly tiles: readonly Rect[];
  /** How many others have no tile. */
  readonly hidden: number;
  /** Space below for turning the pages, where not everybody has a tile. */
  readonly pager: boolean;
}

/** A grid of equal boxes. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly width: number;
  readonly height: number;
}

// Pictures are 16:9: what cameras send and what the engine forwards.
const aspect = 16 / 9;

// The narrowest tile on which a face and a name can be made out, px. Narrower: more people at once, none of them
// recognisable; wider: a phone shows fewer than four beside the stage.
const narrowestTile = 132;

// The most that one tile may have of the stage's area, so that it stays plain who has the floor.
const largestShare = 0.36;

// The least that the stage keeps of the area that it would have alone, so that everybody can be seen at once. Less: in
// a large meeting nobody reads what the floor's holder shows; more: the others are spread over pages sooner.
const smallestStage = 0.5;

// What a pixel of a tile is worth beside one of the stage. Less: the others become a strip of stamps; more: the
// stage shrinks as people join.
const tileWorth = 0.8;

/** The grid that makes `count` boxes of 16:9 as large as they can be in a space; of equals, the one with fewer rows. */
export function largestGrid(count: number, width: number, height: number, gap: number): Grid {
  let best: Grid = { columns: 0, rows: 0, width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const tile = fit((width - gap * (columns - 1)) / columns, (height - gap * (rows - 1)) / rows);
    const equal = Math.abs(tile.width - best.width) <= 0.01;
    if (equal ? rows < best.rows : tile.width > best.width) best = { columns, rows, ...tile };
  }
  return best;
}

/**
 * Places the stage and the others. Boxes never overlap and never leave the room. Where not everybody has a tile,
 * `pager` px are kept free at the block end.
 */
export function arrange(room: Room, pager: number): Arrangement {
  const all = place(room);
  if (all.hidden === 0) return { ...all, pager: false };
  const page = place({ ...room, height: room.height - pager });
  const turns = page.hidden > 0 && page.tiles.length > 0;
  return turns ? { ...page, pager: true } : { ...all, pager: false };
}

type Places = Omit<Arrangement, "pager">;

function place(room: Room): Places {
  const tiles = Math.min(room.tiles, room.most);
  const places = placeAll({ ...room, tiles });
  return { ...places, hidden: places.hidden + room.tiles - tiles };
}

function placeAll(room: Room): Places {
  const { width, height, gap, stage, tiles } = room;
  if (width <= 0 || height <= 0) return { tiles: [], hidden: tiles };
  const whole: Rect = { x: 0, y: 0, width, height };
  if (!stage) return placeTiles(whole, tiles, gap);
  if (tiles === 0) return { stage: centred(fit(width, height), whole), tiles: [], hidden: 0 };
  return withStage(room);
}

interface Candidate {
  readonly stage: Rect;
  readonly tiles: readonly Rect[];
  /** Whether everybody has a tile. */
  readonly all: boolean;
  readonly worth: number;
}

/**
 * Tries the others beside and below the stage, with more and less space. Of those that leave the stage its least, one
 * that shows everybody is taken before any that does not; of these, what shows most.
 */
function withStage({ width, height, gap, tiles }: Room): Places {
  const least = smallestStage * area(fit(width, height));
  let best: Candidate | undefined;
  for (const beside of [true, false]) {
    const length = beside ? width : height;
    for (let share = 0.14; share <= 0.66; share += 0.02) {
      const space = Math.round(length * share);
      const rest = length - space - gap;
      const [stageArea, tileArea]: [Rect, Rect] = beside
        ? [
            { x: 0, y: 0, width: rest, height },
            { x: rest + gap, y: 0, width: space, height },
          ]
        : [
            { x: 0, y: 0, width, height: rest },
            { x: 0, y: rest + gap, width, height: space },
          ];
      const candidate = evaluate(stageArea, tileArea, tiles, gap);
      if (candidate && area(candidate.stage) >= least && (!best || isBetter(candidate, best)))
        best = gathered(candidate, beside, length, gap);
    }
  }
  if (!best) {
    const stage = centred(fit(width, height), { x: 0, y: 0, width, height });
    return { stage, tiles: [], hidden: tiles };
  }
  return { stage: best.stage, tiles: best.tiles, hidden: tiles - best.tiles.length };
}

/** Moves the stage and the tiles beside (or below) it together, and both to the middle. */
function gathered(candidate: Candidate, beside: boolean, length: number, gap: number): Candidate {
  const { stage, tiles } = candidate;
  const from = (box: Rect) => (beside ? box.x : box.y);
  const size = (box: Rect) => (beside ? box.width : box.height);
  const first = Math.min(...tiles.map(from));
  const thick = Math.max(...tiles.map((box) => from(box) + size(box))) - first;
  const margin = (length - size(stage) - gap - thick) / 2;
  const at = (box: Rect, place: number): Rect => (beside ? { ...box, x: place } : { ...box, y: place });
  return {
    ...candidate,
    stage: at(stage, margin),
    tiles: tiles.map((box) => at(box, from(box) - first + margin + size(stage) + gap)),
  };
}

function isBetter(one: Candidate, other: Candidate): boolean {
  return one.all === other.all ? one.worth > other.worth : one.all;
}

function evaluate(stageArea: Rect, tileArea: Rect, tiles: number, gap: number): Candidate | undefined {
  const stageBox = fit(stageArea.width, stageArea.height);
  const widest = stageBox.width * Math.sqrt(largestShare);
  const placed = placeTiles(tileArea, tiles, gap, widest);
  const first = placed.tiles[0];
  if (!first) return undefined;
  const worth =
    area(stageBox) + tileWorth * placed.tiles.length * area(first) - placed.hidden * narrowestTile ** 2;
  return { stage: centred(stageBox, stageArea), tiles: placed.tiles, all: placed.hidden === 0, worth };
}

/** Fills an area with as many of the tiles as can be recognised, as large as they can be, rows centred. */
function placeTiles(space: Rect, count: number, gap: number, widest = Number.POSITIVE_INFINITY): Places {
  const shown = Math.min(count, capacity(space, gap));
  if (shown === 0) return { tiles: [], hidden: count };
  const grid = largestGrid(shown, space.width, space.height, gap);
  const width = Math.min(grid.width, widest);
  const height = width / aspect;
  const top = space.y + (space.height - grid.rows * height - (grid.rows - 1) * gap) / 2;
  const tiles = Array.from({ length: shown }, (_, index): Rect => {
    const row = Math.floor(index / grid.columns);
    const inRow = Math.min(grid.columns, shown - row * grid.columns);
    const left = space.x + (space.width - inRow * width - (inRow - 1) * gap) / 2;
    return { x: left + (index % grid.columns) * (width + gap), y: top + row * (height + gap), width, height };
  });
  return { tiles, hidden: count - shown };
}

/** How many of the narrowest tiles fit; at least one wherever there is any space at all. */
function capacity(space: Rect, gap: number): number {
  const columns = Math.floor((space.width + gap) / (narrowestTile + gap));
  const rows = Math.floor((space.height + gap) / (narrowestTile / aspect + gap));
  return columns * rows;
}

function fit(width: number, height: number): { width: number; height: number } {
  const w = Math.max(0, Math.min(width, height * aspect));
  return { width: w, height: w / aspect };
}

function centred(box: { width: number; height: number }, space: Rect): Rect {
  return {
    x: space.x + (space.width - box.width) / 2,
    y: space.y + (space.height - box.height) / 2,
    ...box,
  };
}

function area(box: { width: number; height: number }): number {
  return box.width * box.height;
}
