// The live session's messages: internal/protocol/messages.go in TypeScript. A test reads the golden vectors that
// the Go package keeps, so the two cannot drift. Times are RFC 3339.

/** Version of the protocol that this client speaks. */
export const PROTOCOL_VERSION = 1;

/** Longest chat text, in Unicode code points; the server refuses more. */
export const MAX_CHAT_CODE_POINTS = 2000;

export type Role = "organiser" | "chair" | "delegate" | "observer" | "press";
export type SourceKind = "microphone" | "camera" | "screen" | "screen-sound";
export type PictureKind = "camera" | "screen";
export type Quality = "good" | "fair" | "poor";
export type Reaction = "applause" | "agree" | "disagree" | "thanks";
export type ChatScope = "everyone" | "delegation" | "participant";
export type RID = "f" | "h" | "q";
export type LineUse =
  | "microphone"
  | "camera"
  | "screen"
  | "screen-sound"
  | "stage-sound"
  | "stage-picture"
  | "floor-sound"
  | "interpretation"
  | "picture";

// ---- Shared objects ----

/** RFC 9457 problem details with a stable code. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  code: string;
}

export interface Delegation {
  id: string;
  name: string;
  languages: string[];
}

export interface AgendaItem {
  title: string;
  minutes?: number;
}

export interface Meeting {
  id: string;
  title: string;
  languages: string[];
  delegations: Delegation[];
  agenda: AgendaItem[];
  start?: string;
  timezone?: string;
  state: "scheduled" | "in-session" | "ended";
  locked: boolean;
}

export interface Participant {
  id: string;
  name: string;
  function?: string;
  /** Delegation.id */
  delegation?: string;
  role: Role;
  language?: string;
  /** "reconnecting": lost, kept for 60 s; "external": a WHIP publisher. */
  connection: "connected" | "reconnecting" | "external";
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  screenSound: boolean;
  /** When the hand was raised; absent or "" when it is down. */
  hand?: string;
  quality?: Quality;
}

export interface Floor {
  /** Participant, or "" while the floor is open. */
  holder: string;
  since?: string;
}

export interface ChatMessage {
  seq: number;
  from: string;
  fromName: string;
  to: ChatScope;
  participant?: string;
  delegation?: string;
  text: string;
  at: string;
}

export interface Speaker {
  participant: string;
  /** dBov below full scale: 0 loudest, 127 silence. */
  level: number;
}

export interface OfferLine {
  mid: string;
  use: LineUse;
}

export interface WantSlot {
  mid: string;
  participant?: string;
  kind?: PictureKind;
  stage?: boolean;
  /** Pixels that the tile can show. */
  height: number;
  /** Higher is kept longer when bandwidth is short. */
  priority: number;
}

// ---- Client → server ----

export interface Hello {
  type: "hello";
  version: number;
  token: string;
  resume?: string;
  client?: string;
}

export interface MediaState {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  screenSound: boolean;
}

/** Messages that an "ack" or a "problem" with their id answers. */
export type Command =
  | { type: "send-chat"; to: ChatScope; participant?: string; text: string }
  | { type: "admit"; participant: string }
  | { type: "refuse"; participant: string }
  | { type: "give-floor"; participant: string }
  | { type: "yield-floor" }
  | { type: "mute"; participant: string }
  | { type: "lower-hand"; participant: string }
  | { type: "remove"; participant: string }
  | { type: "lock"; locked: boolean }
  | { type: "end" };

/** Messages that nothing answers (or, for ping, a pong). */
export type Signal =
  | { type: "ping"; t: number }
  | { type: "want-slots"; slots: WantSlot[] }
  | ({ type: "set-media" } & MediaState)
  | { type: "set-hand"; raised: boolean }
  | { type: "react"; reaction: Reaction }
  | { type: "set-language"; language: string }
  | { type: "leave" };

export interface Offer {
  type: "offer";
  id: number;
  sdp: string;
  lines: OfferLine[];
  new: boolean;
}

export type ClientMessage = Hello | Offer | Signal | (Command & { id: number });

// ---- Server → client ----

export interface Welcome {
  type: "welcome";
  version: number;
  me: string;
  resume: string;
  resumed: boolean;
  mediaAlive: boolean;
  now: string;
  meeting: Meeting;
  admission: "lobby" | "admitted";
  participants: Participant[];
  lobby: Participant[];
  chat: ChatMessage[];
  floor: Floor;
  stage: string;
}

export interface SlotChanged {
  type: "slot";
  mid: string;
  /** "": nothing. */
  participant: string;
  kind?: SourceKind;
  rtpTime: number;
  width?: number;
  height?: number;
}

export interface Answer {
  type: "answer";
  id: number;
  sdp: string;
  renegotiations: number;
}

export interface ProblemMessage {
  type: "problem";
  id?: number;
  fatal?: boolean;
  problem: Problem;
}

export type ByeReason = "ended" | "removed" | "replaced" | "left" | "refused";

export type ServerMessage =
  | Welcome
  | Answer
  | ProblemMessage
  | SlotChanged
  | { type: "pong"; t: number }
  | { type: "ack"; id: number }
  | { type: "admitted" }
  | { type: "participant"; participant: Participant }
  | { type: "participant-left"; participant: string; reason: "left" | "lost" | "removed" | "refused" }
  | { type: "lobby"; lobby: Participant[] }
  | { type: "meeting"; meeting: Meeting }
  | { type: "floor"; floor: Floor }
  | { type: "stage"; participant: string }
  | { type: "chat"; message: ChatMessage }
  | { type: "reaction"; participant: string; reaction: Reaction }
  | { type: "mute"; by: string }
  | { type: "layers"; kind: PictureKind; rids: RID[] }
  | { type: "speakers"; speakers: Speaker[] }
  | { type: "bye"; reason: ByeReason };
