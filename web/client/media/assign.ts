// Which slot shows which tile: a pure function of what is asked and what is shown, so that a face moves to another
// slot only when it must.

import { SIGN_TILE, STAGE_TILE, type TileID, type TileRequest } from "../model.ts";
import type { PictureKind, WantSlot } from "../protocol.ts";

/** Largest height that the server takes, pixels. */
const MAX_HEIGHT = 4320;

/** Tile → mid. */
export type Assignment = ReadonlyMap<TileID, string>;

/** A sign language is read from hands and face together: the least height to ask for, pixels (640 × 480). */
const SIGN_HEIGHT = 480;

/** Heights are rounded up to a multiple of this many pixels, so that a window being resized sends few messages. */
const HEIGHT_STEP = 30;

export interface AssignInput {
  /** Most important first. */
  readonly tiles: readonly TileID[];
  readonly stage: string | undefined;
  /** Mids of the picture slots, in their order. */
  readonly pictures: readonly string[];
  readonly before: Assignment;
}

/** Gives every tile a slot as far as there are any: its own from before, or else a free one. */
export function assign({ tiles, stage, pictures, before }: AssignInput): Assignment {
  const others = tiles.filter((tile) => tile !== STAGE_TILE).slice(0, pictures.length);
  const result = new Map<TileID, string>();
  if (stage !== undefined && tiles.includes(STAGE_TILE)) result.set(STAGE_TILE, stage);
  const free = new Set(pictures);
  for (const tile of others) {
    const mid = before.get(tile);
    if (mid !== undefined && free.delete(mid)) result.set(tile, mid);
  }
  // Slots that showed nothing come before those that lost their tile: less is torn down when people come and go.
  const used = new Set(before.values());
  const next = [...free].sort((a, b) => Number(used.has(a)) - Number(used.has(b)));
  for (const tile of others) {
    if (result.has(tile)) continue;
    const mid = next.shift();
    if (mid !== undefined) result.set(tile, mid);
  }
  return result;
}

/** Parts of a tile other than the stage. */
export function sourceOf(tile: TileID): { participant: string; kind: PictureKind } | undefined {
  const slash = tile.lastIndexOf("/");
  const kind = tile.slice(slash + 1);
  if (slash < 1 || (kind !== "camera" && kind !== "screen")) return undefined;
  return { participant: tile.slice(0, slash), kind };
}

/**
 * What is asked for with a sign language chosen ("" none): its tile comes first whether a view has asked for it or
 * not, and without one it is no tile.
 */
export function withSign(tiles: readonly TileRequest[], sign: string): readonly TileRequest[] {
  const others = tiles.filter(({ tile }) => tile !== SIGN_TILE);
  if (sign === "") return others;
  return [tiles.find(({ tile }) => tile === SIGN_TILE) ?? { tile: SIGN_TILE, height: 0 }, ...others];
}

/** What to ask the server: every slot by name, those without a tile for nothing. `sign`: SIGN_TILE's language. */
export function wantsOf(
  requests: readonly TileRequest[],
  assignment: Assignment,
  mids: readonly string[],
  pixelRatio: number,
  sign = "",
): WantSlot[] {
  const byMid = new Map<string, WantSlot>();
  requests.forEach((request, index) => {
    const mid = assignment.get(request.tile);
    if (mid === undefined) return;
    const size = { height: pixels(request.height, pixelRatio), priority: requests.length - index };
    if (request.tile === STAGE_TILE) {
      byMid.set(mid, { mid, stage: true, ...size });
      return;
    }
    if (request.tile === SIGN_TILE) {
      byMid.set(mid, { mid, channel: sign, ...size, height: Math.max(SIGN_HEIGHT, size.height) });
      return;
    }
    const source = sourceOf(request.tile);
    if (source !== undefined) byMid.set(mid, { mid, ...source, ...size });
  });
  return mids.map((mid) => byMid.get(mid) ?? { mid, height: 0, priority: 0 });
}

function pixels(height: number, ratio: number): number {
  const steps = Math.ceil((height * ratio) / HEIGHT_STEP);
  return Math.min(MAX_HEIGHT, Math.max(HEIGHT_STEP, steps * HEIGHT_STEP || 0));
}
