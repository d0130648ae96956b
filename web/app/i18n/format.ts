// To make one costs a hundred times what its use does, and a long list asks for the same hundreds of times.
const dates = new Map<string, Intl.DateTimeFormat>();
const names = new Map<string, Intl.DisplayNames>();

function kept<T>(made: Map<string, T>, key: string, make: () => T): T {
  const old = made.get(key);
  if (old) return old;
  const one = make();
  made.set(key, one);
  return one;
}

/** Hours and minutes of an instant (epoch ms). */
export function formatTime(at: number, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }).format(at);
}

const day: Intl.DateTimeFormatOptions = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const hour: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit", timeZoneName: "short" };

/** Day, hour and zone of an RFC 3339 time, in an IANA zone (undefined: the reader's). "" where it is not a time. */
export function formatDateTime(time: string, locale: string, timeZone?: string): string {
  return atStart(formatDateTimeWithin(time, locale, timeZone), locale);
}

/** The same within a sentence: weekdays are written small in most languages. */
export function formatDateTimeWithin(time: string, locale: string, timeZone?: string): string {
  const at = Date.parse(time);
  return Number.isNaN(at) ? "" : inZone(at, locale, { ...day, ...hour }, timeZone);
}

/** Hour and zone of an instant (epoch ms) in an IANA zone, with the day where that is not the day of `now` there. */
export function formatMoment(at: number, now: number, locale: string, timeZone: string): string {
  const sameDay = inZone(at, locale, day, timeZone) === inZone(now, locale, day, timeZone);
  return inZone(at, locale, sameDay ? hour : { ...day, ...hour }, timeZone);
}

/** The same in the reader's zone, beside what it is in another: without the day where that is the same. */
export function formatHere(time: string, locale: string, there: string | undefined): string {
  const at = Date.parse(time);
  if (Number.isNaN(at)) return "";
  const sameDay = inZone(at, locale, day, there) === inZone(at, locale, day);
  return inZone(at, locale, sameDay ? hour : { ...day, ...hour });
}

function inZone(at: number, locale: string, options: Intl.DateTimeFormatOptions, timeZone?: string): string {
  try {
    const full = { ...options, ...(timeZone ? { timeZone } : {}) };
    const key = `${locale} ${JSON.stringify(full)}`;
    const made = kept(dates, key, () => new Intl.DateTimeFormat(locale, full));
    return ordinal(made.format(at), locale);
  } catch {
    return new Intl.DateTimeFormat(locale, options).format(at); // a zone that this browser does not know
  }
}

/** The first of a month is an ordinal in French, which Intl does not know. */
function ordinal(date: string, locale: string): string {
  return locale.startsWith("fr") ? date.replace(/(^|\s)1 (?=\p{L}{3,})/u, "$11er ") : date;
}

/** Hours and minutes that clocks show, "2021-06-08T10:00:00", whatever their zone. */
export function formatWall(wall: string, locale: string): string {
  const at = Date.parse(`${wall}Z`);
  const shown: Intl.DateTimeFormatOptions = { hour: "numeric", minute: "2-digit", timeZone: "UTC" };
  return Number.isNaN(at) ? "" : new Intl.DateTimeFormat(locale, shown).format(at);
}

/** A day, "2021-06-08", with its weekday. */
export function formatDay(date: string, locale: string): string {
  return atStart(formatDayWithin(date, locale), locale);
}

/** The same within a sentence. */
export function formatDayWithin(date: string, locale: string): string {
  return formatDate(date, locale, day);
}

/** A day, "2021-06-08", as it is wanted. */
export function formatDate(date: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) ? "" : inZone(at, locale, options, "UTC");
}

/** The same, short and without the year. */
export function formatShortDay(date: string, locale: string): string {
  return formatDate(date, locale, { weekday: "short", day: "numeric", month: "short" });
}

/** A length of time as a clock shows it: 3:07, 1:02:45. */
export function formatClock(ms: number, locale: string): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  if (parts[0] === 0) parts.shift();
  return parts
    .map((part, index) =>
      new Intl.NumberFormat(locale, { minimumIntegerDigits: index === 0 ? 1 : 2, useGrouping: false }).format(
        part,
      ),
    )
    .join(":");
}

/** A length of time in words: 90 minutes are "1 hour 30 minutes". */
export function formatDuration(minutes: number, locale: string): string {
  const part = (value: number, unit: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(value);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [
    ...(hours > 0 ? [part(hours, "hour")] : []),
    ...(rest > 0 || hours === 0 ? [part(rest, "minute")] : []),
  ];
  return new Intl.ListFormat(locale, { type: "unit" }).format(parts);
}

/** A bit rate (bit/s) in Mbit/s or kbit/s. */
export function formatBitrate(bitsPerSecond: number, locale: string): string {
  const mega = bitsPerSecond >= 1e6;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: mega ? "megabit-per-second" : "kilobit-per-second",
    maximumFractionDigits: mega ? 1 : 0,
  }).format(bitsPerSecond / (mega ? 1e6 : 1e3));
}

/** A size in kB or MB. */
export function formatBytes(bytes: number, locale: string): string {
  const mega = bytes >= 1e6;
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit: mega ? "megabyte" : "kilobyte",
    maximumFractionDigits: mega ? 1 : 0,
  }).format(mega ? bytes / 1e6 : Math.ceil(bytes / 1e3));
}

/** A fraction (0 … 1) as a percentage. */
export function formatPercent(fraction: number, locale: string): string {
  return new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 }).format(fraction);
}

/** The name of a language by its BCP 47 tag, as it is written within a sentence; the tag where it has none. */
export function languageName(tag: string, locale: string): string {
  try {
    return kept(names, locale, () => new Intl.DisplayNames(locale, { type: "language" })).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** A name or phrase as it begins a line: with its first letter large, in scripts that have large ones. */
export function atStart(text: string, locale: string): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

/** The colon between a name and what is said of it: French parts it from the name by a space that does not break. */
export function colon(locale: string): string {
  return locale.startsWith("fr") ? "\u00a0: " : ": ";
}

/** "a, b and c" in the reader's language. */
export function formatList(items: readonly string[], locale: string): string {
  return new Intl.ListFormat(locale, { type: "conjunction" }).format(items);
}

/** The zones in which a deadline of a meeting may be named: the meeting's, the reader's, UTC. */
export function zonesFor({ timezone = "" }: { timezone?: string }): readonly string[] {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return [...new Set([timezone, here, "UTC"].filter((zone) => zone !== ""))];
}
