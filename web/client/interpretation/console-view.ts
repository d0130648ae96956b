// What an interpreter's console shows: pure functions of what the server says. What one may do follows the server's
// rules (internal/interpretation); the server decides, this only hides what it would refuse.

import type { Booth, Channel, Handover, Seat, SourceQuality } from "../protocol.ts";
import type {
  BoothView,
  ChannelView,
  ConsoleView,
  HandoverView,
  RelayPreset,
  SeatView,
  SpeakerQualityView,
} from "./model.ts";
import { heldBy, type InterpretationState, sameLanguage, seatOf } from "./state.ts";

/** What the views need to know of people and time. */
export interface Lookup {
  readonly me: string;
  nameOf(participant: string): string;
  /** Server time (RFC 3339) in own epoch ms. */
  time(at: string | undefined): number | undefined;
  levelOf(participant: string): number;
}

/** A booth in which nobody has begun a hand-over, and nothing may be done about it. */
export const IDLE_HANDOVER: HandoverView = {
  state: "IDLE",
  from: "",
  to: "",
  mayOffer: false,
  mayRequest: false,
  mayAccept: false,
  mayDecline: false,
  mayCancel: false,
  maySwitch: false,
  mayTakeOver: false,
  due: false,
};

const isReady = (seat: Seat) => seat.devices && seat.headphones && seat.level;
const isOnAir = ({ state }: Seat) => state === "ON_AIR" || state === "COUGH";
const isAbsent = ({ state }: Seat) => state === "OFFLINE" || state === "LOST";

// ---- Seats and booths ----

export function seatView(seat: Seat, lookup: Lookup): SeatView {
  const { participant, number, state, output, input, automatic, hops, talking } = seat;
  return {
    participant,
    name: lookup.nameOf(participant),
    number,
    state,
    output,
    input,
    automatic,
    hops,
    talking,
    isMe: participant === lookup.me,
    level: lookup.levelOf(participant),
  };
}

export function boothView(state: InterpretationState, booth: Booth, lookup: Lookup): BoothView {
  const { id, name, kind, outputs, capacity, seats, shift, twoMicrophones } = booth;
  const ends = lookup.time(shift.ends);
  return {
    id,
    name,
    kind,
    outputs,
    capacity,
    seats: [...seats].sort((a, b) => a.number - b.number).map((seat) => seatView(seat, lookup)),
    handover: handoverView(state, booth, lookup),
    shift: {
      minutes: shift.minutes,
      ...(ends === undefined ? {} : { ends }),
      amber: shift.amber,
      over: shift.over,
    },
    twoMicrophones,
  };
}

// ---- Hand-over ----

function handoverView(state: InterpretationState, booth: Booth, lookup: Lookup): HandoverView {
  const { handover } = booth;
  const at = lookup.time(handover.at);
  const deadline = lookup.time(handover.deadline);
  return {
    ...IDLE_HANDOVER,
    state: handover.state,
    from: handover.from ?? "",
    to: handover.to ?? "",
    ...mayOf(state, booth, lookup.me),
    ...(handover.when === undefined ? {} : { when: handover.when }),
    ...(at === undefined ? {} : { at }),
    due: handover.due,
    ...(deadline === undefined ? {} : { deadline }),
  };
}

/** What somebody may do in the hand-over of a booth. */
export function mayOf(state: InterpretationState, booth: Booth, me: string): Partial<HandoverView> {
  const seat = booth.seats.find(({ participant }) => participant === me);
  if (seat === undefined) return {};
  const { handover } = booth;
  const idle = handover.state === "IDLE";
  const party = !idle && (handover.from === me || handover.to === me);
  const mine = handover.by === me;
  const holds = heldBy(state.channels, me) !== undefined;
  const colleagues = booth.seats.filter((one) => one !== seat);
  const takes = takeOverChannel(state, booth, seat);
  return {
    mayOffer: idle && holds && isOnAir(seat) && colleagues.some((one) => isReady(one) && isStandby(one)),
    mayRequest: idle && !holds && isReady(seat) && colleagues.some(isOnAir),
    mayAccept: party && !mine && handover.state !== "ARMED" && !handover.agreed,
    mayDecline: party && !mine,
    mayCancel: party && mine,
    maySwitch: handover.state === "ARMED" && handover.from === me,
    mayTakeOver: takes !== undefined,
    ...(takes === undefined ? {} : { takes }),
  };
}

