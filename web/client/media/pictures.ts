// Tiles: which are visible, which slot carries them, and whether the right face is on screen yet.

import type { Environment } from "../environment.ts";
import type { Pictures, PictureView, TileID, TileRequest, VideoSurface } from "../model.ts";
import { SIGN_TILE, STAGE_TILE, tileOf } from "../model.ts";
import type { WantSlot } from "../protocol.ts";
import { type Cancel, Scope } from "../scope.ts";
import { createStore, Signal, shallowEqual, type WritableStore } from "../store.ts";
import { type Assignment, assign, sourceOf, wantsOf, withSign } from "./assign.ts";
import { slotsFor } from "./lines.ts";
import { whenShown } from "./reveal.ts";
import type { Announcement, Slot, SlotRegistry } from "./slots.ts";

/** Wants are sent at most this often, ms: less floods the server while a window is dragged, more feels late. */
const WANTS_INTERVAL_MS = 150;

/** Heights of what is asked for before any view has said what it needs, CSS pixels: the cheapest layer of each. */
const EXPECTED = { stage: 360, picture: 90 };

const NOTHING: PictureView = { state: "none", width: 0, height: 0 };
const PAUSED: PictureView = { ...NOTHING, state: "paused" };

/** Where the tiles' needs go. */
export interface PictureNeeds {
  /** Sends wants; false where that is not possible now. */
  sendWants(wants: WantSlot[]): boolean;
  grow(pictures: number): void;
}

interface Tile {
  readonly store: WritableStore<PictureView>;
  readonly elements: Set<VideoSurface>;
  watch: Cancel | undefined;
}

export class PictureTiles implements Pictures {
  /** A tile's picture came on screen. */
  readonly onShown = new Signal<TileID>();

  readonly #env: Environment;
  readonly #slots: SlotRegistry;
  readonly #needs: PictureNeeds;
  readonly #scope = new Scope();
  readonly #tiles = new Map<TileID, Tile>();
  /** Which source a slot's stream was last seen showing. */
  readonly #seen = new WeakMap<MediaStream, string>();
  #asked: readonly TileRequest[] = [];
  #sign = "";
  /** The requests are a guess: no view has spoken yet. */
  #guessed = true;
  #assignment: Assignment = new Map();
  #sent = "";
  #sentAt = Number.NEGATIVE_INFINITY;
  #timer: Cancel | undefined;

  constructor(env: Environment, slots: SlotRegistry, needs: PictureNeeds) {
    this.#env = env;
    this.#slots = slots;
    this.#needs = needs;
    this.#scope.add(slots.onSlots.on(() => this.#reassign()));
    this.#scope.add(slots.onAnnounced.on((change) => this.#announced(change.slot, change.sourceChanged)));
  }

