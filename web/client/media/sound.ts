// Everything that is heard. It goes through Web Audio, since only there is gain a gain everywhere (element volume is
// not obeyed on iOS), ramps have no steps, and a limiter can stand before the ear.
//
// What that means for echo: Chromium cancels what the whole browser renders, Web Audio included, since it does so in
// its audio process (on desktops by default since M110; before, and on Android, the device's own canceller does it).
// Safari's canceller is the system's and hears all of its output. Firefox takes the output of the page's audio graph,
// elements and contexts alike, as long as it goes to the default device.
//
// Lips and voice: the browser delays sound and picture of one MediaStream (stage) against each other where they are
// received, before either gets here. The graph adds a buffer and the limiter's 5 ms to the sound: far within
// −45/+125 ms.

import type { Environment } from "../environment.ts";
import type { Sound, SoundView } from "../model.ts";
import { Scope } from "../scope.ts";
import { createStore, Signal } from "../store.ts";
import { AudioGraph, type Bus } from "./graph/graph.ts";
import { createLimiter, type LimiterNode } from "./graph/limiter.ts";
import { type Gains, mixOf } from "./graph/mix.ts";
import type { Slot, SlotRegistry } from "./slots.ts";

const VOLUME_KEY = "cumbre:volume";
/** A context that may run needs this long to start, ms; one that does not run then waits for a click. */
const START_MS = 500;

/** Before anything is known: the floor. */
const FLOOR: Gains = mixOf({
  who: "listener",
  sound: "floor",
  arrived: true,
  silent: false,
  originalDb: 0,
  monitor: 0,
  chosen: false,
});

export class SoundOutput implements Sound {
  readonly view;
  /** What the limiter takes off, dB ≤ 0, up to ten times a second while it does. */
  readonly onReduction = new Signal<number>();

  /** The limiter is there. */
  readonly onLimiter = new Signal<LimiterNode["kind"]>();

  readonly #env: Environment;
  readonly #scope = new Scope();
  readonly #audioContext: () => AudioContext;
  #graph: AudioGraph | undefined;
  #context: AudioContext | undefined;
  #gains = FLOOR;
  #tone = { bass: 0, treble: 0 };
  #sink = "";
  #playing = false;
  #check: (() => void) | undefined;

  /** `audioContext`: the page's one, woken. */
  constructor(env: Environment, slots: SlotRegistry, audioContext: () => AudioContext) {
    this.#env = env;
    this.#audioContext = audioContext;
    this.view = createStore<SoundView>({ blocked: false, volume: readVolume(env) });
    this.#scope.add(slots.onSlots.on(() => this.#bind(slots.all)));
  }

  async unblock(): Promise<void> {
    this.view.patch({ blocked: false });
    await this.#graph?.play();
    this.#checkLater();
  }

  setVolume(volume: number): void {
    const bounded = Math.min(1, Math.max(0, volume));
    this.view.patch({ volume: bounded });
    this.#env.browser.set(VOLUME_KEY, String(bounded));
    this.#graph?.setVolume(bounded);
  }

  setGains(gains: Gains): void {
    this.#gains = gains;
    this.#graph?.setGains(gains);
  }

  /** dB each. */
  setTone(tone: { readonly bass: number; readonly treble: number }): void {
    this.#tone = tone;
    this.#graph?.setTone(tone.bass, tone.treble);
  }

  /** Plays on that device from now on ("" the default). */
  async setSink(id: string): Promise<void> {
    if (id === this.#sink) return;
    this.#sink = id;
    await this.#graph?.setSink(id);
  }

  dispose(): void {
    this.#scope.end();
    this.#graph?.dispose();
  }

  #bind(slots: readonly Slot[]): void {
    const streams = new Map<MediaStream, Bus>();
    let booths = 0;
    for (const { use, stream } of slots) {
      // The first of the booth's lines is the partner, the second the monitor.
      const bus = use === "booth-sound" ? (booths++ === 0 ? "partner" : "monitor") : BUSES[use];
      if (bus !== undefined) streams.set(stream, bus);
    }
    this.#playing = streams.size > 0;
    if (this.#playing) this.#graph ??= this.#makeGraph();
    this.#graph?.setSources(streams);
    if (this.#playing) this.#checkLater();
  }

  #makeGraph(): AudioGraph {
    const { clock, limiterModule } = this.#env;
    const context = this.#audioContext();
    this.#context = context;
    const changed = () => this.#stateChanged();
    context.addEventListener("statechange", changed);
    this.#scope.add(() => context.removeEventListener("statechange", changed));
    const limiter = createLimiter(context, limiterModule, clock);
    void limiter.then(({ kind }) => this.onLimiter.emit(kind));
    const graph = new AudioGraph(
      {
        context,
        clock,
        limiter,
        createAudio: () => this.#env.createAudio(),
        onReduction: (db) => this.onReduction.emit(db),
      },
      this.view.get().volume,
    );
    graph.setGains(this.#gains);
    graph.setTone(this.#tone.bass, this.#tone.treble);
    if (this.#sink !== "") void graph.setSink(this.#sink);
    return graph;
  }

  // ---- Whether the browser lets it play ----

  #stateChanged(): void {
    if (this.#context?.state === "running") this.view.patch({ blocked: false });
    // A telephone call, another tab on a phone: it comes back by itself, or waits for a click.
    else if (this.#playing) {
      this.#context?.resume().catch(() => {});
      this.#checkLater();
    }
  }

  #checkLater(): void {
    this.#check?.();
    this.#check = this.#scope.add(
      this.#env.clock.after(START_MS, () => {
        const state = this.#context?.state;
        this.view.patch({ blocked: this.#playing && state !== "running" && state !== "closed" });
      }),
    );
  }
}

const BUSES: Partial<Record<Slot["use"], Bus>> = {
  "stage-sound": "floor",
  "floor-sound": "floor",
  interpretation: "channel",
};

function readVolume(env: Environment): number {
  const volume = Number(env.browser.get(VOLUME_KEY) ?? "1");
  return volume >= 0 && volume <= 1 ? volume : 1;
}
