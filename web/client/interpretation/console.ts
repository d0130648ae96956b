// The interpreter's console without its screen: what it shows, and what its controls do. Every lease and hand-over is
// named by the epoch of the latest message, so that what was decided on an old picture is refused by the server.

import type { Environment } from "../environment.ts";
import { CommandProblem } from "../model.ts";
import type { Command, InterpretationNotice, WantSound } from "../protocol.ts";
import { createStore, Signal, type WritableStore } from "../store.ts";
import {
  blockedBy,
  boothView,
  channelView,
  type Lookup,
  microphoneOf,
  partnerOf,
  presetsOf,
  seatView,
  sourceView,
  takeOverChannel,
} from "./console-view.ts";
import { boundMix, type InterpretationMemory } from "./memory.ts";
import type { BoothNotice, Console, ConsoleView, Mix, Monitored, OwnNotice, RelayPreset } from "./model.ts";
import { heldBy, type InterpretationState, seatOf } from "./state.ts";

/** Notices kept: what an interpreter who looks up after a speech can still read. */
const MAX_NOTICES = 20;
/** Steps of the meters in the view: finer ones are not seen and would draw the console anew all the time. */
const LEVEL_STEPS = 20;

type When = "now" | "soon" | "at";

/** What the console needs of the rest. */
export interface ConsoleContext {
  state(): InterpretationState;
  me(): string;
  nameOf(participant: string): string | undefined;
  time(at: string | undefined): number | undefined;
  /** In RFC 3339 by the server's clock, from own epoch ms. */
  serverTime(at: number): string;
  connected(): boolean;
  /** 0 … 1, of the own microphone. */
  ownLevel(): number;
  unprocessed(): boolean | undefined;
  command(command: Command): Promise<void>;
}

export class BoothConsole implements Console {
  readonly view: WritableStore<ConsoleView>;
  readonly notices = createStore<readonly BoothNotice[]>([]);
  /** The own track is to be silent, or no longer. */
  readonly onCough = new Signal<boolean>();
  /** What is worked from was chosen, and the server took it. */
  readonly onInput = new Signal<string>();
  /** The seat was given up. */
  readonly onStood = new Signal<void>();

  readonly #env: Environment;
  readonly #memory: InterpretationMemory;
  readonly #context: ConsoleContext;
  #mix: Mix;
  #monitor: Monitored = { from: "none" };
  #given: Partial<Record<RelayPreset["key"], string>> = {};
  #coughing = false;
  #talking = false;
  #noticeKey = 0;

