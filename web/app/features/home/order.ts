import { isOver, type Meeting } from "../../../client/index.ts";

type Dated = Pick<Meeting, "state" | "start">;

/** What is under way, then what comes next first, what has no date, and what is over, the latest first. `now`: epoch ms. */
export function inOrder<T extends Dated>(meetings: readonly T[], now: number): readonly T[] {
  const time = ({ start }: Dated) => Date.parse(start ?? "");
  const rank = (meeting: Dated) => {
    if (isOver(meeting)) return 3;
    if (meeting.state === "in-session") return 0;
    const at = time(meeting);
    if (Number.isNaN(at)) return 2;
    return at + LATE_MS >= now ? 1 : 3;
  };
  return [...meetings].sort((a, b) => {
    const [one, other] = [rank(a), rank(b)];
    if (one !== other) return one - other;
    const [at, then] = [time(a), time(b)];
    if (Number.isNaN(at) || Number.isNaN(then)) return Number(Number.isNaN(at)) - Number(Number.isNaN(then));
    return one === 3 ? then - at : at - then;
  });
}

/** Whether a meeting is over, or should have begun so long ago that it will not. */
export function isPast(meeting: Dated, now: number): boolean {
  if (meeting.state !== "scheduled") return meeting.state !== "in-session";
  const at = Date.parse(meeting.start ?? "");
  return !Number.isNaN(at) && at + LATE_MS < now;
}

/** How long after its start a meeting that has not begun is still one that comes, ms: half a day. */
const LATE_MS = 12 * 3_600_000;
