/**
 * The instant of a wall clock's time ("2021-05-07T09:00") in an IANA zone, as RFC 3339 in UTC; undefined where the
 * text is no time or the zone is unknown. In the hour that is skipped in spring, the later reading is taken.
 */
export function instantOf(wallTime: string, timeZone: string): string | undefined {
  const naive = Date.parse(`${wallTime}Z`);
  if (Number.isNaN(naive)) return undefined;
  try {
    // The offset depends on the instant that is looked for: two rounds settle it, across a change of clocks too.
    let at = naive - offsetAt(naive, timeZone);
    at = naive - offsetAt(at, timeZone);
    return new Date(at).toISOString().replace(".000Z", "Z");
  } catch {
    return undefined;
  }
}

/** Local time minus UTC at an instant, ms. */
function offsetAt(at: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((one) => one.type === type)?.value ?? Number.NaN);
  const local = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return local - Math.floor(at / 1000) * 1000;
}
