// How loud each of the four sounds is: a pure function of what is listened to, written as the table of listeners'
// states has it. Factors, 1 unchanged; times in ms.

import type { Mix } from "../../interpretation/model.ts";

/** One bus: the loudness to go to, and how long that takes. */
export interface Fade {
  readonly to: number;
  readonly ms: number;
}

/** The four buses that reach the ear. */
export interface Gains {
  readonly floor: Fade;
  readonly channel: Fade;
  readonly partner: Fade;
  readonly monitor: Fade;
}

/**
 * The floor goes down under an interpreter's first word: at most 150 ms, or the word is lost under it; less than some
 * 80 ms sounds like a fault in the floor.
 */
export const DUCK_MS = 120;
/** The original comes back when an interpretation ends (interpretation.md: OFF): sooner startles. */
export const RAISE_MS = 500;
/** Another choice: long enough to be no click, short enough to be done with everything else in 300 ms. */
export const CHANGE_MS = 100;
/**
 * A channel opens: a word's first consonant takes 50 ms and must be there, while 10 ms are enough for a ramp without
 * a click.
 */
export const OPEN_MS = 20;
/** A channel closes: nothing of a cough may follow; a step would be heard as a click. */
const CLOSE_MS = 20;

/** The floor behind the colleague whose turn is about to end: heard, and not in front. */
const BEHIND_DB = -15;
/** The partner in front is at least so loud. */
const IN_FRONT = 1;

export type Sound = "PASS" | "ON_AIR" | "PAUSE" | "COUGH" | "OFF" | "LOST";

/** A listener: delegates, chair, observers, technicians. */
export interface ListenerMix {
  readonly who: "listener";
  /** What the chosen channel's listeners get; "floor": none is chosen. */
  readonly sound: Sound | "floor";
  /** The interpretation line brings the chosen channel (it is not still on its way from another). */
  readonly arrived: boolean;
  /** Nothing comes on it although its microphone is open: as LOST. */
  readonly silent: boolean;
  /** Of the floor under an interpretation, dB; −Infinity: not at all. */
  readonly originalDb: number;
  /** The meeting leaves the original at that level also while the interpreter's microphone is closed. */
  readonly lowWhenOff: boolean;
  /** Of the technician's monitor. */
  readonly monitor: number;
  /** The person has just chosen: what changes, changes on that account. */
  readonly chosen: boolean;
}

/** An interpreter at work. */
export interface BoothMix {
  readonly who: "interpreter";
  /** What the seat works from: the floor, or a channel by relay. */
  readonly input: "floor" | "channel";
  readonly arrived: boolean;
  readonly silent: boolean;
  /** The relayed channel's sound. */
  readonly sound: Sound;
  /** About to take over from the partner. */
  readonly armed: boolean;
  readonly mix: Pick<Mix, "main" | "partner" | "monitor">;
  /** The monitor carries what another bus has already: twice would be heard as an echo. */
  readonly monitorDoubles: boolean;
}

/** dB as a factor. */
function factor(db: number): number {
  return 10 ** (db / 20);
}

export function mixOf(state: ListenerMix | BoothMix): Gains {
  return state.who === "listener" ? listenerGains(state) : boothGains(state);
}

function listenerGains(state: ListenerMix): Gains {
  const ducked = factor(state.originalDb);
  const monitor = { to: state.monitor, ms: CHANGE_MS };
  const rest = { partner: { to: 0, ms: CHANGE_MS }, monitor };
  const channel = state.arrived ? { to: 1, ms: OPEN_MS } : { to: 0, ms: CLOSE_MS };
  const closed = { to: 0, ms: CLOSE_MS };
  const back = { to: 1, ms: state.chosen ? CHANGE_MS : RAISE_MS };
  switch (state.sound) {
    case "ON_AIR":
    case "PAUSE":
      if (state.silent) return { floor: back, channel: closed, ...rest };
      return { floor: { to: ducked, ms: state.chosen ? CHANGE_MS : DUCK_MS }, channel, ...rest };
    case "COUGH":
      return { floor: { to: ducked, ms: DUCK_MS }, channel: closed, ...rest };
    case "PASS":
    case "floor":
      return { floor: { to: 1, ms: CHANGE_MS }, channel: closed, ...rest };
    case "OFF":
      return { floor: state.lowWhenOff ? { ...back, to: ducked } : back, channel: closed, ...rest };
    case "LOST":
      return { floor: back, channel: closed, ...rest };
  }
}

/** The floor or the relay, never both: a relay taker who hears the floor beneath it interprets neither. */
function boothGains({ input, arrived, silent, sound, armed, mix, monitorDoubles }: BoothMix): Gains {
  const relay = input === "channel";
  // A relay that is not there any more leaves the floor: the server turns the input to it as well, a little later.
  const live = (sound === "ON_AIR" || sound === "PAUSE" || sound === "COUGH") && !silent;
  const behind = armed ? factor(BEHIND_DB) : 1;
  const main = mix.main * behind;
  const ms = armed ? DUCK_MS : CHANGE_MS;
  return {
    floor: { to: relay && live ? 0 : main, ms },
    channel:
      relay && live && arrived && sound !== "COUGH" ? { to: main, ms: OPEN_MS } : { to: 0, ms: CLOSE_MS },
    partner: { to: armed ? Math.max(IN_FRONT, mix.partner) : mix.partner, ms: CHANGE_MS },
    monitor: { to: monitorDoubles ? 0 : mix.monitor, ms: CHANGE_MS },
  };
}
