// What the server tells of interpretation, and the few questions that both the listener's and the booth's side ask.

import type {
  Booth,
  Channel,
  Interpretation,
  Seat,
  ServerMessage,
  SourceQuality,
  Term,
  Welcome,
} from "../protocol.ts";

export interface InterpretationState extends Interpretation {
  /** A welcome has come: before it nothing is known. */
  readonly known: boolean;
  readonly glossary: readonly Term[];
  /** By participant. */
  readonly sources: ReadonlyMap<string, SourceQuality>;
  /** Microphones of the booths by participant, 0 … 1. */
  readonly levels: ReadonlyMap<string, number>;
}

export const NO_INTERPRETATION: InterpretationState = {
  known: false,
  rehearsal: false,
  lowWhenOff: false,
  floorLanguage: "",
  channels: [],
  booths: [],
  listening: 0,
  glossary: [],
  sources: new Map(),
  levels: new Map(),
};

/** dBov below full scale that an empty meter shows, and the range up to a loud voice, dB. */
const SILENCE_DBOV = 70;
const LOUD_RANGE_DB = 50;

/** Sources kept at most: everybody who spoke lately. The rest of a crowd only costs memory. */
const MAX_SOURCES = 64;

/** The state after a message; the same object where it changes nothing. */
export function reduceInterpretation(
  state: InterpretationState,
  message: ServerMessage | Welcome,
): InterpretationState {
  switch (message.type) {
    case "welcome":
      return {
        ...NO_INTERPRETATION,
        ...message.interpretation,
        known: true,
        glossary: message.glossary ?? [],
        sources: state.sources,
      };
    case "interpretation":
      // Nobody named is left out: the names of before are not to stay.
      return { ...state, listeners: [], ...message.interpretation, known: true };
    case "glossary":
      return { ...state, glossary: withTerm(state.glossary, message.term, message.removed === true) };
    case "source-quality":
      return { ...state, sources: withSource(state.sources, message) };
    case "booth-levels":
      return {
        ...state,
        levels: new Map(
          (message.levels ?? []).map(({ participant, level }) => [participant, loudness(level)]),
        ),
      };
    case "participant-left":
      if (!state.sources.has(message.participant)) return state;
      return {
        ...state,
        sources: new Map([...state.sources].filter(([participant]) => participant !== message.participant)),
      };
    default:
      return state;
  }
}

function withTerm(glossary: readonly Term[], term: Term, removed: boolean): readonly Term[] {
  if (removed) return glossary.filter(({ key }) => key !== term.key);
  if (!glossary.some(({ key }) => key === term.key)) return [...glossary, term];
  return glossary.map((one) => (one.key === term.key ? term : one));
}

/** The latest comes last, so that the oldest goes first. */
function withSource(
  sources: ReadonlyMap<string, SourceQuality>,
  source: SourceQuality,
): ReadonlyMap<string, SourceQuality> {
  const rest = [...sources].filter(([participant]) => participant !== source.participant);
  return new Map([...rest.slice(1 - MAX_SOURCES), [source.participant, source]]);
}

function loudness(level: number): number {
  return Math.min(1, Math.max(0, (SILENCE_DBOV - level) / LOUD_RANGE_DB));
}

/** Whether two tags mean one language: "es" and "es-MX" do, "zh-Hans" and "zh-Hant" do not, "" means none. */
export function sameLanguage(a: string, b: string): boolean {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  if (one === "" || other === "") return false;
  return one === other || one.startsWith(`${other}-`) || other.startsWith(`${one}-`);
}

/** The voice channel of a language: of the same tag, or else of the same language. */
export function voiceChannel(channels: readonly Channel[], language: string): Channel | undefined {
  const voices = channels.filter(({ kind }) => kind === "voice");
  return (
    voices.find((channel) => channel.language === language) ??
    voices.find((channel) => sameLanguage(channel.language, language))
  );
}

/** The seat of a participant, with its booth. */
export function seatOf(
  { booths }: Pick<Interpretation, "booths">,
  participant: string | undefined,
): { booth: Booth; seat: Seat } | undefined {
  for (const booth of booths) {
    const seat = booth.seats.find((one) => one.participant === participant);
    if (seat !== undefined) return { booth, seat };
  }
  return undefined;
}

/** The channel whose lease a participant holds. */
export function heldBy(channels: readonly Channel[], participant: string | undefined): Channel | undefined {
  return participant ? channels.find(({ holder }) => holder === participant) : undefined;
}
