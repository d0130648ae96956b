// What views see of the floor and the lists of speakers.

import type { ParticipantView, Store } from "../model.ts";
import type {
  ArrangeList,
  Delegation,
  DescribeIntervention,
  Intervention,
  SpeakersList,
} from "../protocol.ts";

export type InterventionKind = Intervention["kind"];
export type ListOrder = SpeakersList["order"];
/** What one asks for on a list. */
export type RequestKind = Exclude<InterventionKind, "point-of-order">;

/** The intervention under way. Times are epoch ms of the own clock and ms. */
export interface TurnView {
  readonly holder: ParticipantView;
  readonly kind: InterventionKind;
  /** BCP 47, "" not known. */
  readonly language: string;
  readonly onBehalfOf: string;
  /** Of the intervals that are over; turnSpent adds the one that runs. */
  readonly spentMs: number;
  /** undefined: the clock stands. */
  readonly runningSince?: number;
  readonly limitMs?: number;
  /** Who goes on when this point of order is over. */
  readonly interrupted?: string;
}

export interface EntryView {
  readonly id: string;
  /** From 1. */
  readonly place: number;
  readonly participant: string;
  readonly name: string;
  readonly delegation?: Delegation;
  readonly kind: RequestKind;
  readonly onBehalfOf: string;
  /** The chair put it in this place. */
  readonly moved: boolean;
  /** In the meeting now. */
  readonly present: boolean;
  readonly isMe: boolean;
  /** What they speak, "" not said or not present. */
  readonly language: string;
}

export interface ListView {
  /** The point's id; "" of what belongs to none. */
  readonly item: string;
  readonly open: boolean;
  /** Epoch ms of the own clock. */
  readonly opens?: number;
  readonly closes?: number;
  /** IANA. */
  readonly zone: string;
  readonly order: ListOrder;
  /** Speaking times, s; 0 none. */
  readonly limit: number;
  readonly delegationLimit: number;
  readonly entries: readonly EntryView[];
}

export interface PointOfOrderView {
  readonly participant: string;
  readonly name: string;
  readonly delegation?: Delegation;
  readonly isMe: boolean;
}

/** Floor time of one party, of the intervals that are over. */
export interface PartyTime {
  /** The delegation's id; "" of speakers without one. */
  readonly id: string;
  readonly name: string;
  readonly ms: number;
}

/** Who gets the floor by "next". */
export interface NextView {
  readonly name: string;
  readonly point: boolean;
  /** Names of those before who are not in the meeting. */
  readonly skipped: readonly string[];
}

export interface FloorView {
  /** undefined: the floor is open. */
  readonly turn?: TurnView;
  /** Of the point that the meeting is at. */
  readonly list: ListView;
  /** All delegations by rank: what a list in the order of protocol goes by. */
  readonly protocol: readonly Delegation[];
  readonly next?: NextView;
  readonly points: readonly PointOfOrderView[];
  /** The own entries of the list: to speak, and for a right of reply. */
  readonly own?: EntryView;
  readonly ownReply?: EntryView;
  readonly ownPoint: boolean;
  /** The own speech waits for the end of a point of order. */
  readonly interrupted: boolean;
  readonly delegations: readonly PartyTime[];
  readonly speakers: readonly PartyTime[];
  readonly pointsMs: number;
  /** Whose time runs now: the party's and the speaker's id; undefined: nobody's. */
  readonly runs?: { readonly delegation: string; readonly speaker: string; readonly since: number };
  readonly may: {
    readonly preside: boolean;
    /** Ask for the floor on the list, which is open. */
    readonly ask: boolean;
    readonly reply: boolean;
    readonly raise: boolean;
    readonly pause: boolean;
  };
}

export interface InterventionView {
  readonly id: string;
  readonly name: string;
  readonly delegation?: Delegation;
  readonly kind: InterventionKind;
  readonly language: string;
  readonly onBehalfOf: string;
  readonly ms: number;
  /** Epoch ms of the own clock. */
  readonly start: number;
  readonly over: boolean;
}

export type ListSettings = Omit<ArrangeList, "type" | "id" | "item">;
export type TurnSettings = Omit<DescribeIntervention, "type" | "id">;

/** Promises reject with CommandProblem. Lists are those of the point that the meeting is at. */
export interface FloorControl {
  readonly view: Store<FloorView>;
  /** Changes how the list is kept; the rest stays. */
  arrange(changes: Partial<ListSettings>): Promise<void>;
  /** Asks for the floor; the chair adds another one. */
  ask(kind: RequestKind, options?: { onBehalfOf?: string; participant?: string }): Promise<void>;
  withdraw(entry: string): Promise<void>;
  /** Puts a delegation into a place of protocol, from 1; the others keep their order. */
  rank(delegation: string, place: number): Promise<void>;
  /** To a place from 1; 0: where the order has it. */
  move(entry: string, place: number): Promise<void>;
  next(): Promise<void>;
  /** The own point of order. */
  raise(raised: boolean): Promise<void>;
  grant(participant: string): Promise<void>;
  dismiss(participant: string): Promise<void>;
  pause(paused: boolean): Promise<void>;
  describe(changes: Partial<TurnSettings>): Promise<void>;
  /** The interventions on the point that the meeting is at, as they began. */
  history(): Promise<readonly InterventionView[]>;
}
