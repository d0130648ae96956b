// The floor and the list of speakers as views show them: a pure function of what the server told, and of the time.

import type { MeetingView, ParticipantView } from "../model.ts";
import type { Delegation, FloorTimes, ListEntry, PointOfOrder, Role, SpeakersList } from "../protocol.ts";
import type {
  EntryView,
  FloorView,
  ListView,
  NextView,
  PartyTime,
  PointOfOrderView,
  TurnView,
} from "./floor-types.ts";
import { type MeetingState, ownTime } from "./state.ts";

const SPEAKS: ReadonlySet<Role> = new Set<Role>(["organiser", "chair", "delegate"]);

/** The view at a time (epoch ms of the own clock). `people` is the meeting's view of the same state. */
export function floorView(state: MeetingState, people: MeetingView, now: number): FloorView {
  const turn = turnOf(state, people);
  const list = listOf(state, people, now);
  const points = (state.points ?? []).map((point) => pointOf(point, state));
  const own = list.entries.filter(({ isMe }) => isMe);
  const ownReply = own.find(({ kind }) => kind === "reply");
  const ownEntry = own.find(({ kind }) => kind !== "reply");
  const next = nextOf(points, list, people, turn);
  const interrupted = state.floor.interrupted === state.me && state.me !== "";
  const runs = runsOf(turn);
  return {
    ...(turn ? { turn } : {}),
    list,
    protocol: protocolOf(state),
    ...(next ? { next } : {}),
    points,
    ...(ownEntry ? { own: ownEntry } : {}),
    ...(ownReply ? { ownReply } : {}),
    ownPoint: points.some(({ isMe }) => isMe),
    interrupted,
    ...timesOf(state.floorTimes, state, turn),
    ...(runs ? { runs } : {}),
    may: permissions(state, people, { list, turn, own: ownEntry, ownReply, interrupted }),
  };
}

function protocolOf({ meeting }: MeetingState): readonly Delegation[] {
  const { delegations = [], protocolOrder = [] } = meeting ?? {};
  const ranked = protocolOrder.flatMap((id) => delegations.find((one) => one.id === id) ?? []);
  return [...ranked, ...delegations.filter((one) => !ranked.includes(one))];
}

interface Own {
  readonly list: ListView;
  readonly turn: TurnView | undefined;
  readonly own: EntryView | undefined;
  readonly ownReply: EntryView | undefined;
  readonly interrupted: boolean;
}

function permissions(state: MeetingState, { me }: MeetingView, facts: Own): FloorView["may"] {
  const chairs = [...state.participants.values()].some(({ role }) => role === "chair");
  const speaks = me !== undefined && SPEAKS.has(me.role);
  const preside = me?.role === "chair" || (me?.role === "organiser" && !chairs);
  const holds = facts.turn?.holder.isMe ?? false;
  return {
    preside,
    ask: speaks && facts.own === undefined && (facts.list.open || me.role === "chair"),
    reply: speaks && facts.ownReply === undefined,
    raise: speaks && !preside && !holds && !facts.interrupted,
    pause: facts.turn !== undefined && (preside || me?.role === "interpreter"),
  };
}

function turnOf(state: MeetingState, { floor }: MeetingView): TurnView | undefined {
  const { holder } = floor;
  const { kind, language, onBehalfOf, spent, running, limit, interrupted } = state.floor;
  if (holder === undefined) return undefined;
  const runningSince = ownTime(state, running);
  const waits = interrupted ? state.participants.get(interrupted)?.name : undefined;
  return {
    holder,
    kind: kind ?? "statement",
    language: language ?? "",
    onBehalfOf: onBehalfOf ?? "",
    spentMs: spent ?? 0,
    ...(runningSince === undefined ? {} : { runningSince }),
    ...(limit ? { limitMs: limit * 1000 } : {}),
    ...(waits === undefined ? {} : { interrupted: waits }),
  };
}

/** How long the speaker has had the floor until now (epoch ms), ms. */
export function turnSpent({ spentMs, runningSince }: TurnView, now: number): number {
  return spentMs + (runningSince === undefined ? 0 : Math.max(0, now - runningSince));
}

/** Before the end of a speaking time one is warned: a minute, and a fifth of a short one; ms. */
export function warnMs(limitMs: number): number {
  return Math.min(60_000, limitMs / 5);
}

/** How a turn stands to its speaking time. */
export function turnState(turn: TurnView, now: number): "free" | "good" | "soon" | "over" {
  const { limitMs } = turn;
  if (limitMs === undefined) return "free";
  const left = limitMs - turnSpent(turn, now);
  return left <= 0 ? "over" : left <= warnMs(limitMs) ? "soon" : "good";
}

const BARE: SpeakersList = { item: "", order: "request", entries: [] };

/** What the server has of an item's list; a bare one where nothing was said of it. */
export function rawList(state: MeetingState, item: string): SpeakersList {
  return (state.lists ?? []).find((list) => list.item === item) ?? { ...BARE, item };
}

