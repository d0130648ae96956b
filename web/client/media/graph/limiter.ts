// The limiter as a part of the audio graph: in the audio thread, or where a browser cannot do that, the best of what
// Web Audio has.

import type { Clock } from "../../environment.ts";
import { type Cancel, Scope } from "../../scope.ts";
import { Signal } from "../../store.ts";
import { PowerMeter } from "./exposure.ts";

/** What the limiter tells. */
export interface LimiterListener {
  /** Each change of what it takes off, dB ≤ 0. */
  reduced(db: number): void;
  /** Once a second, the mean square of what has gone to the ear in it. */
  heard(meanSquare: number): void;
  /** A part in the audio thread has failed, and is silent from now on (Web Audio 1.1, "processorerror"). */
  failed(): void;
}

/** A place in the graph, and what it takes off. */
export interface LimiterNode {
  readonly kind: "worklet" | "compressor";
  readonly input: AudioNode;
  readonly output: AudioNode;
  watch(listener: LimiterListener): Cancel;
  /** A gain whose ramps run in the audio thread, where that is possible. */
  readonly fader?: (value: number) => Fader;
}

export interface Fader {
  readonly node: AudioNode;
  go(to: number, ms: number): void;
}

/** The names under which limiter.worklet.ts registers its two. */
const PROCESSOR = "cumbre-limiter";
const FADER = "cumbre-fader";

/**
 * Without AudioWorklet: threshold dB and ratio of a compressor that is as hard as the standard allows. It adds gain of
 * its own (Web Audio 1.1 section 1.19.4: 1/fullRangeGain^0.6), which is taken off after it.
 */
const THRESHOLD_DB = -6;
const RATIO = 20;
const FULL_RANGE_DB = THRESHOLD_DB - THRESHOLD_DB / RATIO;
const MAKEUP_DB = -0.6 * FULL_RANGE_DB;
/** The module is a small file of our own server; without it after this time, ms, sound begins with the compressor. */
const LOAD_MS = 3000;
/** How often the compressor's reduction is read, ms. */
const POLL_MS = 100;
/** Polls a second. */
const POLLS = 1000 / POLL_MS;
/** Samples that one poll measures: 43 ms of its 100 at 48 kHz. A minute has 600 polls; what they miss evens out. */
const SAMPLES = 2048;

/** Makes it. Never rejects: `module` is loaded where the browser can, and done without otherwise. */
export async function createLimiter(
  context: AudioContext,
  module: string,
  clock: Clock,
): Promise<LimiterNode> {
  try {
    await within(context.audioWorklet.addModule(module), clock);
    return worklet(context);
  } catch {
    return createCompressor(context, clock);
  }
}

function within(loaded: Promise<void>, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(LOAD_MS, () => reject(new Error("the limiter's module does not come")));
    loaded.then(resolve, reject).finally(cancel);
  });
}

function worklet(context: AudioContext): LimiterNode {
  const failure = new Signal<void>();
  const made = (name: string, processorOptions: object) => {
    // One voice comes as one channel and goes to both ears.
    const node = new AudioWorkletNode(context, name, {
      channelCount: 2,
      channelCountMode: "explicit",
      outputChannelCount: [2],
      processorOptions,
    });
    node.addEventListener("processorerror", () => failure.emit());
    return node;
  };
  const node = made(PROCESSOR, {});
  return {
    kind: "worklet",
    input: node,
    output: node,
    fader: (value) => {
      const fader = made(FADER, { value });
      return { node: fader, go: (to, ms) => fader.port.postMessage({ to, ms }) };
    },
    watch: (listener) => {
      const scope = new Scope();
      const told = ({ data }: MessageEvent<{ reduction?: number; heard?: number }>) => {
        if (data.reduction !== undefined) listener.reduced(data.reduction);
        if (data.heard !== undefined) listener.heard(data.heard);
      };
      node.port.addEventListener("message", told);
      node.port.start();
      scope.add(() => node.port.removeEventListener("message", told));
      scope.add(failure.on(() => listener.failed()));
      return () => scope.end();
    },
  };
}

/** The best of what Web Audio has without the audio thread. */
export function createCompressor(context: AudioContext, clock: Clock): LimiterNode {
  const node = context.createDynamicsCompressor();
  node.threshold.value = THRESHOLD_DB;
  node.ratio.value = RATIO;
  node.knee.value = 0;
  node.attack.value = 0.003;
  node.release.value = 0.25;
  const makeup = context.createGain();
  makeup.gain.value = 10 ** (-MAKEUP_DB / 20);
  // It passes on what it measures.
  const output = context.createAnalyser();
  output.fftSize = SAMPLES;
  node.connect(makeup).connect(output);
  return {
    kind: "compressor",
    input: node,
    output,
    watch: (listener) => poll(node, output, clock, listener),
  };
}

function poll(
  node: DynamicsCompressorNode,
  output: AnalyserNode,
  clock: Clock,
  listener: LimiterListener,
): Cancel {
  const power = new PowerMeter();
  const samples = new Float32Array(SAMPLES);
  let polls = 0;
  return clock.every(POLL_MS, () => {
    listener.reduced(Math.min(0, node.reduction));
    output.getFloatTimeDomainData(samples);
    power.add([samples]);
    if (++polls % POLLS === 0) listener.heard(power.take());
  });
}
