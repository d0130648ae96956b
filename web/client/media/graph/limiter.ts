// The limiter as a part of the audio graph: in the audio thread, or where a browser cannot do that, the best of what
// Web Audio has.

import type { Clock } from "../../environment.ts";
import type { Cancel } from "../../scope.ts";

/** A place in the graph, and what it takes off. */
export interface LimiterNode {
  readonly kind: "worklet" | "compressor";
  readonly input: AudioNode;
  readonly output: AudioNode;
  /** Calls with each change of the reduction, dB ≤ 0. */
  watch(listener: (db: number) => void): Cancel;
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

/** Makes it. Never rejects: `module` is loaded where the browser can, and done without otherwise. */
export async function createLimiter(
  context: AudioContext,
  module: string,
  clock: Clock,
): Promise<LimiterNode> {
  try {
    await within(context.audioWorklet.addModule(module), clock);
    // One voice comes as one channel and goes to both ears.
    const stereo = { channelCount: 2, channelCountMode: "explicit" } as const;
    return {
      ...worklet(new AudioWorkletNode(context, PROCESSOR, { ...stereo, outputChannelCount: [2] })),
      fader: (value) => {
        const node = new AudioWorkletNode(context, FADER, {
          ...stereo,
          outputChannelCount: [2],
          processorOptions: { value },
        });
        return { node, go: (to, ms) => node.port.postMessage({ to, ms }) };
      },
    };
  } catch {
    return compressor(context, clock);
  }
}

function within(loaded: Promise<void>, clock: Clock): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(LOAD_MS, () => reject(new Error("the limiter's module does not come")));
    loaded.then(resolve, reject).finally(cancel);
  });
}

function worklet(node: AudioWorkletNode): LimiterNode {
  return {
    kind: "worklet",
    input: node,
    output: node,
    watch: (listener) => {
      const told = ({ data }: MessageEvent<number>) => listener(data);
      node.port.addEventListener("message", told);
      node.port.start();
      return () => node.port.removeEventListener("message", told);
    },
  };
}

function compressor(context: AudioContext, clock: Clock): LimiterNode {
  const node = context.createDynamicsCompressor();
  node.threshold.value = THRESHOLD_DB;
  node.ratio.value = RATIO;
  node.knee.value = 0;
  node.attack.value = 0.003;
  node.release.value = 0.25;
  const output = context.createGain();
  output.gain.value = 10 ** (-MAKEUP_DB / 20);
  node.connect(output);
  return {
    kind: "compressor",
    input: node,
    output,
    watch: (listener) => clock.every(POLL_MS, () => listener(Math.min(0, node.reduction))),
  };
}
