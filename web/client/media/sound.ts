// Everything that is heard: one audio element for each sound slot. Elements rather than an AudioContext graph: the
// browser's echo canceller hears them, they follow setSinkId everywhere, and Chromium gives remote sound to Web
// Audio only if an element plays it anyway.

import type { AudioSurface, Environment } from "../environment.ts";
import type { Sound, SoundView } from "../model.ts";
import { Scope } from "../scope.ts";
import { createStore } from "../store.ts";
import type { Slot, SlotRegistry } from "./slots.ts";

const VOLUME_KEY = "cumbre:volume";

export class SoundOutput implements Sound {
  readonly view;

  readonly #env: Environment;
  readonly #scope = new Scope();
  readonly #elements = new Map<MediaStream, AudioSurface>();
  #sink = "";

  constructor(env: Environment, slots: SlotRegistry) {
    this.#env = env;
    this.view = createStore<SoundView>({ blocked: false, volume: readVolume(env) });
    this.#scope.add(slots.onSlots.on(() => this.#bind(slots.all)));
  }

  async unblock(): Promise<void> {
    this.view.patch({ blocked: false });
    await Promise.all([...this.#elements.values()].map((element) => this.#play(element)));
  }

  setVolume(volume: number): void {
    const bounded = Math.min(1, Math.max(0, volume));
    this.view.patch({ volume: bounded });
    this.#env.browser.set(VOLUME_KEY, String(bounded));
    for (const element of this.#elements.values()) element.volume = bounded;
  }

  /** Plays on that device from now on ("" the default). */
  async setSink(id: string): Promise<void> {
    this.#sink = id;
    await Promise.all([...this.#elements.values()].map((element) => this.#setSink(element)));
  }

  dispose(): void {
    this.#scope.end();
    this.#bind([]);
  }

  #bind(slots: readonly Slot[]): void {
    const streams = new Set(slots.filter(isSound).map(({ stream }) => stream));
    for (const [stream, element] of this.#elements) {
      if (streams.has(stream)) continue;
      element.pause();
      element.srcObject = null;
      this.#elements.delete(stream);
    }
    for (const stream of streams) {
      if (!this.#elements.has(stream)) this.#start(stream);
    }
  }

  #start(stream: MediaStream): void {
    const element = this.#env.createAudio();
    this.#elements.set(stream, element);
    element.volume = this.view.get().volume;
    element.srcObject = stream;
    if (this.#sink !== "") void this.#setSink(element);
    void this.#play(element);
  }

  async #play(element: AudioSurface): Promise<void> {
    try {
      await element.play();
    } catch (error) {
      // AbortError: the element was stopped meanwhile. NotAllowedError: the person has to click first.
      if (nameOf(error) === "NotAllowedError") this.view.patch({ blocked: true });
    }
  }

  async #setSink(element: AudioSurface): Promise<void> {
    // A device that is gone: the default goes on playing.
    await element.setSinkId?.(this.#sink).catch(() => {});
  }
}

function isSound({ use }: Slot): boolean {
  return use === "stage-sound" || use === "floor-sound" || use === "interpretation";
}

function readVolume(env: Environment): number {
  const volume = Number(env.browser.get(VOLUME_KEY) ?? "1");
  return volume >= 0 && volume <= 1 ? volume : 1;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}
