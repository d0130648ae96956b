// The own microphone's level, for the meter.

import type { Environment } from "../environment.ts";
import { Scope } from "../scope.ts";
import { createStore } from "../store.ts";

/** Readings a second are 1000 / this. Fewer look like stutter, more only cost. */
const INTERVAL_MS = 66;
/** Samples of one reading: 2048 at 48 kHz are 43 ms, a syllable's length. */
const WINDOW = 2048;
/** dB full scale shown as empty and as full: quiet room to loud voice. */
const FLOOR_DB = -60;
const CEILING_DB = -10;
/** How much of the former reading stays when it gets quieter: the eye follows a falling bar better. */
const FALL = 0.7;

export class LevelMeter {
  readonly level = createStore(0);
  readonly #env: Environment;
  readonly #context: () => AudioContext;
  #scope = new Scope();

  constructor(env: Environment, context: () => AudioContext) {
    this.#env = env;
    this.#context = context;
  }

  /** Measures that track from now on; undefined: nothing. */
  measure(track: MediaStreamTrack | undefined): void {
    this.#scope.end();
    this.#scope = new Scope();
    this.level.set(0);
    if (track === undefined) return;
    const context = this.#context();
    const source = context.createMediaStreamSource(this.#env.createStream([track]));
    const analyser = context.createAnalyser();
    analyser.fftSize = WINDOW;
    source.connect(analyser);
    this.#scope.add(() => source.disconnect());
    const samples = new Float32Array(WINDOW);
    this.#scope.add(
      this.#env.clock.every(INTERVAL_MS, () => {
        analyser.getFloatTimeDomainData(samples);
        const now = levelOf(samples);
        this.level.set(Math.max(now, this.level.get() * FALL > 0.01 ? this.level.get() * FALL : 0));
      }),
    );
  }

  dispose(): void {
    this.#scope.end();
  }
}

/** Loudness 0 … 1 of samples in −1 … 1, on a scale of decibels. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const db = 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-12);
  return Math.min(1, Math.max(0, (db - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
}