function listOf(state: MeetingState, people: MeetingView, now: number): ListView {
  const raw = rawList(state, state.agenda.current);
  const [opens, closes] = [ownTime(state, raw.opens), ownTime(state, raw.closes)];
  return {
    item: raw.item,
    open: opens !== undefined && now >= opens && (closes === undefined || now < closes),
    ...(opens === undefined ? {} : { opens }),
    ...(closes === undefined ? {} : { closes }),
    zone: raw.zone ?? state.meeting?.timezone ?? "",
    order: raw.order,
    limit: raw.limit ?? 0,
    delegationLimit: raw.delegationLimit ?? 0,
    entries: (raw.entries ?? []).map((entry, index) => entryOf(entry, index + 1, state, people)),
  };
}

function entryOf(entry: ListEntry, place: number, state: MeetingState, people: MeetingView): EntryView {
  const { id, participant, name, kind, onBehalfOf, moved } = entry;
  const person = people.byId.get(participant);
  return {
    id,
    place,
    participant,
    name,
    ...delegationOf(entry.delegation, state),
    kind,
    onBehalfOf: onBehalfOf ?? "",
    moved: moved ?? false,
    present: person !== undefined,
    isMe: participant === state.me,
    language: person?.language ?? "",
  };
}

function pointOf({ participant, name, delegation }: PointOfOrder, state: MeetingState): PointOfOrderView {
  return { participant, name, ...delegationOf(delegation, state), isMe: participant === state.me };
}

function delegationOf(id: string | undefined, { meeting }: MeetingState) {
  const delegation = meeting?.delegations?.find((one) => one.id === id);
  return delegation === undefined ? {} : { delegation };
}

/** As the server gives the floor to the next: a point of order first, then who is there. */
function nextOf(
  points: readonly PointOfOrderView[],
  list: ListView,
  { byId }: MeetingView,
  turn: TurnView | undefined,
): NextView | undefined {
  const point = points.find(({ participant }) => byId.has(participant));
  if (point !== undefined) return { name: point.name, point: true, skipped: [] };
  const here = ({ participant, present }: EntryView) => present && participant !== turn?.holder.id;
  const at = list.entries.findIndex(here);
  const entry = list.entries[at];
  if (entry === undefined) return undefined;
  return { name: entry.name, point: false, skipped: list.entries.slice(0, at).map(({ name }) => name) };
}

function runsOf(turn: TurnView | undefined): FloorView["runs"] {
  if (turn?.runningSince === undefined || turn.kind === "point-of-order") return undefined;
  const { id, delegation } = turn.holder;
  return { delegation: delegation?.id ?? "", speaker: id, since: turn.runningSince };
}

/** The parties that have spoken, and who speaks for the first time. */
function timesOf(times: FloorTimes | undefined, state: MeetingState, turn: TurnView | undefined) {
  const delegations = new Map((times?.delegations ?? []).map(({ delegation, ms }) => [delegation, ms]));
  const speakers: PartyTime[] = (times?.speakers ?? []).map(({ participant, name, ms }) => ({
    id: participant,
    name,
    ms,
  }));
  const runs = runsOf(turn);
  if (runs && turn) {
    if (!delegations.has(runs.delegation)) delegations.set(runs.delegation, 0);
    if (!speakers.some(({ id }) => id === runs.speaker)) {
      speakers.push({ id: runs.speaker, name: turn.holder.name, ms: 0 });
    }
  }
  const parties = (state.meeting?.delegations ?? []).map(({ id, name }) => ({ id, name }));
  return {
    delegations: [...parties, { id: "", name: "" }].flatMap(({ id, name }): PartyTime[] => {
      const ms = delegations.get(id);
      return ms === undefined ? [] : [{ id, name, ms }];
    }),
    speakers,
    pointsMs: times?.points ?? 0,
  };
}

/** A party's floor time until now (epoch ms), ms. */
export function partySpent(
  { id, ms }: PartyTime,
  of: "delegation" | "speaker",
  runs: FloorView["runs"],
  now: number,
): number {
  return runs !== undefined && runs[of] === id ? ms + Math.max(0, now - runs.since) : ms;
}

/**
 * What the hand does: where the list is open it asks for a place on it, or gives the own one up; else it is a hand. The
 * chair's, and one that is up, stay hands.
 */
export function handMeans(
  { list, own, may }: FloorView,
  raised: boolean,
): "hand" | "ask" | { readonly withdraw: string } {
  if (raised || may.preside) return "hand";
  if (own !== undefined) return { withdraw: own.id };
  return list.open && may.ask ? "ask" : "hand";
}

/** When the view changes by itself next, epoch ms: a list opens or closes. */
export function nextChange({ list: { opens, closes } }: FloorView, now: number): number | undefined {
  const ahead = [opens, closes].filter((at) => at !== undefined && at > now) as number[];
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}

/** The participants who can be added to a list. */
export function addable({ participants }: MeetingView, { entries }: ListView): readonly ParticipantView[] {
  const listed = new Set(
    entries.filter(({ kind }) => kind !== "reply").map(({ participant }) => participant),
  );
  return participants.filter(({ id, role }) => SPEAKS.has(role) && !listed.has(id));
}
