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
import type { LimiterListener, LimiterNode } from "./limiter.ts";
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
/**
 * A device is waited for so long, ms: a Bluetooth headset takes a second or two to wake. Meanwhile nothing is heard;
 * longer would cost a sentence where a driver hangs.
 */
const SINK_DEADLINE_MS = 3000;

export interface GraphParts {
  readonly context: AudioContext;
  readonly clock: Clock;
  readonly limiter: Promise<LimiterNode>;
  createAudio(): AudioSurface;
  /** Told by the limiter, and by all else that runs in the audio thread. */
  readonly listener: LimiterListener;
}

interface Source {
  readonly node: MediaStreamAudioSourceNode;
  readonly element: AudioSurface;
  readonly bus: Bus;
}

/** An element behind the graph, which can choose a device. */
interface Detour {
  readonly node: MediaStreamAudioDestinationNode;
  readonly element: AudioSurface;
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
  #detour: Detour | undefined;
  /** The sound goes that way. */
  #detoured = false;
  /** Where it plays. */
  #sink = "";
  #moves = 0;
  /** On its way to another device: nothing is heard on the one before. */
  #moving = false;

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
    this.#open(HAND_MS);
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
    if (this.#detour !== undefined && this.#detoured) elements.push(this.#detour.element);
    await Promise.all(elements.map((element) => element.play().catch(() => {})));
  }

  /**
   * Plays on that device from now on ("" the default), with a fade around the change. False: the device is gone, or did
   * not answer in time, and what there is goes on playing where it was.
   */
  async setSink(id: string): Promise<boolean> {
    const { clock } = this.#parts;
    const move = ++this.#moves;
    // The latest choice is the one that fades in again.
    const isLatest = () => move === this.#moves;
    this.#moving = true;
    this.#volume.go(0, SINK_MS, this.#context.currentTime);
    await new Promise<void>((resolve) => {
      this.#scope.add(clock.after(2 * SINK_MS, resolve));
    });
    if (!isLatest()) return true;
    const moved = await this.#inTime((isWanted) => this.#moveTo(id, () => isWanted() && isLatest()));
    if (isLatest()) {
      this.#moving = false;
      this.#open(SINK_MS);
    }
    return moved;
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
    limiter.output.connect(this.#detoured && this.#detour ? this.#detour.node : this.#context.destination);
    this.#scope.add(limiter.watch(this.#parts.listener));
    this.#open(SINK_MS);
  }

  /** To the volume that was chosen, where it may be heard. */
  #open(ms: number): void {
    if (this.#limiter === undefined || this.#moving) return;
    this.#volume.go(this.#level, ms, this.#context.currentTime);
  }

  /** Whether something is done before the deadline; it is told when it is not wanted any more. */
  #inTime(run: (isWanted: () => boolean) => Promise<void>): Promise<boolean> {
    return new Promise((resolve) => {
      let open = true;
      const settle = (done: boolean) => {
        open = false;
        cancel();
        resolve(done);
      };
      const cancel = this.#scope.add(this.#parts.clock.after(SINK_DEADLINE_MS, () => settle(false)));
      run(() => open).then(
        () => settle(true),
        () => settle(false),
      );
    });
  }

  /** Chromium's contexts choose their device; elsewhere only elements do, so the sound goes through one. */
  async #moveTo(id: string, isWanted: () => boolean): Promise<void> {
    const context = this.#context as AudioContext & { setSinkId?: (id: string) => Promise<void> };
    if (context.setSinkId !== undefined) {
      await context.setSinkId(id);
      this.#sink = id;
      for (const { element } of this.#sources.values()) this.#follow(element);
      return;
    }
    this.#detour ??= this.#makeDetour(id);
    // Safari on phones and Firefox for Android: the system decides.
    if (this.#detour === undefined) return;
    await this.#detour.element.setSinkId?.(id);
    // Only now that the device is there: before, what there is goes on playing.
    if (isWanted()) this.#take(this.#detour);
  }

  #makeDetour(id: string): Detour | undefined {
    const element = this.#parts.createAudio();
    if (element.setSinkId === undefined || id === "") return undefined;
    const node = this.#context.createMediaStreamDestination();
    element.srcObject = node.stream;
    return { node, element };
  }

  #take({ node, element }: Detour): void {
    if (!this.#detoured) {
      this.#limiter?.output.disconnect();
      this.#limiter?.output.connect(node);
    }
    this.#detoured = true;
    // Where the browser wants a click first, play() is called in it.
    element.play().catch(() => {});
  }

  // ---- Ways in ----

  #start(stream: MediaStream, bus: Bus): Source {
    // Chromium pulls remote sound out of a connection only for an element that plays it (bug 121673), muted as well.
    const element = this.#parts.createAudio();
    element.muted = true;
    element.srcObject = stream;
    if (this.#sink !== "") this.#follow(element);
    element.play().catch(() => {});
    const node = this.#context.createMediaStreamSource(stream);
    node.connect(this.#buses[bus]);
    return { node, element, bus };
  }

  /** Though muted, it must be where the sound is: Chromium takes its device as the echo's (see sound.ts). */
  #follow(element: AudioSurface): void {
    element.setSinkId?.(this.#sink).catch(() => {});
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
