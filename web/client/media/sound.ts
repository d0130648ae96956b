// Everything that is heard. It goes through Web Audio, since only there is gain a gain everywhere (element volume is
// not obeyed on iOS), ramps have no steps, and a limiter can stand before the ear.
//
// What that means for echo. The standard leaves to the browser what echoCancellation: true takes out: at least what
// comes from peers, better all that the system plays (Media Capture and Streams, "echoCancellation").
// - Chromium, on desktops: the audio service takes out everything that the browser plays to one output device, Web
//   Audio included (media/base/media_switches.cc, kChromeWideEchoCancellation, on by default; media_options.gni: Windows,
//   macOS, Linux). Which device that is says whatever plays a connection's sound: WebRtcAudioRenderer calls
//   SetOutputDeviceForAec when it starts and when it is moved (webrtc_audio_renderer.cc), an AudioContext does not. Here
//   that is the muted elements, so they follow the context to its device (graph.ts).
// - Chromium on Android has no such service: the telephone's own canceller does it.
// - Firefox takes the output of the page's graph, elements and contexts alike, on the device that has sound, chosen or
//   not (MediaTrackGraph.cpp, SelectOutputDeviceForAEC; bug 1849108).
// - Safari captures through the system's voice processing unit (WebKit, CoreAudioCaptureUnit), which is Apple's.
//
// Lips and voice: the browser delays sound and picture of one MediaStream (stage) against each other where they are
// received, before either gets here. The graph adds a buffer and the limiter's 5 ms to the sound: far within
// −45/+125 ms.

import type { Environment } from "../environment.ts";
import type { Sound, SoundView } from "../model.ts";
import { Scope } from "../scope.ts";
import { createStore, Signal } from "../store.ts";
import { MinuteMean } from "./graph/exposure.ts";
import { AudioGraph, type Bus } from "./graph/graph.ts";
import { createCompressor, createLimiter, type LimiterNode } from "./graph/limiter.ts";
import { type Gains, mixOf } from "./graph/mix.ts";
import type { Slot, SlotRegistry } from "./slots.ts";

const VOLUME_KEY = "cumbre:volume";
/** A context that may run needs this long to start, ms; one that does not run then waits for a click. */
const START_MS = 500;
/** The mean of the last minute has a new second so often, ms. */
const SECOND_MS = 1000;

/** Before anything is known: the floor. */
const FLOOR: Gains = mixOf({
  who: "listener",
  sound: "floor",
  arrived: true,
  silent: false,
  originalDb: 0,
  lowWhenOff: false,
  monitor: 0,
  chosen: false,
});

export class SoundOutput implements Sound {
  readonly view;
  /** What the limiter takes off, dB ≤ 0, up to ten times a second while it does. */
  readonly onReduction = new Signal<number>();

  /** The limiter is there. */
  readonly onLimiter = new Signal<LimiterNode["kind"]>();
  /** What runs in the audio thread has failed; the sound goes on without it. */
  readonly onSimplified = new Signal<void>();
  /** The device that was chosen does not play; the sound goes on where it was (id, "" the default). */
  readonly onSinkFailed = new Signal<string>();

  readonly #env: Environment;
  readonly #scope = new Scope();
  readonly #audioContext: () => AudioContext;
  #graph: AudioGraph | undefined;
  #context: AudioContext | undefined;
  #gains = FLOOR;
  #tone = { bass: 0, treble: 0 };
  #sources: ReadonlyMap<MediaStream, Bus> = new Map();
  /** The device that was chosen, and the one that plays. */
  #sink = "";
  #playsOn = "";
  #simple = false;
  readonly #minute = new MinuteMean();
  #heard = 0;
  #playing = false;
  #check: (() => void) | undefined;

  /** `audioContext`: the page's one, woken. */
  constructor(env: Environment, slots: SlotRegistry, audioContext: () => AudioContext) {
    this.#env = env;
    this.#audioContext = audioContext;
    this.view = createStore<SoundView>({
      blocked: false,
      volume: readVolume(env),
      minuteMean: Number.NEGATIVE_INFINITY,
      tooLoud: false,
    });
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
    if (this.#graph !== undefined) await this.#move(this.#graph, id);
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
    this.#sources = streams;
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
    this.#scope.add(clock.every(SECOND_MS, () => this.#second()));
    return this.#graphWith(context, createLimiter(context, limiterModule, clock));
  }

  #graphWith(context: AudioContext, limiter: Promise<LimiterNode>): AudioGraph {
    void limiter.then(({ kind }) => this.onLimiter.emit(kind));
    const graph = new AudioGraph(
      {
        context,
        clock: this.#env.clock,
        limiter,
        createAudio: () => this.#env.createAudio(),
        listener: {
          reduced: (db) => this.onReduction.emit(db),
          heard: (meanSquare) => {
            this.#heard += meanSquare;
          },
          failed: () => this.#simplify(context),
        },
      },
      this.view.get().volume,
    );
    graph.setGains(this.#gains);
    graph.setTone(this.#tone.bass, this.#tone.treble);
    if (this.#sink !== "") void this.#move(graph, this.#sink);
    return graph;
  }

  /** A processor that threw is silent for ever: all is made anew from the nodes that every browser has, once. */
  #simplify(context: AudioContext): void {
    if (this.#simple) return;
    this.#simple = true;
    this.#graph?.dispose();
    this.#graph = this.#graphWith(context, Promise.resolve(createCompressor(context, this.#env.clock)));
    this.#graph.setSources(this.#sources);
    this.onSimplified.emit();
  }

  async #move(graph: AudioGraph, id: string): Promise<void> {
    const moved = await graph.setSink(id);
    // Another was chosen meanwhile, or the graph was made anew: that one says.
    if (id !== this.#sink || graph !== this.#graph) return;
    if (moved) {
      this.#playsOn = id;
      return;
    }
    this.#sink = this.#playsOn;
    this.onSinkFailed.emit(this.#playsOn);
  }

  /** What the limiter tells comes once a second by the audio's clock, which stands still while nothing plays. */
  #second(): void {
    this.#minute.add(this.#heard);
    this.#heard = 0;
    this.view.patch({ minuteMean: Math.round(this.#minute.level), tooLoud: this.#minute.tooLoud });
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
