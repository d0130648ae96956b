// What an interpreter has set up in a meeting, and what of it a server that has forgotten must be told again: pure, but
// for the place where it is kept. The server keeps seats in memory: a restart, or more than 60 s away, empties them.

import type { Memory } from "../environment.ts";
import type { Booth, Command, Seat } from "../protocol.ts";
import { type InterpretationState, seatOf } from "./state.ts";

/** The server's shift timers, minutes. */
type ShiftMinutes = 10 | 15 | 20 | 30;

export interface SeatChoices {
  /** Own epoch ms when this was last true on the server. */
  readonly at: number;
  readonly booth: string;
  readonly number: number;
  readonly understands: readonly string[];
  readonly devices: boolean;
  readonly headphones: boolean;
  readonly level: boolean;
  readonly output: string;
  /** "automatic", "floor", or the channel that was chosen, live or not. */
  readonly input: string;
  /** The booth's, and when it would have been over (own epoch ms). */
  readonly shift?: { readonly minutes: number; readonly ends: number };
  /** What an interpreter said is spoken, and by whom. */
  readonly floor?: { readonly language: string; readonly speaker: string };
}

/** Where the interpreter is now. */
export interface Situation {
  readonly state: InterpretationState;
  readonly me: string;
  /** Who speaks on the floor; "" nobody. */
  readonly speaker: string;
  /** Own epoch ms. */
  readonly now: number;
  time(at: string | undefined): number | undefined;
}

/**
 * Choices hold for so long after they were last true, ms: a day's meeting. Longer would call headphones checked that
 * were checked yesterday, in a tab that the browser opened again.
 */
export const KEPT_MS = 12 * 3_600_000;
/** Bounds of what is read back: the server's own for passive languages, and more than any language tag or id has. */
const MOST_LANGUAGES = 12;
const LONGEST = 100;

const wasTried = ({ devices, headphones, level }: Pick<Seat, "devices" | "headphones" | "level">) =>
  devices || headphones || level;

/** What is to be remembered of the seat as the server has it now; undefined without a seat. */
export function choicesOf(before: SeatChoices | undefined, situation: Situation): SeatChoices | undefined {
  const { state, me, speaker, now, time } = situation;
  const mine = seatOf(state, me);
  if (mine === undefined) return undefined;
  const { booth, seat } = mine;
  const ends = time(booth.shift.ends);
  const corrected = state.floorFrom === "interpreter" && state.floorLanguage !== "";
  return {
    at: now,
    booth: booth.id,
    number: seat.number,
    understands: seat.understands,
    devices: seat.devices,
    headphones: seat.headphones,
    level: seat.level,
    output: seat.output,
    input: inputOf(seat, before),
    ...(booth.shift.minutes > 0 && ends !== undefined
      ? { shift: { minutes: booth.shift.minutes, ends } }
      : {}),
    ...(corrected ? { floor: { language: state.floorLanguage, speaker } } : {}),
  };
}

/** The server tells what a seat works from now: the floor, while the channel that was chosen by hand has nobody. */
function inputOf({ automatic, input }: Seat, before: SeatChoices | undefined): string {
  if (automatic) return "automatic";
  return before === undefined || before.input === "automatic" ? input : before.input;
}

/**
 * The commands that bring a server which has forgotten the seat back to what was chosen, in their order. None opens a
 * microphone or asks for a lease. A seat that has been checked is one that the server remembers, unless `unfinished`:
 * it was being told.
 */
export function lacking(kept: SeatChoices, situation: Situation, unfinished: boolean): Command[] {
  const { state, me, now } = situation;
  const booth = state.booths.find(({ id }) => id === kept.booth);
  const mine = seatOf(state, me);
  if (booth === undefined || now - kept.at >= KEPT_MS) return [];
  if (mine === undefined ? booth.seats.length >= booth.capacity : mine.booth !== booth) return [];
  if (mine !== undefined && wasTried(mine.seat) && !unfinished) return [];
  return [
    ...seatAgain(kept, booth, mine?.seat),
    ...ownAgain(kept, state, booth, mine?.seat),
    ...sharedAgain(kept, situation, booth),
  ];
}

