// What views see of interpretation: the listener's choice and what it sounds like, and the interpreter's booth.

import type { Store } from "../model.ts";
import type { Booth, Channel, InterpretationNotice, NewBooth, SourceQuality, Term } from "../protocol.ts";

// ---- Listening (everybody) -------------------------------------------------------------------------------

/** `automatic`: one's own language, from the floor while it is spoken there and from its channel otherwise. */
export type ListenChoice =
  | { readonly to: "floor" }
  | { readonly to: "language"; readonly language: string }
  | { readonly to: "automatic"; readonly language: string };

/** The state of the channel that one listens to (interpretation.md, table of states). */
export type ListenerState = Channel["state"];

export interface ListeningView {
  /** Whether the meeting has channels at all. */
  readonly available: boolean;
  /** The voice channels that can be chosen, as the meeting lists them. */
  readonly languages: readonly string[];
  /** Sign languages that can be chosen, beside the sound. */
  readonly signs: readonly string[];
  readonly choice: ListenChoice;
  /** The sign language whose picture is always shown; "" none. */
  readonly sign: string;
  /** Language of the channel that is listened to; "" where it is the floor. */
  readonly channel: string;
  /** Of that channel; "floor" where none is chosen. */
  readonly state: ListenerState | "floor";
  /** What reaches the ear now: decides the words "interpretation", "original", "interpreter paused…". */
  readonly hears: "interpretation" | "original" | "silence";
  readonly floorLanguage: string;
  /** Interpreters between the floor and this channel: more than 1 is relay. */
  readonly hops: number;
  readonly rehearsal: boolean;
  /** The meeting keeps the original low while nobody interprets. */
  readonly lowWhenOff: boolean;
  /** Participant (id) who interprets now; "" nobody. */
  readonly interpreter: string;
  /** Level of the original under an interpretation, dB: 0 … −40, or −Infinity for none. Remembered. */
  readonly originalLevel: number;
  /** The strongest reduction of the limiter over the last second, dB ≤ 0. */
  readonly limiting: number;
}

export interface Listening {
  readonly view: Store<ListeningView>;
  choose(choice: ListenChoice): void;
  chooseSign(language: string): void;
  setOriginalLevel(db: number): void;
}

// ---- The booth (interpreters; technicians see all booths) ------------------------------------------------

export type SeatState = Booth["seats"][number]["state"];

export interface SeatView {
  readonly participant: string;
  readonly name: string;
  readonly number: number;
  readonly state: SeatState;
  readonly output: string;
  readonly input: string;
  readonly automatic: boolean;
  readonly hops: number;
  readonly talking: boolean;
  readonly isMe: boolean;
  /** 0 … 1, own microphone's included. */
  readonly level: number;
}

/** Where the console gets one of its sounds from. */
export type Monitored =
  | { readonly from: "none" | "floor" }
  | { readonly from: "channel"; readonly channel: string };

export interface Mix {
  /** 0 … 1.5: above 1 amplifies, the limiter holds. */
  readonly main: number;
  readonly partner: number;
  readonly monitor: number;
  /** −12 … +12 dB each. */
  readonly bass: number;
  readonly treble: number;
}

/** Milliseconds of the own clock. */
type Time = number;

export interface HandoverView {
  readonly state: "IDLE" | "OFFERED" | "REQUESTED" | "ARMED";
  readonly from: string;
  readonly to: string;
  /** What I may do now. */
  readonly mayOffer: boolean;
  readonly mayRequest: boolean;
  readonly mayAccept: boolean;
  readonly mayDecline: boolean;
  readonly mayCancel: boolean;
  readonly maySwitch: boolean;
  readonly mayTakeOver: boolean;
  /** The channel that would be taken over, where I may. */
  readonly takes?: string;
  readonly when?: "now" | "soon" | "at";
  readonly at?: Time;
  readonly due: boolean;
  readonly deadline?: Time;
}

export interface BoothView {
  readonly id: string;
  readonly name: string;
  readonly kind: "voice" | "sign";
  readonly outputs: readonly string[];
  readonly capacity: number;
  readonly seats: readonly SeatView[];
  readonly handover: HandoverView;
  readonly shift: {
    readonly minutes: number;
    readonly ends?: Time;
    readonly amber: boolean;
    readonly over: boolean;
  };
  readonly twoMicrophones: boolean;
}

