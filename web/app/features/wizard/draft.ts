import {
  type Attribution,
  agreed,
  attributed,
  type NewAgendaItem,
  type NewMeeting,
  ON_THE_RECORD,
} from "../../../client/index.ts";
import { anotherBooth, type BoothDraft, boothsFit, setupOf } from "../admin/booths";

/** A title by language (BCP 47). */
export type Titles = Readonly<Record<string, string>>;

export interface DelegationDraft {
  /** Of this form, so that a line keeps its fields while others come and go. */
  readonly key: number;
  readonly name: string;
  readonly language: string;
}

export interface PointDraft {
  readonly key: number;
  readonly titles: Titles;
  /** As typed; "": not said. */
  readonly minutes: string;
}

export type TemplateID = "bilateral" | "multilateral" | "blank";

/** A meeting that is being prepared. */
export interface Draft {
  readonly template: TemplateID;
  readonly titles: Titles;
  /** On the wall of the zone, "2021-05-07T10:00"; "": not set. */
  readonly start: string;
  readonly timezone: string;
  /** The titles in the first one are needed. */
  readonly languages: readonly string[];
  readonly delegations: readonly DelegationDraft[];
  readonly points: readonly PointDraft[];
  /** The booths are as set up here; else the server makes the usual ones. */
  readonly ownBooths: boolean;
  readonly booths: readonly BoothDraft[];
  readonly rehearsal: boolean;
  readonly lowWhenOff: boolean;
  /** Minutes before the start, as typed. */
  readonly lobby: string;
  /** What may be made of what is said. */
  readonly regime: Attribution;
}

export const steps = ["what", "parties", "agenda", "interpretation", "door", "check"] as const;
export type Step = (typeof steps)[number];

/** What is wrong with a field; the views have words for it. */
export type Fault = "needed" | "minutes" | "lobby" | "twice";

const opening: Titles = {
  es: "Intervenciones de apertura",
  en: "Opening statements",
  fr: "Déclarations liminaires",
  ar: "الكلمات الافتتاحية",
};
const adoption: Titles = {
  es: "Aprobación del orden del día",
  en: "Adoption of the agenda",
  fr: "Adoption de l’ordre du jour",
  ar: "إقرار جدول الأعمال",
};
const debate: Titles = {
  es: "Debate general",
  en: "General debate",
  fr: "Débat général",
  ar: "المناقشة العامة",
};
const next: Titles = {
  es: "Próxima reunión",
  en: "Next meeting",
  fr: "Prochaine réunion",
  ar: "الاجتماع المقبل",
};
const closing: Titles = {
  es: "Clausura",
  en: "Closing of the meeting",
  fr: "Clôture de la réunion",
  ar: "اختتام الاجتماع",
};

interface Template {
  readonly languages: readonly string[];
  /** The language of each delegation's line. */
  readonly parties: readonly string[];
  readonly points: readonly (readonly [Titles, string])[];
}

const templates: Readonly<Record<TemplateID, Template>> = {
  bilateral: {
    languages: ["es", "en"],
    parties: ["es", "en"],
    points: [
      [opening, "20"],
      [next, "10"],
      [closing, "10"],
    ],
  },
  multilateral: {
    languages: ["en", "fr", "es", "ar"],
    parties: ["en", "fr", "es"],
    points: [
      [opening, "20"],
      [adoption, "5"],
      [debate, "90"],
      [next, "10"],
      [closing, "10"],
    ],
  },
  blank: { languages: ["es", "en"], parties: [], points: [] },
};

/** A draft of a kind of meeting, as a beginning. Titles, time and zone that are there already stay. */
export function fromTemplate(
  template: TemplateID,
  before: Pick<Draft, "titles" | "start" | "timezone">,
): Draft {
  const { languages, parties, points } = templates[template];
  return {
    template,
    titles: before.titles,
    start: before.start,
    timezone: before.timezone,
    languages,
    delegations: parties.map((language, index) => ({ key: index + 1, name: "", language })),
    points: points.map(([titles, minutes], index) => ({ key: index + 1, titles, minutes })),
    ownBooths: false,
    booths: [],
    rehearsal: false,
    lowWhenOff: false,
    lobby: "30",
    regime: ON_THE_RECORD,
  };
}

export function newDraft(timezone: string): Draft {
  return fromTemplate("bilateral", { titles: {}, start: "", timezone });
}

export function nextKey(lines: readonly { readonly key: number }[]): number {
  return Math.max(0, ...lines.map(({ key }) => key)) + 1;
}

/** A line moved up (−1) or down (+1); the same list where it is at its end. */
export function moved<T extends { readonly key: number }>(
  lines: readonly T[],
  key: number,
  by: -1 | 1,
): readonly T[] {
  const from = lines.findIndex((line) => line.key === key);
  const to = from + by;
  const [one, other] = [lines[from], lines[to]];
  if (one === undefined || other === undefined) return lines;
  return lines.map((line, index) => (index === from ? other : index === to ? one : line));
}

