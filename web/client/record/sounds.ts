// What was said, played: the sound behind a segment of the record, one at a time.

import type { Download } from "../api.ts";
import { CommandProblem, type PlayedView, type SegmentSounds } from "../model.ts";
import { createStore } from "../store.ts";

/** Plays one sound at a time. */
export interface Playback {
  /** Resolves when it has begun, rejects where the browser cannot play it; `ended` once, unless it is stopped before. */
  play(sound: Blob, speaker: string, ended: () => void): Promise<void>;
  stop(): void;
}

const SILENT: PlayedView = { segment: "", state: "idle" };

export class SegmentPlayer implements SegmentSounds {
  readonly view = createStore<PlayedView>(SILENT);

  readonly #get: (segment: string) => Promise<Blob>;
  readonly #playback: Playback;
  readonly #speaker: () => string;
  /** What comes of an earlier press is nobody's any more. */
  #turn = 0;

  constructor(get: (segment: string) => Promise<Blob>, playback: Playback, speaker = () => "") {
    this.#get = get;
    this.#playback = playback;
    this.#speaker = speaker;
  }

  toggle(segment: string): void {
    const { segment: now, state } = this.view.get();
    const again = now === segment && (state === "loading" || state === "playing");
    this.stop();
    if (!again) void this.#play(segment);
  }

  stop(): void {
    this.#turn++;
    this.#playback.stop();
    this.view.set(SILENT);
  }

  async #play(segment: string): Promise<void> {
    const mine = ++this.#turn;
    const still = () => mine === this.#turn;
    this.view.set({ segment, state: "loading" });
    try {
      const sound = await this.#get(segment);
      if (!still()) return;
      await this.#playback.play(sound, this.#speaker(), () => still() && this.view.set(SILENT));
      if (still() && this.view.get().state === "loading") this.view.set({ segment, state: "playing" });
    } catch (error) {
      if (!still()) return;
      const problem =
        error instanceof CommandProblem ? error : new CommandProblem("sound-unplayable", String(error));
      this.view.set({ segment, state: "failed", problem });
    }
  }
}

/** Gets segments' sounds with a token. */
export function createSounds(meeting: string, token: string, download: Download) {
  const base = `/meetings/${encodeURIComponent(meeting)}/segments`;
  return async (segment: string): Promise<Blob> =>
    (await download(token, `${base}/${encodeURIComponent(segment)}/sound`)).blob;
}