const isStandby = (seat: Seat) => !isOnAir(seat) && !isAbsent(seat);

/**
 * The channel of the booth that a seat may take without asking: of a holder who is lost, or where both booths allow it;
 * the own output first. Not only that one: the colleague may have changed the direction before. Nobody on air is
 * offered it, as it would cost the channel that they have; for them there is the change of direction.
 */
export function takeOverChannel(state: InterpretationState, booth: Booth, seat: Seat): string | undefined {
  if (!isReady(seat) || heldBy(state.channels, seat.participant) !== undefined) return undefined;
  const others = booth.outputs.filter((language) => language !== seat.output);
  const held = [seat.output, ...others].flatMap((language) =>
    state.channels.filter((channel) => channel.language === language && channel.holder !== ""),
  );
  const overrides = ({ holder }: Channel) =>
    booth.policy === "override" && seatOf(state, holder)?.booth.policy === "override";
  return (held.find((channel) => isLost(state, channel)) ?? held.find(overrides))?.language;
}

/** Whether who holds a channel is gone. */
function isLost(state: InterpretationState, { state: heard, holder }: Channel): boolean {
  const seat = seatOf(state, holder)?.seat;
  return heard === "LOST" || seat === undefined || isAbsent(seat);
}

// ---- The own microphone ----

export function microphoneOf(seat: Seat | undefined, connected: boolean): ConsoleView["microphone"] {
  switch (seat?.state) {
    case "ON_AIR":
    case "COUGH":
      // Nothing of ours gets there now, whatever was last said of it.
      if (!connected) return "lost";
      return seat.state === "COUGH" ? "cough" : "open";
    case "ARMED":
      return connected ? "armed" : "closed";
    case "LOST":
      return "lost";
    default:
      return "closed";
  }
}

export function blockedBy(
  state: InterpretationState,
  seat: Seat | undefined,
  connected: boolean,
): ConsoleView["blocked"] {
  if (!connected) return "disconnected";
  if (seat === undefined || !isReady(seat)) return "check";
  if (seat.output === "") return "output";
  const channel = state.channels.find(({ language }) => language === seat.output);
  const holder = channel?.holder ?? "";
  // From one who is lost it may be taken over.
  return holder !== "" && holder !== seat.participant && channel?.state !== "LOST" ? "held" : undefined;
}

// ---- Channels and relay ----

/** "FLOOR" where the floor itself speaks the language, "+" where it is interpreted from the floor, "−" by relay. */
function relayMark({ state, hops }: Channel): string {
  if (state === "PASS") return "FLOOR";
  return hops > 1 ? "−" : "+";
}

export function channelView(channel: Channel, lookup: Lookup): ChannelView {
  const { language, kind, holder, booth = "", state, hops, relays, listens, listeners = [] } = channel;
  const holderName = holder === "" ? "" : lookup.nameOf(holder);
  const relay = relayMark(channel);
  return { language, kind, holder, holderName, booth, state, hops, relay, relays, listens, listeners };
}

const PRESET_KEYS = ["a", "b", "c"] as const;
type Chosen = Partial<Record<RelayPreset["key"], string>>;

/** A channel's rank for relay: understood before not, worked into before silent, few hops before many. */
function rank(channel: Channel, understands: readonly string[]): number {
  const understood = understands.some((language) => sameLanguage(language, channel.language));
  return (understood ? 0 : 1000) + (channel.holder === "" ? 500 : channel.hops);
}