function trimmed(titles: Titles, languages: readonly string[]): Record<string, string> {
  const all = languages.map((tag) => [tag, (titles[tag] ?? "").trim()] as const);
  return Object.fromEntries(all.filter(([, title]) => title !== ""));
}

/** Minutes of an item and of the lobby, at most (internal/proceedings). */
const DAY = 24 * 60;
const WEEK = 7 * DAY;

/** Whole minutes, 0 of an empty text; undefined: it is no such number. */
function minutesIn(text: string, most: number): number | undefined {
  const value = text.trim() === "" ? 0 : Number(text);
  return Number.isInteger(value) && value >= 0 && value <= most ? value : undefined;
}

/** What keeps a step from being done, by the field's name. */
export function faults(draft: Draft, step: Step): Readonly<Record<string, Fault>> {
  const [first = ""] = draft.languages;
  switch (step) {
    case "what":
      return (draft.titles[first] ?? "").trim() ? {} : { [`title.${first}`]: "needed" };
    case "parties":
      return partyFaults(draft);
    case "agenda":
      return Object.assign({}, ...draft.points.map((point) => pointFaults(point, draft.languages)));
    case "interpretation":
      return draft.ownBooths && !boothsFit(draft.booths, draft.languages) ? { booths: "needed" } : {};
    case "door":
      return {
        ...(draft.lobby.trim() === "" || minutesIn(draft.lobby, WEEK) === undefined
          ? { lobby: "lobby" as const }
          : {}),
        ...(attributed(draft.regime) ? {} : { regime: "needed" as const }),
      };
    case "check":
      return {};
  }
}

function partyFaults({ languages, delegations }: Draft): Record<string, Fault> {
  const out: Record<string, Fault> = languages.length === 0 ? { languages: "needed" } : {};
  const seen = new Set<string>();
  for (const { key, name } of delegations) {
    const known = name.trim();
    if (known && seen.has(known)) out[`delegation.${key}`] = "twice";
    seen.add(known);
  }
  return out;
}

function pointFaults(
  { key, titles, minutes }: PointDraft,
  languages: readonly string[],
): Record<string, Fault> {
  const own = trimmed(titles, languages);
  const begun = Object.keys(own).length > 0 || minutes.trim() !== "";
  return {
    ...(minutesIn(minutes, DAY) === undefined ? { [`minutes.${key}`]: "minutes" as const } : {}),
    ...(begun && !own[languages[0] ?? ""] && minutesIn(minutes, DAY) !== undefined
      ? { [`point.${key}`]: "needed" as const }
      : {}),
  };
}

/** The first step that is not done; undefined: all are. */
export function firstFault(draft: Draft): Step | undefined {
  return steps.find((step) => Object.keys(faults(draft, step)).length > 0);
}

/** Minutes that the agenda plans. */
export function plannedMinutes({ points }: Pick<Draft, "points">): number {
  return points.reduce((sum, { minutes }) => sum + (minutesIn(minutes, DAY) ?? 0), 0);
}

/** The draft as the API takes it. Empty lines are left out; the start stays local to its zone, which the server checks. */
export function meetingOf(draft: Draft): NewMeeting {
  const [first = ""] = draft.languages;
  const titles = trimmed(draft.titles, draft.languages);
  const agenda = draft.points.flatMap((point): NewAgendaItem[] => {
    const own = trimmed(point.titles, draft.languages);
    const title = own[first];
    const minutes = minutesIn(point.minutes, DAY);
    return title === undefined ? [] : [{ title, ...several(own), ...(minutes ? { minutes } : {}) }];
  });
  const { rehearsal, lowWhenOff } = draft;
  return {
    title: titles[first] ?? "",
    ...several(titles),
    languages: [...draft.languages],
    delegations: draft.delegations
      .filter(({ name }) => name.trim() !== "")
      .map(({ name, language }) => ({ name: name.trim(), languages: [language] })),
    timezone: draft.timezone,
    ...(draft.start ? { start: draft.start } : {}),
    lobbyMinutes: minutesIn(draft.lobby, WEEK) ?? 30,
    ...(draft.regime.regime === "on-the-record" ? {} : agreed(draft.regime)),
    ...(agenda.length > 0 ? { agenda } : {}),
    ...(draft.ownBooths ? { interpretation: { rehearsal, lowWhenOff, booths: setupOf(draft.booths) } } : {}),
  };
}

function several(titles: Record<string, string>): { titles?: Record<string, string> } {
  return Object.keys(titles).length > 1 ? { titles } : {};
}

/** Own booths are begun with one for the first two languages. */
export function withOwnBooths(draft: Draft, own: boolean): Draft {
  const booths = own && draft.booths.length === 0 ? [anotherBooth([], draft.languages)] : draft.booths;
  return { ...draft, ownBooths: own, booths };
}
