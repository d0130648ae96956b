// What a listener sees: a pure function of what the server says, what was chosen, and whether packets arrive.

import type { Channel } from "../protocol.ts";
import type { ListenChoice, ListeningView } from "./model.ts";
import { type InterpretationState, sameLanguage, voiceChannel } from "./state.ts";

export interface ListeningInput {
  readonly state: InterpretationState;
  /** The meeting's languages, in its order. */
  readonly languages: readonly string[];
  readonly choice: ListenChoice;
  readonly sign: string;
  readonly originalLevel: number;
  readonly limiting: number;
  /** Nothing came on the interpretation line for too long. */
  readonly silent: boolean;
}

/** Own language where the invitation says it, else the interface's where the meeting has it, else the floor. */
export function defaultChoice(own: string, page: string, languages: readonly string[]): ListenChoice {
  if (own !== "") return { to: "automatic", language: own };
  const language = languages.find((one) => one === page) ?? languages.find((one) => sameLanguage(one, page));
  return language === undefined ? { to: "floor" } : { to: "automatic", language };
}

/** The channel that a choice leads to; undefined: the floor. */
export function chosenChannel(state: InterpretationState, choice: ListenChoice): Channel | undefined {
  return choice.to === "floor" ? undefined : voiceChannel(state.channels, choice.language);
}

/** What the sound is that a channel gives now. Its `sound` counts: UNINTERPRETABLE is a notice, not a sound. */
function heardFrom(channel: Channel | undefined, silent: boolean): ListeningView["hears"] {
  switch (channel?.sound) {
    case "COUGH":
      return "silence";
    case "ON_AIR":
    case "PAUSE":
      return silent ? "original" : "interpretation";
    default:
      return "original";
  }
}

export function listeningView(input: ListeningInput): ListeningView {
  const { state, languages, choice, silent } = input;
  const channel = chosenChannel(state, choice);
  return {
    // Before the welcome only the meeting's languages are known: its channels are taken to be theirs.
    available: state.known ? state.channels.length > 0 : languages.length > 1,
    languages: state.known ? ofKind(state, "voice", languages) : languages,
    signs: ofKind(state, "sign", languages),
    choice,
    sign: input.sign,
    channel: channel?.language ?? "",
    state: channel?.state ?? "floor",
    hears: heardFrom(channel, silent),
    floorLanguage: state.floorLanguage,
    hops: channel?.hops ?? 0,
    rehearsal: state.rehearsal,
    // A rehearsal is not to be heard of: nothing stays low on its account.
    lowWhenOff: state.lowWhenOff && !state.rehearsal,
    interpreter: channel?.holder ?? "",
    originalLevel: input.originalLevel,
    limiting: input.limiting,
  };
}

/** Languages of the channels of a kind, as the meeting lists them, then what it does not list. */
function ofKind(
  state: InterpretationState,
  kind: Channel["kind"],
  order: readonly string[],
): readonly string[] {
  const found = state.channels.filter((channel) => channel.kind === kind).map(({ language }) => language);
  return [
    ...order.filter((language) => found.includes(language)),
    ...found.filter((language) => !order.includes(language)),
  ];
}
