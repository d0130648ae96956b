// The meeting as the server tells it: a pure function of its messages, and the snapshot that views get.

import type { MeetingView, ParticipantView, Permissions } from "../model.ts";
import type {
  AgendaState,
  Document,
  Floor,
  FloorTimes,
  Meeting,
  Participant,
  PointOfOrder,
  Role,
  ServerMessage,
  ShownDocument,
  SpeakersList,
  Welcome,
} from "../protocol.ts";
import { shallowEqual } from "../store.ts";

export interface MeetingState {
  readonly me: string;
  readonly meeting: Meeting | undefined;
  /** In order of arrival. */
  readonly participants: ReadonlyMap<string, Participant>;
  readonly lobby: readonly Participant[];
  readonly floor: Floor;
  readonly floorTimes: FloorTimes;
  readonly lists: readonly SpeakersList[];
  readonly points: readonly PointOfOrder[];
  readonly stage: string;
  readonly agenda: AgendaState;
  readonly documents: readonly Document[];
  readonly shown: ShownDocument;
  /** Opens documents. */
  readonly ticket: string;
  /** Server's clock minus own, ms. */
  readonly clockOffset: number;
}

/** Whether a meeting takes no part in its conduct any more: it has ended, or is cancelled. Its papers go on. */
export function isOver({ state }: Pick<Meeting, "state">): boolean {
  return state === "ended" || state === "cancelled";
}

/** No document is shown. */
export const NOT_SHOWN: ShownDocument = { document: "", page: 0, by: "" };

export const EMPTY: MeetingState = {
  me: "",
  meeting: undefined,
  participants: new Map(),
  lobby: [],
  floor: { holder: "" },
  floorTimes: { delegations: [], speakers: [], points: 0 },
  lists: [],
  points: [],
  stage: "",
  agenda: { current: "", spent: [] },
  documents: [],
  shown: NOT_SHOWN,
  ticket: "",
  clockOffset: 0,
};

/** The state after a message; the same object where it changes nothing. `now`: own epoch ms. */
export function reduce(state: MeetingState, message: ServerMessage, now: number): MeetingState {
  switch (message.type) {
    case "welcome":
      return fromWelcome(message, now);
    case "participant":
      return withParticipant(state, message.participant);
    case "participant-left":
      return without(state, message.participant);
    case "lobby":
      return { ...state, lobby: message.lobby };
    case "meeting":
      return { ...state, meeting: message.meeting };
    case "floor":
      return { ...state, floor: message.floor };
    case "floor-times":
      return { ...state, floorTimes: message.times };
    case "speakers-list": {
      const others = state.lists.filter(({ item }) => item !== message.list.item);
      return { ...state, lists: [...others, message.list] };
    }
    case "points-of-order":
      return { ...state, points: message.points ?? [] };
    case "stage":
      return { ...state, stage: message.participant };
    case "agenda":
      return { ...state, agenda: message.agenda };
    case "shown-document":
      return { ...state, shown: message.shown };
    case "document":
      return { ...state, documents: [...exceptDocument(state, message.document.id), message.document] };
    case "document-withdrawn":
      return { ...state, documents: exceptDocument(state, message.document) };
    default:
      return state;
  }
}

function exceptDocument({ documents }: MeetingState, id: string): readonly Document[] {
  return documents.filter((document) => document.id !== id);
}

function fromWelcome(welcome: Welcome, now: number): MeetingState {
  const serverNow = Date.parse(welcome.now);
  return {
    me: welcome.me,
    meeting: welcome.meeting,
    participants: new Map((welcome.participants ?? []).map((participant) => [participant.id, participant])),
    lobby: welcome.lobby ?? [],
    floor: welcome.floor,
    floorTimes: welcome.floorTimes,
    lists: welcome.lists ?? [],
    points: welcome.points ?? [],
    stage: welcome.stage,
    agenda: welcome.agenda,
    documents: welcome.documents ?? [],
    shown: welcome.shown,
    ticket: welcome.documentTicket,
    clockOffset: Number.isNaN(serverNow) ? 0 : serverNow - now,
  };
}

function withParticipant(state: MeetingState, participant: Participant): MeetingState {
  const participants = new Map(state.participants);
  participants.set(participant.id, participant);
  return { ...state, participants };
}

function without(state: MeetingState, id: string): MeetingState {
  const lobby = state.lobby.filter((participant) => participant.id !== id);
  const participants = new Map(state.participants);
  if (!participants.delete(id) && lobby.length === state.lobby.length) return state;
  return { ...state, participants, lobby };
}