/**
 * The a, b, c presets: the channels that were chosen, and for the other keys the best of the rest. The booth's own
 * outputs are not among these: what a colleague works into is what one's own relay would have to be turned away from.
 * A key that was once given out by default keeps its channel (`given`): it must not change under the finger.
 */
export function presetsOf(
  state: InterpretationState,
  mine: { booth: Booth; seat: Seat } | undefined,
  chosen: Chosen,
  given: Chosen,
): RelayPreset[] {
  const voices = state.channels.filter(({ kind }) => kind === "voice");
  const find = (language: string | undefined) => voices.find((channel) => channel.language === language);
  const result = new Map<RelayPreset["key"], Channel>();
  for (const key of PRESET_KEYS) {
    const channel = find(chosen[key]) ?? find(given[key]);
    if (channel !== undefined) result.set(key, channel);
  }
  const outputs = mine?.booth.outputs ?? [];
  const understands = [...(mine?.seat.understands ?? []), ...outputs];
  const used = new Set(result.values());
  const rest = voices
    .filter((channel) => !used.has(channel) && !outputs.includes(channel.language))
    .sort((a, b) => rank(a, understands) - rank(b, understands));
  return PRESET_KEYS.map((key) => {
    const channel = result.get(key) ?? rest.shift();
    if (channel === undefined) return { key, channel: "", hops: 0, silent: true };
    return { key, channel: channel.language, hops: channel.hops, silent: channel.holder === "" };
  });
}

// ---- Partner ----

/** Whom the console listens to as partner: the colleague on air, or else the next seat. */
export function partnerOf(mine: { booth: Booth; seat: Seat } | undefined): string {
  if (mine === undefined) return "";
  const { booth, seat } = mine;
  const others = booth.seats.filter(({ participant }) => participant !== seat.participant);
  const { handover } = booth;
  const counterpart = others.find(({ participant }) => isParty(handover, participant));
  const after = (one: Seat) => (one.number - seat.number + booth.capacity) % Math.max(1, booth.capacity);
  const next = [...others].sort((a, b) => after(a) - after(b))[0];
  return (others.find(isOnAir) ?? counterpart ?? next)?.participant ?? "";
}

function isParty(handover: Handover, participant: string): boolean {
  return handover.state !== "IDLE" && (handover.from === participant || handover.to === participant);
}

// ---- How good the speakers' sound is ----

/**
 * Bounds of good and fair. Band: ISO 20109 wants 125–15,000 Hz, of which speech itself shows the upper end only in
 * sibilants; 7 kHz is "HD voice", where interpreters work but tire. Signal to noise, dB: 25 a quiet office, 15 a
 * street. Speech between −40 and −6 dBFS needs no hand at the volume. Clipping and loss per mille.
 */
const GOOD = { band: 12_000, signal: 25, clipping: 1, loss: 10 };
const FAIR = { band: 7_000, signal: 15, clipping: 10, loss: 50 };
const LEVELS = { quietest: -40, loudest: -6 };

export function judge(source: Omit<SourceQuality, "type">): SpeakerQualityView["judgement"] {
  if (source.band === 0) return "unknown";
  const meets = ({ band, signal, clipping, loss }: typeof GOOD) =>
    source.band >= band &&
    source.speech - source.noise >= signal &&
    source.clipping <= clipping &&
    source.loss <= loss;
  if (!meets(FAIR)) return "poor";
  const level = source.speech >= LEVELS.quietest && source.speech <= LEVELS.loudest;
  // The browser's processing cuts syllables and bends the tone even where all figures are fine.
  return meets(GOOD) && level && !source.processed ? "good" : "fair";
}

export function sourceView({ type: _, ...source }: SourceQuality, lookup: Lookup): SpeakerQualityView {
  return { ...source, name: lookup.nameOf(source.participant), judgement: judge(source) };
}
