// The own microphone's quality, measured before it is encoded.

import type { Environment } from "../environment.ts";
import type { SourceMeasure } from "../model.ts";
import { Scope } from "../scope.ts";
import { createStore, shallowEqual } from "../store.ts";
import { SourceQuality } from "./source-quality.ts";

/** Frames a second are 1000 / this: enough to meet every syllable, and a spectrum each. */
const FRAME_MS = 100;
/** The view changes at most this often, in frames. */
const SHOWN_EVERY = 5;
/** Samples of a frame: 43 ms at 48 kHz, lines 23 Hz apart. */
const WINDOW = 2048;

export class SourceMeter {
  /** Undefined without a microphone. */
  readonly measure = createStore<SourceMeasure | undefined>(undefined);

  readonly #env: Environment;
  readonly #context: () => AudioContext;
  #scope = new Scope();
  #quality = new SourceQuality();

  constructor(env: Environment, context: () => AudioContext) {
    this.#env = env;
    this.#context = context;
  }

  /** Measures that track from now on; undefined: nothing. */
  follow(track: MediaStreamTrack | undefined): void {
    this.#scope.end();
    this.#scope = new Scope();
    this.#quality = new SourceQuality();
    this.measure.set(undefined);
    if (track === undefined) return;
    const context = this.#context();
    const source = context.createMediaStreamSource(this.#env.createStream([track]));
    const analyser = context.createAnalyser();
    analyser.fftSize = WINDOW;
    analyser.smoothingTimeConstant = 0;
    source.connect(analyser);
    this.#scope.add(() => source.disconnect());
    const samples = new Float32Array(WINDOW);
    const spectrum = new Float32Array(analyser.frequencyBinCount);
    let frames = 0;
    this.#scope.add(
      this.#env.clock.every(FRAME_MS, () => {
        // Switched off it says nothing of the microphone.
        if (!track.enabled || context.state !== "running") return;
        analyser.getFloatTimeDomainData(samples);
        analyser.getFloatFrequencyData(spectrum);
        this.#quality.add(samples, spectrum, context.sampleRate / WINDOW);
        if (++frames % SHOWN_EVERY === 0) this.#show();
      }),
    );
  }

  /** Whether something was said within so many ms. */
  spokeWithin(ms: number): boolean {
    return this.#quality.spokeIn(Math.ceil(ms / FRAME_MS));
  }

  dispose(): void {
    this.#scope.end();
  }

  #show(): void {
    const next = this.#quality.measure();
    const before = this.measure.get();
    if (before === undefined || !shallowEqual(next, before)) this.measure.set(next);
  }
}
