// The live session's messages under the names that this client uses. The types are made from the Go structs
// (internal/protocol/messages.go) by `make generate`; here is only what those do not name. Times are RFC 3339.

import type {
  ChatMessage,
  ClientMessage,
  Hello,
  LayersNeeded,
  Offer,
  OfferLine,
  Participant,
  Reacted,
  SetMedia,
  SlotChanged,
  Welcome,
} from "./generated/schema.d.ts";

export type {
  AgendaState,
  Answer,
  ArrangeList,
  Attribution,
  Booth,
  Bye,
  Caption,
  Channel,
  ChatMessage,
  ClientMessage,
  Conflict,
  Correction,
  Delegation,
  Delivery,
  DescribeIntervention,
  Difference,
  Document,
  Floor,
  FloorReport,
  FloorTimes,
  Handover,
  Interpretation,
  InterpretationNotice,
  Intervention,
  ListEntry,
  Meeting,
  MeetingRecord,
  NewBooth,
  OfferLine,
  Participant,
  PointOfOrder,
  Problem,
  RecordVersion,
  SearchResult,
  Seat,
  Segment,
  ServerMessage,
  ShownDocument,
  SlotChanged,
  SourceQuality,
  Speaker,
  SpeakersList,
  Term,
  WantSlot,
  WantSound,
  Welcome,
} from "./generated/schema.d.ts";

/** Version of the protocol that this client speaks. It does not compile against another one. */
export const PROTOCOL_VERSION: Welcome["version"] = 1;

/** Longest chat text, in Unicode code points; the server refuses more. */
export const MAX_CHAT_CODE_POINTS = 2000;

export type Role = Participant["role"];
export type SourceKind = NonNullable<SlotChanged["kind"]>;
export type PictureKind = LayersNeeded["kind"];
export type Quality = NonNullable<Participant["quality"]>;
export type Reaction = Reacted["reaction"];
export type ChatScope = ChatMessage["to"];
export type LineUse = OfferLine["use"];
export type MediaState = Omit<SetMedia, "type">;

/** The simulcast layers that this client's offers declare. */
export type RID = "f" | "h" | "q";

type WithoutID<M> = M extends { id: number } ? Omit<M, "id"> : never;

/** Messages that an "ack" or a "problem" with their id answers. */
export type Command = WithoutID<Exclude<ClientMessage, Offer>>;

/** Messages that nothing answers (or, for ping, a pong). */
export type Signal = Exclude<ClientMessage, Hello | { id: number }>;
