// From what the server says to what is heard: which gains the four buses get, and whether anything comes at all.

import type { Environment } from "../environment.ts";
import { type BoothMix, type ListenerMix, mixOf } from "../media/graph/mix.ts";
import { atOrAfter } from "../media/reveal.ts";
import type { Slot, SlotRegistry } from "../media/slots.ts";
import type { SoundOutput } from "../media/sound.ts";
import type { Role, Seat } from "../protocol.ts";
import { type Cancel, Scope } from "../scope.ts";
import { partnerOf } from "./console-view.ts";
import type { InterpretationModel } from "./interpretation.ts";
import { seatOf } from "./state.ts";

/** Nothing for so long on an open channel is a broken path, ms: the server's own measure (LostAfter). */
const SILENT_MS = 2000;
/** How often that is looked at, ms. */
const LOOK_MS = 250;
/**
 * After another choice the line brings the old channel for a round trip and the jitter buffer. So long the new one is
 * waited for, ms; with the ramps a change then takes less than 300 ms in any case.
 */
const ARRIVES_MS = 180;
/** How often its arrival is looked at meanwhile, ms: a packet's length. */
const ARRIVAL_LOOK_MS = 20;
/** Changes within so long after a choice are that choice's, ms. */
const CHOSEN_MS = 1000;
/** The limiter's strongest reduction is shown for so long, ms. */
const LIMITING_MS = 1000;

export interface HearingContext {
  me(): string;
  role(): Role | undefined;
}

export class Hearing {
  readonly #env: Environment;
  readonly #slots: SlotRegistry;
  readonly #sound: SoundOutput;
  readonly #model: InterpretationModel;
  readonly #context: HearingContext;
  readonly #scope = new Scope();
  /** The channel that the line is to carry: "" none. */
  #wanted = "";
  #arrived = true;
  #waiting: Cancel | undefined;
  #chosenAt = Number.NEGATIVE_INFINITY;
  /** The last RTP time seen on the line, and when it was another before. */
  #rtpTime: number | undefined;
  #movedAt = 0;
  /** Whether this browser tells of packets at all. */
  #tells = false;
  #live = false;
  #silent = false;
  #reductions: { at: number; db: number }[] = [];

  constructor(
    env: Environment,
    slots: SlotRegistry,
    sound: SoundOutput,
    model: InterpretationModel,
    context: HearingContext,
  ) {
    this.#env = env;
    this.#slots = slots;
    this.#sound = sound;
    this.#model = model;
    this.#context = context;
    const update = () => this.update();
    this.#scope.add(model.listening.view.subscribe(update));
    this.#scope.add(model.console.view.subscribe(update));
    this.#scope.add(model.listening.onChosen.on(() => this.#chosen()));
    this.#scope.add(sound.onReduction.on((db) => this.#reductions.push({ at: env.clock.now(), db })));
    this.#scope.add(env.clock.every(LOOK_MS, () => this.#look()));
  }

  dispose(): void {
    this.#waiting?.();
    this.#scope.end();
  }

  /** Something that the mix depends on has changed. */
  update(): void {
    const wanted = this.#interprets ? relayOf(this.#seat()) : (this.#model.listening.channel?.language ?? "");
    if (wanted !== this.#wanted) this.#want(wanted);
    this.#follow();
    this.#apply();
  }

  #apply(): void {
    const { mix } = this.#model.console.view.get();
    this.#sound.setGains(mixOf(this.#interprets ? this.#boothMix() : this.#listenerMix()));
    this.#sound.setTone(this.#interprets ? mix : { bass: 0, treble: 0 });
  }