  /**
   * Asks for the stage and these cameras until a view says what it needs: their keyframes are on the way while the
   * meeting is being drawn.
   */
  expect(participants: readonly string[]): void {
    if (!this.#guessed) return;
    const cameras = participants.slice(0, this.#slots.of("picture").length);
    this.#asked = [
      { tile: STAGE_TILE, height: EXPECTED.stage },
      ...cameras.map((id) => ({ tile: tileOf(id, "camera"), height: EXPECTED.picture })),
    ];
    this.#reassign();
  }

  request(tiles: readonly TileRequest[]): void {
    // A view that has not been laid out yet shows nothing, and knows less than the guess.
    if (this.#guessed && tiles.length === 0) return;
    this.#guessed = false;
    this.#asked = tiles;
    this.#reassign();
    this.#grow();
    this.#schedule();
  }

  /** The sign language whose picture is asked for before all others; "" none. */
  setSign(language: string): void {
    if (language === this.#sign) return;
    this.#sign = language;
    this.#reassign();
    this.#grow();
    this.#schedule();
  }

  get #requests(): readonly TileRequest[] {
    return withSign(this.#asked, this.#sign);
  }

  #grow(): void {
    const pictures = this.#requests.filter(({ tile }) => tile !== STAGE_TILE).length;
    const slots = this.#slots.of("picture").length;
    if (slots > 0 && pictures > slots && slotsFor(pictures) > slots) this.#needs.grow(slotsFor(pictures));
  }

  picture(tile: TileID): WritableStore<PictureView> {
    return this.#tile(tile).store;
  }

  attach(id: TileID, element: VideoSurface): Cancel {
    const tile = this.#tile(id);
    element.muted = true;
    tile.elements.add(element);
    this.#refresh(id, tile);
    return () => {
      tile.elements.delete(element);
      element.srcObject = null;
      this.#refresh(id, tile);
    };
  }

  /** Sends the wants again though they have not changed: the server is new to them. */
  resend(): void {
    this.#sent = "";
    this.#timer?.();
    this.#timer = undefined;
    this.#send();
  }

  dispose(): void {
    this.#scope.end();
    this.#timer?.();
    for (const tile of this.#tiles.values()) {
      tile.watch?.();
      for (const element of tile.elements) element.srcObject = null;
    }
  }

  // ---- Which slot ----

  #tile(id: TileID): Tile {
    let tile = this.#tiles.get(id);
    if (tile === undefined) {
      tile = { store: createStore(NOTHING), elements: new Set(), watch: undefined };
      this.#tiles.set(id, tile);
    }
    return tile;
  }

  #reassign(): void {
    this.#assignment = assign({
      tiles: this.#requests.map(({ tile }) => tile),
      stage: this.#slots.of("stage-picture")[0]?.mid || undefined,
      pictures: this.#mids("picture"),
      before: this.#assignment,
    });
    for (const [id, tile] of this.#tiles) this.#refresh(id, tile);
  }

  #mids(use: "picture" | "stage-picture"): string[] {
    return this.#slots
      .of(use)
      .map(({ mid }) => mid)
      .filter((mid) => mid !== "");
  }

  #slotOf(id: TileID): Slot | undefined {
    const mid = this.#assignment.get(id);
    return mid === undefined ? undefined : this.#slots.all.find((slot) => slot.mid === mid);
  }

  // ---- What it shows ----

  #announced(slot: Slot, sourceChanged: boolean): void {
    if (sourceChanged) this.#seen.delete(slot.stream);
    for (const [id, tile] of this.#tiles) {
      if (this.#assignment.get(id) === slot.mid) this.#refresh(id, tile);
    }
  }

  #refresh(id: TileID, tile: Tile): void {
    const slot = this.#slotOf(id);
    for (const element of tile.elements) play(element, slot?.stream);
    const announced = slot && this.#slots.announced(slot);
    const view = this.#view(id, slot, announced);
    if (!shallowEqual(view, tile.store.get())) tile.store.set(view);
    tile.watch?.();
    tile.watch = undefined;
    if (slot && announced && view.state === "waiting" && this.#matches(id, announced)) {
      this.#watch(id, tile, slot, announced);
    }
  }

  #view(id: TileID, slot: Slot | undefined, announced: Announcement | undefined): PictureView {
    if (slot === undefined) return NOTHING;
    if (announced?.participant === "") return announced.paused ? PAUSED : NOTHING;
    if (announced === undefined || !this.#matches(id, announced)) return { ...NOTHING, state: "waiting" };
    const { participant, kind, width, height } = announced;
    const picture = kind === "camera" || kind === "screen" ? { kind } : {};
    const shown = this.#seen.get(slot.stream) === sourceKey(announced);
    return { state: shown ? "shown" : "waiting", participant, ...picture, width, height };
  }

  #watch(id: TileID, tile: Tile, slot: Slot, announced: Announcement): void {
    const { clock } = this.#env;
    const scope = new Scope();
    tile.watch = () => scope.end();
    const shown = () => {
      this.#seen.set(slot.stream, sourceKey(announced));
      this.#refresh(id, tile);
      this.onShown.emit(id);
    };
    for (const element of tile.elements) {
      const { receiver } = slot;
      scope.add(whenShown({ clock, element, receiver, rtpTime: announced.rtpTime }, shown));
    }
  }

  #matches(id: TileID, announced: Announcement): boolean {
    if (id === STAGE_TILE) return true;
    if (id === SIGN_TILE) return announced.channel === this.#sign;
    const source = sourceOf(id);
    return source?.participant === announced.participant && source.kind === announced.kind;
  }

  // ---- What is asked ----

  #schedule(): void {
    const due = this.#sentAt + WANTS_INTERVAL_MS - this.#env.clock.now();
    this.#timer ??= this.#env.clock.after(Math.max(0, due), () => {
      this.#timer = undefined;
      this.#send();
    });
  }

  #send(): void {
    const mids = [...this.#mids("stage-picture"), ...this.#mids("picture")];
    if (mids.length === 0) return;
    const wants = wantsOf(this.#requests, this.#assignment, mids, this.#env.pixelRatio(), this.#sign);
    const text = JSON.stringify(wants);
    if (text === this.#sent || !this.#needs.sendWants(wants)) return;
    this.#sent = text;
    // Neither a guess nor asking for nothing must hold back the first thing that is really asked for.
    if (!this.#guessed && this.#assignment.size > 0) this.#sentAt = this.#env.clock.now();
  }
}

function sourceKey(announced: Announcement): string {
  return `${announced.participant}/${announced.kind ?? ""}`;
}

/** Plays a stream in an element (muted, so that every browser allows it), or empties it. */
export function play(element: VideoSurface, stream: MediaStream | undefined): void {
  if (element.srcObject === (stream ?? null)) return;
  element.srcObject = stream ?? null;
  // It rejects when the element is given another stream meanwhile, which is what we wanted then.
  if (stream !== undefined) element.play().catch(() => {});
}