  constructor(env: Environment, memory: InterpretationMemory, context: ConsoleContext) {
    this.#env = env;
    this.#memory = memory;
    this.#context = context;
    this.#mix = memory.mix;
    this.view = createStore<ConsoleView>(this.#viewNow());
  }

  // ---- Readiness and direction ----

  check(done: { devices: boolean; headphones: boolean; level: boolean }): Promise<void> {
    return this.#command({ type: "check-seat", ...done });
  }

  setOutput(language: string): Promise<void> {
    return this.#command({ type: "set-output", language, epoch: this.#held()?.epoch ?? 0 });
  }

  swapOutput(): Promise<void> {
    const mine = this.#mine();
    const other = mine?.booth.outputs.find((language) => language !== mine.seat.output);
    if (other === undefined)
      return Promise.reject(new CommandProblem("direction-lacks", "This booth has one direction only"));
    return this.setOutput(other);
  }

  async setInput(input: string): Promise<void> {
    await this.#command({ type: "set-input", input });
    this.onInput.emit(input);
  }

  setPreset(key: RelayPreset["key"], channel: string): void {
    this.#memory.remember({ presets: { ...this.#memory.choices.presets, [key]: channel } });
    this.update();
  }

  // ---- The microphone ----

  openMicrophone(): Promise<void> {
    return this.#command({ type: "open-microphone", epoch: this.#outputEpoch() });
  }

  closeMicrophone(): Promise<void> {
    return this.#command({ type: "close-microphone", epoch: this.#held()?.epoch ?? 0 });
  }

  cough(on: boolean): void {
    if (on === this.#coughing) return;
    this.#coughing = on;
    // The own track first: what is under way to the server is stopped by its gate, what is not said yet by this.
    this.onCough.emit(on);
    const held = this.#held();
    // Off air there is no gate to close. A refusal means that the lease is gone, and with it what the key was for.
    if (held !== undefined) this.#sayCough(on, held.epoch);
  }

  #sayCough(on: boolean, epoch: number): void {
    void this.#command({ type: "cough", on, epoch }).catch(() => {});
  }

  talkToFloor(on: boolean): void {
    if (on === this.#talking) return;
    this.#talking = on;
    this.#sayTalk(on);
  }

  /** A refusal shows as it is: the seat does not become `talking`. */
  #sayTalk(on: boolean): void {
    void this.#command({ type: "talk-to-floor", on }).catch(() => {});
  }

  // ---- Hand-over ----

  offer(to?: string): Promise<void> {
    return this.#command({ type: "hand-over", action: "offer", epoch: 0, ...(to ? { to } : {}) });
  }

  request(when: When, at?: number, to?: string): Promise<void> {
    return this.#command({
      type: "hand-over",
      action: "request",
      epoch: 0,
      when,
      ...(at === undefined ? {} : { at: this.#context.serverTime(at) }),
      ...(to ? { to } : {}),
    });
  }

  accept(): Promise<void> {
    return this.#handOver("accept");
  }

  decline(): Promise<void> {
    return this.#handOver("decline");
  }

  cancel(): Promise<void> {
    return this.#handOver("cancel");
  }

  switchOver(): Promise<void> {
    return this.#handOver("switch");
  }

  takeOver(): Promise<void> {
    const mine = this.#mine();
    // Where nothing may be taken the server says why, of the own output.
    const channel =
      (mine && takeOverChannel(this.#context.state(), mine.booth, mine.seat)) ?? mine?.seat.output ?? "";
    return this.#command({ type: "take-over", channel, epoch: this.#epochOf(channel) });
  }

  #handOver(action: "accept" | "decline" | "cancel" | "switch"): Promise<void> {
    const epoch = this.#mine()?.booth.handover.epoch ?? 0;
    return this.#command({ type: "hand-over", action, epoch });
  }

  // ---- Signals and settings ----

  setShift(minutes: 0 | 10 | 15 | 20 | 30): Promise<void> {
    return this.#command({ type: "set-shift", minutes });
  }

  setFloorLanguage(language: string): Promise<void> {
    return this.#command({ type: "set-floor-language", language });
  }

  setUninterpretable(on: boolean): Promise<void> {
    return this.#command({ type: "uninterpretable", on });
  }

  slowDown(): Promise<void> {
    return this.#command({ type: "slow-down" });
  }

  soundInadequate(): Promise<void> {
    return this.#command({ type: "sound-inadequate" });
  }

  callTechnician(): Promise<void> {
    return this.#command({ type: "call-technician" });
  }

  setMonitor(monitored: Monitored): void {
    this.#monitor = monitored;
    this.update();
  }

  setMix(mix: Partial<Mix>): void {
    this.#mix = boundMix({ ...this.#mix, ...mix });
    this.#memory.rememberMix(this.#mix);
    this.update();
  }

  sit(booth: string, seat: number, understands: readonly string[]): Promise<void> {
    return this.#command({ type: "sit", booth, seat, understands: [...understands] });
  }

  async stand(): Promise<void> {
    await this.#command({ type: "stand" });
    this.onStood.emit();
  }

  addTerm(term: Parameters<Console["addTerm"]>[0]): Promise<void> {
    return this.#command({ type: "add-term", ...term });
  }

  removeTerm(key: string): Promise<void> {
    return this.#command({ type: "remove-term", key });
  }

  arrange(booths: Parameters<Console["arrange"]>[0], rehearsal: boolean, lowWhenOff: boolean): Promise<void> {
    return this.#command({ type: "arrange-interpretation", booths: [...booths], rehearsal, lowWhenOff });
  }

  // ---- What happens ----

  /**
   * A new connection. Mostly the server has closed the microphone, and no key counts as held any more; where only the
   * WebSocket was renewed all goes on, and what a key said meanwhile may have been lost.
   */
  welcomed(): void {
    const held = this.#held();
    const seat = this.#mine()?.seat;
    if (held !== undefined && this.#coughing !== (seat?.state === "COUGH"))
      this.#sayCough(this.#coughing, held.epoch);
    if (this.#coughing && held === undefined) {
      this.#coughing = false;
      this.onCough.emit(false);
    }
    if (seat?.talking && !this.#talking) this.#sayTalk(false);
    this.#talking &&= seat?.talking ?? false;
    this.update();
  }

  notified(notice: InterpretationNotice | OwnNotice): void {
    const one: BoothNotice = {
      ...notice,
      key: ++this.#noticeKey,
      name: this.#context.nameOf(notice.participant ?? "") ?? "",
      at: this.#env.clock.now(),
    };
    this.notices.set([one, ...this.notices.get()].slice(0, MAX_NOTICES));
  }

  /** Something that the view is made of has changed. */
  update(): void {
    const before = this.view.get();
    const next = this.#viewNow();
    if (JSON.stringify(next) !== JSON.stringify(before)) this.view.set(next);
  }

  /** What the two booth-sound lines are to carry, by their mids. */
  wantSounds(partner: string, monitor: string): WantSound[] {
    const colleague = partnerOf(this.#mine());
    const monitored = this.#monitor;
    return [
      { mid: partner, ...(colleague === "" ? {} : { participant: colleague }) },
      {
        mid: monitor,
        ...(monitored.from === "channel" ? { channel: monitored.channel } : {}),
        ...(monitored.from === "floor" ? { stage: true } : {}),
      },
    ];
  }

  #mine() {
    return seatOf(this.#context.state(), this.#context.me());
  }

  #held() {
    return heldBy(this.#context.state().channels, this.#context.me());
  }

  /** 0 without an output: the server then says what is missing. */
  #outputEpoch(): number {
    return this.#epochOf(this.#mine()?.seat.output);
  }

  #epochOf(channel: string | undefined): number {
    return this.#context.state().channels.find(({ language }) => language === channel)?.epoch ?? 0;
  }

  #command(command: Command): Promise<void> {
    return this.#context.command(command);
  }

  // ---- The view ----

  #lookup(): Lookup {
    const { me, nameOf, time, state, ownLevel } = this.#context;
    const own = me();
    const { levels } = state();
    const level = (participant: string) =>
      participant === own ? ownLevel() : (levels.get(participant) ?? 0);
    return {
      me: own,
      nameOf: (participant) => nameOf(participant) ?? "",
      time,
      levelOf: (participant) => Math.round(level(participant) * LEVEL_STEPS) / LEVEL_STEPS,
    };
  }

  #viewNow(): ConsoleView {
    const state = this.#context.state();
    const lookup = this.#lookup();
    const mine = seatOf(state, lookup.me);
    const connected = this.#context.connected();
    const microphone = microphoneOf(mine?.seat, connected);
    const blocked = microphone === "closed" ? blockedBy(state, mine?.seat, connected) : undefined;
    const unprocessed = this.#context.unprocessed();
    const presets = presetsOf(state, mine, this.#memory.choices.presets ?? {}, this.#given);
    this.#given = Object.fromEntries(presets.map(({ key, channel }) => [key, channel]));
    return {
      ...(mine === undefined
        ? {}
        : { booth: boothView(state, mine.booth, lookup), me: seatView(mine.seat, lookup) }),
      microphone,
      ...(blocked === undefined ? {} : { blocked }),
      ...(unprocessed === undefined ? {} : { unprocessed }),
      channels: state.channels.map((channel) => channelView(channel, lookup)),
      booths: state.booths.map((booth) => boothView(state, booth, lookup)),
      floorListeners: state.listening,
      onFloor: state.listeners ?? [],
      floorLanguage: state.floorLanguage,
      presets,
      monitor: this.#monitor,
      mix: this.#mix,
      sources: [...state.sources.values()].map((source) => sourceView(source, lookup)),
      glossary: state.glossary,
      rehearsal: state.rehearsal,
    };
  }
}
