// Everything heard from others, in one AudioContext:
//
//   floor ───┐
//   channel ─┴─ bass, treble ─┐
//   partner ──────────────────┼─ volume ─ limiter ─ loudspeaker
//   monitor ──────────────────┘
//
// The gains of the four buses and the volume are faders in the audio thread where the browser has worklets, else
// scheduled ramps of gain nodes.

import type { AudioSurface, Clock } from "../../environment.ts";
import { Scope } from "../../scope.ts";
import type { LimiterNode } from "./limiter.ts";
import type { Gains } from "./mix.ts";
import { Ramp } from "./ramp.ts";

export type Bus = keyof Gains;
const BUSES = ["floor", "channel", "partner", "monitor"] as const;

/** Corner frequencies of the tone controls, Hz: those of an interpreter's desk, below and above the formants. */
const BASS_HZ = 200;
const TREBLE_HZ = 4000;
/** Changes of volume and tone by hand, ms: a slider sends many. */
const HAND_MS = 50;
/** Before another device is taken, the sound fades out for so long, ms, and in again after it. */
const SINK_MS = 40;

export interface GraphParts {
  readonly context: AudioContext;
  readonly clock: Clock;
  readonly limiter: Promise<LimiterNode>;
  createAudio(): AudioSurface;
  /** What the limiter takes off now, dB ≤ 0. */
  onReduction(db: number): void;
}

interface Source {
  readonly node: MediaStreamAudioSourceNode;
  readonly element: AudioSurface;
  readonly bus: Bus;
}

/** What moves a gain: a ramp of a parameter, or a fader. */
interface Gain {
  readonly target: number;
  go(value: number, ms: number, now: number): void;
}

export class AudioGraph {
  readonly #parts: GraphParts;
  readonly #context: AudioContext;
  readonly #scope = new Scope();
  readonly #buses: Record<Bus, GainNode>;
  readonly #after: Record<Bus, AudioNode>;
  readonly #gains: Record<Bus, Gain>;
  readonly #tone: Record<"bass" | "treble", Ramp>;
  #volume: Gain;
  readonly #master: GainNode;
  readonly #sources = new Map<MediaStream, Source>();
  #limiter: LimiterNode | undefined;
  #level: number;
  /** The way to a device where the context cannot choose one. */
  #detour: { readonly node: MediaStreamAudioDestinationNode; readonly element: AudioSurface } | undefined;

