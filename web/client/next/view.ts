// What the page draws, from what the server says. Local times come as walls, "2021-06-08T10:00:00": what clocks show is not
// computed here from rules that a browser may have of another year.

import type { DelegationHome, LocalHours, NewLeg, NextLeg, NextMeeting, NextSlot } from "./api.ts";

/** Minutes of a day. */
export const DAY = 24 * 60;

/** The night, in minutes of the day: as internal/proceedings has it. */
const NIGHT_ENDS = 7 * 60;
const NIGHT_BEGINS = 22 * 60;

/** A part of a delegation's day, in minutes. */
export interface Part {
  readonly from: number;
  readonly to: number;
  readonly kind: "night" | "free" | "working";
}

/** A delegation's day with the proposed time on it. */
export interface Band {
  readonly delegation: string;
  readonly parts: readonly Part[];
  /** The time, cut at midnight. */
  readonly from: number;
  readonly to: number;
  /** It goes on after midnight. */
  readonly overnight: boolean;
}

/** The day (2021-06-08) of a wall. */
export function dayOf(wall: string): string {
  return wall.slice(0, 10);
}

/** Minutes since midnight of a wall. */
export function minuteOf(wall: string): number {
  return Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16));
}

/** The day of the week, 0 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/** A delegation's day: night, working hours, and what is neither. A day on which it does not work has none of these. */
export function partsOf(home: DelegationHome, day: string): readonly Part[] {
  const off = home.weekend.includes(weekdayOf(day)) || home.closed.some(({ date }) => date === day);
  const marks = [0, NIGHT_ENDS, NIGHT_BEGINS, DAY, ...(off ? [] : [home.from, home.to])];
  const sorted = [...new Set(marks)].sort((a, b) => a - b);
  const parts: Part[] = [];
  for (const [index, from] of sorted.slice(0, -1).entries()) {
    const to = sorted[index + 1] ?? DAY;
    const kind = kindAt(from, home, off);
    const last = parts.at(-1);
    if (last?.kind === kind) parts[parts.length - 1] = { ...last, to };
    else parts.push({ from, to, kind });
  }
  return parts;
}

function kindAt(minute: number, home: DelegationHome, off: boolean): Part["kind"] {
  if (minute < NIGHT_ENDS || minute >= NIGHT_BEGINS) return "night";
  return !off && minute >= home.from && minute < home.to ? "working" : "free";
}

/** The bands of a time, one for each delegation whose zone is known. */
export function bandsOf(next: NextMeeting, local: readonly LocalHours[]): readonly Band[] {
  return local.flatMap((at) => {
    const home = next.homes.find(({ delegation }) => delegation === at.delegation);
    if (home === undefined) return [];
    const overnight = dayOf(at.wall) !== dayOf(at.endWall);
    return [
      {
        delegation: at.delegation,
        parts: partsOf(home, dayOf(at.wall)),
        from: minuteOf(at.wall),
        to: overnight ? DAY : minuteOf(at.endWall),
        overnight,
      },
    ];
  });
}

/** The parties whose answer is awaited, by Delegation.id. */
export function awaited(next: NextMeeting, slot: NextSlot): readonly string[] {
  return next.homes
    .map(({ delegation }) => delegation)
    .filter((one) => !slot.answers.some(({ delegation }) => delegation === one));
}

/** The zone in which somebody thinks: their delegation's, or else the browser's. */
export function ownZone(next: NextMeeting, here: string): string {
  return next.homes.find(({ delegation }) => delegation === next.may.for)?.zone || here;
}

/** Proposals in the order in which one looks at them: what is still to come, then what is over. */
export function slotsInOrder(slots: readonly NextSlot[]): readonly NextSlot[] {
  return [...slots.filter(({ over }) => !over), ...slots.filter(({ over }) => over)];
}

/** An entry of an itinerary as it is, to be changed. */
export interface LegDraft extends Omit<NewLeg, "wall"> {
  /** 2021-06-08T10:00 */
  readonly wall: string;
  /** The instant, which stays while nobody writes another time: its wall may be shown twice. */
  readonly at: string;
}

/** The entries that take place. */
export function legsToChange(legs: readonly NextLeg[]): readonly LegDraft[] {
  return legs
    .filter(({ cancelled }) => !cancelled)
    .map(({ id, title, place, when, minutes }) => ({
      id,
      wall: when.wall.slice(0, 16),
      at: when.at,
      zone: when.zone,
      minutes,
      ...(title ? { title } : {}),
      ...(place ? { place } : {}),
    }));
}

/**
 * The entries for another time than the one that was set: the entry which began then begins at the new one, and calendars move it,
 * too. The others stay as they are, for whoever sets it to look at.
 */
export function legsAt(
  time: Pick<LegDraft, "wall" | "at" | "zone" | "minutes">,
  before: readonly LegDraft[],
  next: Pick<NextMeeting, "slots" | "plan">,
): readonly LegDraft[] {
  const set = next.slots.find(({ id }) => id === next.plan?.slot)?.when.at;
  const at = before.length === 1 ? 0 : before.findIndex((leg) => leg.at === set);
  if (at < 0) return [time];
  return before.map((leg, index) => (index === at ? { ...leg, ...time } : leg));
}

/** Closed days as they are written in a form, one a line: "2021-09-16 Independence Day". */
export function closedText(closed: DelegationHome["closed"]): string {
  return closed.map(({ date, name }) => (name ? `${date} ${name}` : date)).join("\n");
}

/** The same read again; undefined where a line has no day. */
export function closedDays(text: string): DelegationHome["closed"] | undefined {
  const days: DelegationHome["closed"] = [];
  for (const line of text.split("\n").map((one) => one.trim())) {
    if (line === "") continue;
    const [, date, name] = /^(\d{4}-\d{2}-\d{2})(?:\s+(.*))?$/.exec(line) ?? [];
    if (date === undefined || Number.isNaN(Date.parse(date))) return undefined;
    days.push(name ? { date, name } : { date });
  }
  return days;
}