function seatAgain(kept: SeatChoices, booth: Booth, seat: Seat | undefined): Command[] {
  const taken = booth.seats.some(
    (one) => one.number === kept.number && one.participant !== seat?.participant,
  );
  const number = taken || kept.number > booth.capacity ? (seat?.number ?? 0) : kept.number;
  const same = seat?.number === number && sameTags(seat.understands, kept.understands);
  // To change the seat would end the colleagues' hand-over.
  if (same || (seat !== undefined && booth.handover.state !== "IDLE")) return [];
  return [{ type: "sit", booth: booth.id, seat: number, understands: [...kept.understands] }];
}

function ownAgain(
  kept: SeatChoices,
  { channels }: InterpretationState,
  booth: Booth,
  seat: Seat | undefined,
): Command[] {
  const { devices, headphones, level, output, input } = kept;
  const commands: Command[] = [];
  if (wasTried(kept) && (seat === undefined || !wasTried(seat)))
    commands.push({ type: "check-seat", devices, headphones, level });
  if (output !== "" && booth.outputs.includes(output) && !seat?.output)
    commands.push({ type: "set-output", language: output, epoch: 0 });
  const there = input === "floor" || channels.some(({ language }) => language === input);
  if (input !== "automatic" && there && (seat?.automatic ?? true))
    commands.push({ type: "set-input", input });
  return commands;
}

/**
 * What the booth and the meeting share is said again only by who is the first back: a colleague who works knows better
 * by now. The floor's language is its speaker's, and not said of another one.
 */
function sharedAgain(kept: SeatChoices, { state, me, speaker, now }: Situation, booth: Booth): Command[] {
  const works = (seat: Seat) => seat.participant !== me && wasTried(seat);
  const commands: Command[] = [];
  const { shift, floor } = kept;
  if (shift && now < shift.ends && booth.shift.minutes === 0 && !booth.seats.some(works))
    commands.push({ type: "set-shift", minutes: shift.minutes as ShiftMinutes });
  const first = !state.booths.some(({ seats }) => seats.some(works));
  const decided = state.floorFrom === "chair" || state.floorFrom === "interpreter";
  if (floor && first && !decided && speaker !== "" && floor.speaker === speaker)
    if (floor.language !== state.floorLanguage)
      commands.push({ type: "set-floor-language", language: floor.language });
  return commands;
}

function sameTags(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((tag) => b.includes(tag));
}

// ---- Where it is kept ----

export function readChoices(memory: Memory, key: string): SeatChoices | undefined {
  try {
    return parse(JSON.parse(memory.get(key) ?? "null"));
  } catch {
    return undefined;
  }
}

function parse(value: unknown): SeatChoices | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const all = value as Partial<Record<keyof SeatChoices, unknown>>;
  const { at, booth, number, understands, output, input, shift, floor } = all;
  if (typeof at !== "number" || typeof number !== "number") return undefined;
  if (!isText(booth) || !isText(output) || !isText(input) || !Array.isArray(understands)) return undefined;
  return {
    at,
    booth,
    number,
    understands: understands.filter(isText).slice(0, MOST_LANGUAGES),
    devices: all.devices === true,
    headphones: all.headphones === true,
    level: all.level === true,
    output,
    input,
    ...(isShift(shift) ? { shift } : {}),
    ...(isFloor(floor) ? { floor } : {}),
  };
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.length <= LONGEST;
}

function isShift(value: unknown): value is NonNullable<SeatChoices["shift"]> {
  const shift = value as Partial<Record<string, unknown>> | null | undefined;
  return [10, 15, 20, 30].includes(Number(shift?.["minutes"])) && typeof shift?.["ends"] === "number";
}

function isFloor(value: unknown): value is NonNullable<SeatChoices["floor"]> {
  const floor = value as Partial<Record<string, unknown>> | null | undefined;
  return isText(floor?.["language"]) && isText(floor?.["speaker"]);
}