  /** With a seat or without: the server gives interpreters no listener's channel, so without one it is the floor. */
  get #interprets(): boolean {
    return this.#context.role() === "interpreter";
  }

  #seat(): Seat | undefined {
    return seatOf(this.#model.state.get(), this.#context.me())?.seat;
  }

  #channel() {
    return this.#model.state.get().channels.find(({ language }) => language === this.#wanted);
  }

  #listenerMix(): ListenerMix {
    const { mix, monitor } = this.#model.console.view.get();
    // What a technician listens to already is not played a second time: it would be heard as an echo.
    const doubles = monitor.from === "channel" && monitor.channel === this.#wanted;
    const monitors = this.#context.role() === "technician" && monitor.from !== "none" && !doubles;
    return {
      who: "listener",
      sound: this.#channel()?.sound ?? "floor",
      arrived: this.#arrived,
      silent: this.#silent,
      originalDb: this.#model.listening.view.get().originalLevel,
      lowWhenOff: this.#model.listening.view.get().lowWhenOff,
      monitor: monitors ? mix.monitor : 0,
      chosen: this.#env.clock.now() - this.#chosenAt < CHOSEN_MS,
    };
  }

  #boothMix(): BoothMix {
    const { mix } = this.#model.console.view.get();
    return {
      who: "interpreter",
      input: this.#wanted === "" ? "floor" : "channel",
      arrived: this.#arrived,
      silent: this.#silent,
      sound: this.#channel()?.sound ?? "OFF",
      armed: this.#seat()?.state === "ARMED",
      mix,
      monitorDoubles: this.#monitorDoubles(),
    };
  }

  /** The monitor has what is heard already: as the input, or as the partner's own microphone. */
  #monitorDoubles(): boolean {
    const { monitor, mix } = this.#model.console.view.get();
    const state = this.#model.state.get();
    if (monitor.from === "none") return true;
    if (monitor.from !== "channel") return this.#wanted === "";
    const holder = state.channels.find(({ language }) => language === monitor.channel)?.holder;
    const partner = partnerOf(seatOf(state, this.#context.me()));
    return monitor.channel === this.#wanted || (mix.partner > 0 && partner !== "" && holder === partner);
  }

  // ---- Another channel on the line ----

  #chosen(): void {
    this.#chosenAt = this.#env.clock.now();
    this.update();
  }

  #want(channel: string): void {
    this.#wanted = channel;
    this.#waiting?.();
    this.#waiting = undefined;
    this.#silent = false;
    this.#live = false;
    this.#arrived = channel === "" || this.#brings(channel);
    if (this.#arrived) return;
    const { clock } = this.#env;
    const began = clock.now();
    this.#waiting = clock.every(ARRIVAL_LOOK_MS, () => {
      if (!this.#brings(channel) && clock.now() - began < ARRIVES_MS) return;
      this.#waiting?.();
      this.#waiting = undefined;
      this.#arrived = true;
      this.#apply();
    });
  }

  /** Whether what is played from the line is that channel by now. */
  #brings(channel: string): boolean {
    const slot = this.#line();
    const announced = slot && this.#slots.announced(slot);
    if (slot === undefined || announced?.channel !== channel) return false;
    const time = timeOf(slot);
    return time !== undefined && atOrAfter(time, announced.rtpTime);
  }

  #line(): Slot | undefined {
    return this.#slots.of("interpretation")[0];
  }

  // ---- Whether anything comes ----

  #follow(): void {
    const sound = this.#channel()?.sound;
    const live = sound === "ON_AIR" || sound === "PAUSE";
    // From here on something must come.
    if (live && !this.#live) this.#movedAt = this.#env.clock.now();
    this.#live = live;
    if (!live) this.#silent = false;
  }

  #look(): void {
    const now = this.#env.clock.now();
    const line = this.#line();
    const time = line && timeOf(line);
    this.#tells ||= this.#slots.all.some((slot) => slot.use !== "picture" && timeOf(slot) !== undefined);
    if (time !== this.#rtpTime) this.#movedAt = now;
    this.#rtpTime = time;
    const silent = this.#live && this.#tells && now - this.#movedAt >= SILENT_MS;
    if (silent !== this.#silent) {
      this.#silent = silent;
      this.#apply();
    }
    this.#model.listening.setSilent(silent);
    this.#reductions = this.#reductions.filter(({ at }) => now - at < LIMITING_MS);
    const least = Math.min(0, ...this.#reductions.map(({ db }) => db));
    this.#model.listening.setLimiting(Math.round(least * 2) / 2);
  }
}

/** The channel that a seat works from; "" the floor. */
function relayOf(seat: Seat | undefined): string {
  return seat === undefined || seat.input === "floor" ? "" : seat.input;
}

/** RTP time of what was last played from a line. */
function timeOf({ receiver }: Slot): number | undefined {
  return receiver.getSynchronizationSources()[0]?.rtpTimestamp;
}