  constructor(parts: GraphParts, volume: number) {
    const { context } = parts;
    this.#parts = parts;
    this.#context = context;
    this.#level = volume;
    const bass = filter(context, "lowshelf", BASS_HZ);
    const treble = filter(context, "highshelf", TREBLE_HZ);
    this.#master = context.createGain();
    this.#volume = new Ramp(this.#master.gain, 0);
    this.#tone = { bass: new Ramp(bass.gain, 0), treble: new Ramp(treble.gain, 0) };
    const bus = () => context.createGain();
    this.#buses = { floor: bus(), channel: bus(), partner: bus(), monitor: bus() };
    this.#gains = {
      floor: new Ramp(this.#buses.floor.gain, 0),
      channel: new Ramp(this.#buses.channel.gain, 0),
      partner: new Ramp(this.#buses.partner.gain, 0),
      monitor: new Ramp(this.#buses.monitor.gain, 0),
    };
    this.#after = { floor: bass, channel: bass, partner: this.#master, monitor: this.#master };
    for (const bus of BUSES) this.#buses[bus].connect(this.#after[bus]);
    bass.connect(treble).connect(this.#master);
    void parts.limiter.then((limiter) => this.#protect(limiter));
  }

  setGains(gains: Gains): void {
    for (const bus of BUSES) {
      this.#gains[bus].go(gains[bus].to, gains[bus].ms, this.#context.currentTime);
    }
  }

  /** 0 … 1 */
  setVolume(volume: number): void {
    this.#level = volume;
    if (this.#limiter !== undefined) this.#volume.go(volume, HAND_MS, this.#context.currentTime);
  }

  /** dB each. */
  setTone(bass: number, treble: number): void {
    this.#tone.bass.go(bass, HAND_MS, this.#context.currentTime);
    this.#tone.treble.go(treble, HAND_MS, this.#context.currentTime);
  }

  /** The streams that there are, and where each goes. */
  setSources(streams: ReadonlyMap<MediaStream, Bus>): void {
    for (const [stream, source] of this.#sources) {
      if (streams.get(stream) === source.bus) continue;
      stop(source);
      this.#sources.delete(stream);
    }
    for (const [stream, bus] of streams) {
      if (!this.#sources.has(stream)) this.#sources.set(stream, this.#start(stream, bus));
    }
  }

  /** Starts what did not start by itself. Call it from a click. */
  async play(): Promise<void> {
    // It never resolves where the browser does not allow it.
    this.#context.resume().catch(() => {});
    const elements = [...this.#sources.values()].map(({ element }) => element);
    if (this.#detour !== undefined) elements.push(this.#detour.element);
    await Promise.all(elements.map((element) => element.play().catch(() => {})));
  }

  /** Plays on that device from now on ("" the default), with a fade around the change. */
  async setSink(id: string): Promise<void> {
    this.#volume.go(0, SINK_MS, this.#context.currentTime);
    await new Promise<void>((resolve) => {
      this.#scope.add(this.#parts.clock.after(2 * SINK_MS, resolve));
    });
    // A device that is gone: what there is goes on playing.
    await this.#moveTo(id).catch(() => {});
    if (this.#limiter !== undefined) this.#volume.go(this.#level, SINK_MS, this.#context.currentTime);
  }

  dispose(): void {
    this.#scope.end();
    this.setSources(new Map());
    this.#master.disconnect();
    this.#limiter?.output.disconnect();
    this.#detour?.element.pause();
    if (this.#detour !== undefined) this.#detour.element.srcObject = null;
  }

  // ---- The way out ----

  /** Nothing is heard before the limiter is there. */
  #protect(limiter: LimiterNode): void {
    if (this.#scope.ended) return;
    this.#limiter = limiter;
    const { fader } = limiter;
    if (fader === undefined) {
      this.#master.connect(limiter.input);
    } else {
      for (const bus of BUSES) {
        this.#gains[bus] = faded(this.#buses[bus], fader, this.#gains[bus].target, this.#after[bus]);
      }
      this.#volume = faded(this.#master, fader, 0, limiter.input);
    }
    limiter.output.connect(this.#detour?.node ?? this.#context.destination);
    this.#scope.add(limiter.watch((db) => this.#parts.onReduction(db)));
    this.#volume.go(this.#level, SINK_MS, this.#context.currentTime);
  }

  /** Chromium's contexts choose their device; elsewhere only elements do, so the sound goes through one. */
  async #moveTo(id: string): Promise<void> {
    const context = this.#context as AudioContext & { setSinkId?: (id: string) => Promise<void> };
    if (context.setSinkId !== undefined) return context.setSinkId(id);
    if (this.#detour === undefined) {
      const element = this.#parts.createAudio();
      // Safari on phones and Firefox for Android: the system decides.
      if (element.setSinkId === undefined || id === "") return;
      const node = this.#context.createMediaStreamDestination();
      element.srcObject = node.stream;
      this.#limiter?.output.disconnect();
      this.#limiter?.output.connect(node);
      this.#detour = { node, element };
    }
    await this.#detour.element.setSinkId?.(id);
    await this.#detour.element.play();
  }

  // ---- Ways in ----

  #start(stream: MediaStream, bus: Bus): Source {
    // Chromium pulls remote sound out of a connection only for an element that plays it (bug 121673), muted as well.
    const element = this.#parts.createAudio();
    element.muted = true;
    element.srcObject = stream;
    element.play().catch(() => {});
    const node = this.#context.createMediaStreamSource(stream);
    node.connect(this.#buses[bus]);
    return { node, element, bus };
  }
}

/** Puts a fader after a bus, which passes all on from then. Nothing is heard yet: it may step. */
function faded(
  bus: GainNode,
  fader: NonNullable<LimiterNode["fader"]>,
  value: number,
  next: AudioNode,
): Gain {
  const made = fader(value);
  let target = value;
  bus.disconnect();
  bus.gain.cancelScheduledValues(0);
  bus.gain.setValueAtTime(1, 0);
  bus.connect(made.node);
  made.node.connect(next);
  return {
    get target() {
      return target;
    },
    go(to, ms) {
      if (to === target) return;
      target = to;
      made.go(to, ms);
    },
  };
}

function stop({ node, element }: Source): void {
  node.disconnect();
  element.pause();
  element.srcObject = null;
}

function filter(context: AudioContext, type: BiquadFilterType, frequency: number): BiquadFilterNode {
  const node = context.createBiquadFilter();
  node.type = type;
  node.frequency.value = frequency;
  return node;
}