export interface ChannelView {
  readonly language: string;
  readonly kind: "voice" | "sign";
  readonly holder: string;
  readonly holderName: string;
  readonly booth: string;
  readonly state: ListenerState;
  readonly hops: number;
  /** "FLOOR", "+" or "−", as consoles show it. */
  readonly relay: string;
  readonly relays: number;
  readonly listens: number;
  /** Participants (ids) who listen, for chair, organiser and technicians; viewers by WHEP are counted and not named. */
  readonly listeners: readonly string[];
}

/** One of the a, b, c presets: a relay channel. */
export interface RelayPreset {
  readonly key: "a" | "b" | "c";
  readonly channel: string;
  readonly hops: number;
  /** Nobody works into it now. */
  readonly silent: boolean;
}

export interface SpeakerQualityView extends Omit<SourceQuality, "type"> {
  readonly name: string;
  readonly judgement: "good" | "fair" | "poor" | "unknown";
}

export interface ConsoleView {
  /** Own booth; undefined: no seat (a technician, or before the welcome). */
  readonly booth?: BoothView;
  readonly me?: SeatView;
  /** What the microphone really does, as the server says. `lost`: it does not get my sound. */
  readonly microphone: "closed" | "open" | "cough" | "armed" | "lost";
  /** Why the microphone cannot be opened now: nothing, or what to do first. */
  readonly blocked?: "check" | "output" | "held" | "disconnected";
  /** The browser's processing is off, as getSettings() says; undefined: not known yet. */
  readonly unprocessed?: boolean;
  readonly channels: readonly ChannelView[];
  readonly booths: readonly BoothView[];
  /** Who hears the floor as it is. */
  readonly floorListeners: number;
  /** As a channel's listeners. */
  readonly onFloor: readonly string[];
  readonly floorLanguage: string;
  readonly presets: readonly RelayPreset[];
  readonly monitor: Monitored;
  readonly mix: Mix;
  readonly sources: readonly SpeakerQualityView[];
  readonly glossary: readonly Term[];
  readonly rehearsal: boolean;
}

/**
 * What this client itself has to tell: the server had forgotten the seat, and has been told again what was set up; the
 * microphone is closed. `on` false: not all of it was taken.
 */
export interface OwnNotice extends Omit<InterpretationNotice, "notice"> {
  readonly notice: "seat-restored";
}

export type BoothNotice = (InterpretationNotice | OwnNotice) & {
  readonly key: number;
  readonly name: string;
  readonly at: Time;
};

/** Everything that the console's controls do. Promises reject with CommandProblem. */
export interface Console {
  readonly view: Store<ConsoleView>;
  /** The latest first, at most 20. */
  readonly notices: Store<readonly BoothNotice[]>;
  check(done: { devices: boolean; headphones: boolean; level: boolean }): Promise<void>;
  setOutput(language: string): Promise<void>;
  /** The other of the booth's two outputs. */
  swapOutput(): Promise<void>;
  setInput(input: "floor" | "automatic" | string): Promise<void>;
  setPreset(key: RelayPreset["key"], channel: string): void;
  openMicrophone(): Promise<void>;
  closeMicrophone(): Promise<void>;
  /** While held; also silences the own track at once. */
  cough(on: boolean): void;
  offer(to?: string): Promise<void>;
  request(when: "now" | "soon" | "at", at?: Time, to?: string): Promise<void>;
  accept(): Promise<void>;
  decline(): Promise<void>;
  cancel(): Promise<void>;
  switchOver(): Promise<void>;
  takeOver(): Promise<void>;
  setShift(minutes: 0 | 10 | 15 | 20 | 30): Promise<void>;
  setFloorLanguage(language: string): Promise<void>;
  setUninterpretable(on: boolean): Promise<void>;
  talkToFloor(on: boolean): void;
  slowDown(): Promise<void>;
  soundInadequate(): Promise<void>;
  callTechnician(): Promise<void>;
  setMonitor(monitored: Monitored): void;
  setMix(mix: Partial<Mix>): void;
  sit(booth: string, seat: number, understands: readonly string[]): Promise<void>;
  stand(): Promise<void>;
  addTerm(term: Pick<Term, "text" | "note"> & { key?: string }): Promise<void>;
  removeTerm(key: string): Promise<void>;
  /** Chair and organiser. */
  arrange(booths: readonly NewBooth[], rehearsal: boolean, lowWhenOff: boolean): Promise<void>;
}