/** Roles that run the meeting: they admit, and may remove, lock and end. */
const RUNS: ReadonlySet<Role> = new Set<Role>(["organiser", "chair"]);
/** Roles that are only there to watch, listen and write. */
const WATCHES: ReadonlySet<Role> = new Set<Role>(["observer", "press", "record-keeper"]);

/** Whether a role may send sound and pictures. */
export function mayPublish(role: Role | undefined): boolean {
  return role !== undefined && !WATCHES.has(role);
}

function permissions(state: MeetingState, role: Role | undefined): Permissions {
  const runs = role !== undefined && RUNS.has(role);
  const chairs = role === "chair";
  const publish = mayPublish(role);
  const { holder } = state.floor;
  const holds = holder !== "" && holder === state.me;
  return {
    admit: runs,
    giveFloor: chairs,
    yieldFloor: holds,
    mute: chairs,
    lowerHands: chairs,
    remove: runs,
    lock: runs,
    record: runs,
    end: runs,
    publish,
    heard: publish && (holder === "" || holds || chairs),
    raiseHand: publish,
    chatDelegation: Boolean(state.participants.get(state.me)?.delegation),
  };
}

/** The snapshot of a state. Parts that have not changed keep their identity from the snapshot before. */
export function viewOf(state: MeetingState, before: MeetingView): MeetingView {
  const byId = new Map<string, ParticipantView>();
  for (const participant of state.participants.values()) {
    byId.set(participant.id, keep(viewOfParticipant(state, participant), before.byId.get(participant.id)));
  }
  const participants = keepList([...byId.values()], before.participants);
  const lobbyBefore = new Map(before.lobby.map((participant) => [participant.id, participant]));
  const lobby = state.lobby.map((one) => keep(viewOfParticipant(state, one), lobbyBefore.get(one.id)));
  const hands = participants
    .filter(({ handSince }) => handSince !== undefined)
    .sort((a, b) => (a.handSince ?? 0) - (b.handSince ?? 0));
  const me = byId.get(state.me);
  const stage = byId.get(state.stage);
  return {
    ...(state.meeting === undefined ? {} : { meeting: state.meeting }),
    ...(me === undefined ? {} : { me }),
    participants,
    byId: participants === before.participants ? before.byId : byId,
    lobby: keepList(lobby, before.lobby),
    floor: keep(floorOf(state, byId), before.floor),
    ...(stage === undefined ? {} : { stage }),
    hands: keepList(hands, before.hands),
    may: keep(permissions(state, me?.role), before.may),
  };
}

/** The snapshot before anything is known. */
export const EMPTY_VIEW: MeetingView = {
  participants: [],
  byId: new Map(),
  lobby: [],
  floor: {},
  hands: [],
  may: permissions(EMPTY, undefined),
};

function floorOf(state: MeetingState, byId: ReadonlyMap<string, ParticipantView>): MeetingView["floor"] {
  const holder = byId.get(state.floor.holder);
  const since = ownTime(state, state.floor.since);
  return {
    ...(holder === undefined ? {} : { holder }),
    ...(since === undefined ? {} : { since }),
    ...(state.floor.intervention ? { intervention: state.floor.intervention } : {}),
  };
}

function viewOfParticipant(state: MeetingState, participant: Participant): ParticipantView {
  const { function: role, delegation: delegationID, hand, quality, language, ...rest } = participant;
  const delegation = state.meeting?.delegations?.find(({ id }) => id === delegationID);
  const handSince = ownTime(state, hand);
  return {
    ...rest,
    function: role ?? "",
    language: language ?? "",
    ...(delegation === undefined ? {} : { delegation }),
    ...(handSince === undefined ? {} : { handSince }),
    ...(quality ? { quality } : {}),
    isMe: participant.id === state.me,
    holdsFloor: participant.id === state.floor.holder,
    onStage: participant.id === state.stage,
  };
}

/** A time of the server (RFC 3339) in epoch ms of the own clock. */
export function ownTime(state: MeetingState, time: string | undefined): number | undefined {
  const parsed = Date.parse(time ?? "");
  return Number.isNaN(parsed) ? undefined : parsed - state.clockOffset;
}

function keep<T extends object>(next: T, before: T | undefined): T {
  return before !== undefined && shallowEqual(next, before) ? before : next;
}

function keepList<T>(next: readonly T[], before: readonly T[]): readonly T[] {
  return next.length === before.length && next.every((item, index) => item === before[index]) ? before : next;
}
