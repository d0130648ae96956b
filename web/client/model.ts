// What views see of the headless client: immutable snapshots in stores, and commands. Nothing here knows React or
// the DOM beyond the two element interfaces that a picture is attached to.

import type { StatementFinding } from "./generated/schema.d.ts";
import type { Console, Listening } from "./interpretation/model.ts";
import type { FloorControl } from "./meeting/floor-types.ts";
import type { RegimeTarget } from "./meeting/regime.ts";
import type {
  Attribution,
  ChatScope,
  Conflict,
  Delegation,
  Delivery,
  Document,
  Meeting,
  MeetingRecord,
  Participant,
  PictureKind,
  Quality,
  Reaction,
  Role,
  SearchResult,
  Segment,
} from "./protocol.ts";
import type { LateIntervention, NewSegment, SegmentEdit } from "./record/api.ts";
import type { PreparedText } from "./record/view.ts";
import type { Negotiation } from "./texts/texts.ts";
import type { ParagraphConflict } from "./texts/types.ts";

/**
 * A value that changes over time. `get` returns the same object until the value changes, and both functions are
 * bound, so a view writes `useSyncExternalStore(store.subscribe, store.get)`.
 */
export interface Store<T> {
  readonly get: () => T;
  /** Calls the listener after each change; the returned function ends the subscription. */
  readonly subscribe: (listener: () => void) => () => void;
}

// ---- Session ---------------------------------------------------------------------------------------------

/**
 * Where the session is:
 * - `idle`: not joined yet (the pre-join check)
 * - `connecting`: join was called, no answer yet
 * - `lobby`: waiting for the chair
 * - `joined`: in the meeting
 * - `reconnecting`: was in the lobby or the meeting, the connection is lost and being restored; models keep
 *   what they had
 * - `ended`: final; `ending` says why
 */
export type Phase = "idle" | "connecting" | "lobby" | "joined" | "reconnecting" | "ended";

/**
 * Why the session ended. `code` is a bye reason (ended, removed, replaced, left, refused) or a problem's code
 * (token-unknown, token-revoked, token-expired, meeting-full, meeting-locked, too-slow, version-unsupported …).
 */
export interface Ending {
  readonly code: string;
  readonly title?: string;
  readonly detail?: string;
  /** True where calling `join` again may work (left, replaced, meeting-full, too-slow …). */
  readonly canRejoin: boolean;
}

export interface SessionView {
  readonly phase: Phase;
  readonly ending?: Ending;
  /** While connecting: the invitation is in use elsewhere, and whoever is there is asked to let one take over. */
  readonly contested?: boolean;
  /** While the connection is lost: since when (epoch ms), which attempt, and what the browser says of the network. */
  readonly lost?: { readonly since: number; readonly attempt: number; readonly online: boolean };
  /** Connection of picture and sound. `blocked`: it could not be made for 15 s (a firewall?). */
  readonly media: "none" | "connecting" | "connected" | "reconnecting" | "blocked";
  /** The media offer's problem, where the server refused it. */
  readonly mediaProblem?: { readonly code: string; readonly title: string; readonly detail?: string };
}

// ---- Meeting ---------------------------------------------------------------------------------------------

export interface ParticipantView {
  readonly id: string;
  readonly name: string;
  readonly function: string;
  readonly delegation?: Delegation;
  readonly role: Role;
  readonly language: string;
  readonly connection: "connected" | "reconnecting" | "external";
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly screen: boolean;
  readonly screenSound: boolean;
  /** Epoch ms (own clock) when the hand was raised. */
  readonly handSince?: number;
  readonly quality?: Quality;
  readonly trust: Participant["trust"];
  /** Acts for the delegation. */
  readonly authority?: boolean;
  readonly isMe: boolean;
  readonly holdsFloor: boolean;
  readonly onStage: boolean;
  /** Has declined to be recorded. */
  readonly unrecorded?: boolean;
}

/** What the own role and the state of the meeting allow; the server decides, this only hides what it would refuse. */
export interface Permissions {
  readonly admit: boolean;
  readonly giveFloor: boolean;
  readonly yieldFloor: boolean;
  readonly mute: boolean;
  readonly lowerHands: boolean;
  readonly remove: boolean;
  readonly lock: boolean;
  /** Starts and stops the recording of the sound. */
  readonly record: boolean;
  readonly end: boolean;
  /** May send sound and pictures at all (not observers or press). */
  readonly publish: boolean;
  /** Is heard now: the floor is open, or own, or the own role is always heard. */
  readonly heard: boolean;
  readonly raiseHand: boolean;
  readonly chatDelegation: boolean;
}

export interface MeetingView {
  /** Known from the invitation or the welcome. */
  readonly meeting?: Meeting;
  readonly me?: ParticipantView;
  /** Everybody in the meeting, oneself included, in order of arrival. */
  readonly participants: readonly ParticipantView[];
  readonly byId: ReadonlyMap<string, ParticipantView>;
  /** Who waits outside (chair and organiser only), longest first. */
  readonly lobby: readonly ParticipantView[];
  /** `holder` undefined: the floor is open. `since` in epoch ms of the own clock. `intervention`: the turn that goes on. */
  readonly floor: {
    readonly holder?: ParticipantView;
    readonly since?: number;
    readonly intervention?: string;
  };
  /** Whose picture and sound the stage carries. */
  readonly stage?: ParticipantView;
  /** Raised hands, the longest raised first. */
  readonly hands: readonly ParticipantView[];
  readonly may: Permissions;
}

/** What the recorder has written. */
export interface RecorderView {
  /** Sounds under way. */
  readonly files: number;
  /** Of all the meeting's files. */
  readonly bytes: number;
  /** Milliseconds that are silence in them because they did not arrive. */
  readonly lostMs: number;
  /** Of the server's speech recognition; undefined: there is none. Counts are stretches of speech. */
  readonly speech?: { readonly waiting: number; readonly dropped: number; readonly down: boolean };
}

// ---- Agenda and documents --------------------------------------------------------------------------------

/** A document that one may read. `url` opens its content, in a tab too, for a day while one is in the meeting. */
export interface DocumentView
  extends Pick<Document, "id" | "kind" | "title" | "file" | "mediaType" | "bytes"> {
  /** The point's id, "" of none. */
  readonly item: string;
  /** BCP 47, "" not said. */
  readonly language: string;
  readonly delegation?: Delegation;
  /** Of a prepared text: who will speak; "" not said. */
  readonly speaker: string;
  /** Who added it; "" the organisation. */
  readonly byName: string;
  readonly url: string;
  readonly mayWithdraw: boolean;
  /** Whether one may show it to everybody now. */
  readonly mayShow: boolean;
}

/** The page of a document that everybody sees. */
export interface ShownView {
  readonly document: DocumentView;
  /** From 1. */
  readonly page: number;
  /** Who shows it; "" somebody who is not here. */
  readonly byName: string;
  /** Whether one turns its pages for everybody, and ends it. */
  readonly mayTurn: boolean;
}

/** A title by language (BCP 47). */
export type Titles = Readonly<Record<string, string>>;

export interface PointView {
  readonly id: string;
  /** From 1. */
  readonly number: number;
  readonly title: string;
  /** The title by language, where it has several. */
  readonly titles?: Titles;
  /** Every delegation has adopted it. */
  readonly adopted: boolean;
  /** Planned. */
  readonly minutes?: number;
  /** Of the visits that are over, ms; spentAt adds the present one. */
  readonly spentMs: number;
  readonly current: boolean;
  /** Since when the meeting is at this point, epoch ms. */
  readonly since?: number;
  readonly documents: readonly DocumentView[];
}

export interface AgendaView {
  readonly points: readonly PointView[];
  /** undefined: the meeting is at no point. */
  readonly current?: PointView;
  /** Ids of the points before and after; at none, the first comes next. */
  readonly previous?: string;
  readonly next?: string;
  /** Documents under no point. */
  readonly loose: readonly DocumentView[];
  /** All that one may read, as they were added. */
  readonly documents: readonly DocumentView[];
  /** undefined: none is shown to everybody. */
  readonly shown?: ShownView;
  readonly mayMove: boolean;
  readonly mayAdd: boolean;
  /** Some of it is provisional: not every delegation has adopted it. */
  readonly provisional: boolean;
  /** Names of the delegations whose adoption it lacks. */
  readonly awaited: readonly string[];
  /** One acts for a delegation that has not adopted it as it is. */
  readonly mayAdopt: boolean;
}

/** What is said of a new document; "" says nothing. */
export interface NewDocument {
  readonly kind: Document["kind"];
  readonly item: string;
  readonly title: string;
  readonly language: string;
  readonly speaker: string;
}

/** A file on its way; with a problem it has ended, and stays until it is dismissed. */
export interface UploadView {
  readonly key: number;
  readonly file: string;
  /** 0 … 1 */
  readonly sent: number;
  readonly problem?: CommandProblem;
}

export interface Agenda {
  readonly view: Store<AgendaView>;
  readonly uploads: Store<readonly UploadView[]>;
  /** Moves the meeting to a point, or with "" to none. */
  move(point: string): Promise<void>;
  /** Adopts the agenda as it is shown for the own delegation. */
  adopt(): Promise<void>;
  /** Never rejects: what is wrong is at the file, in `uploads`. */
  add(file: File, details: NewDocument): Promise<void>;
  /** Gives up a file that is on its way, or forgets one that failed. */
  dismiss(upload: number): void;
  withdraw(document: string): Promise<void>;
  /** Shows a document's page (from 1) to everybody, or turns it. */
  show(document: string, page: number): Promise<void>;
  stopShowing(): Promise<void>;
  /** The content of a plain text; rejects with CommandProblem. */
  text(document: DocumentView): Promise<string>;
}

/** Participant → loudness 0 … 1 for those heard now; loudest first. Changes up to a few times a second. */
export type SpeakersView = ReadonlyMap<string, number>;

export interface ReactionView {
  /** Unique; a key for lists. */
  readonly key: number;
  readonly participant: string;
  readonly name: string;
  readonly reaction: Reaction;
}

// ---- Chat ------------------------------------------------------------------------------------------------

/** "everyone", "delegation", or a participant's id for a talk between two. */
export type ConversationID = string;

export interface ChatMessageView {
  readonly seq: number;
  readonly from: string;
  readonly fromName: string;
  readonly mine: boolean;
  readonly to: ChatScope;
  readonly text: string;
  /** Epoch ms, own clock. */
  readonly at: number;
}

export interface ConversationView {
  readonly id: ConversationID;
  /** The other person's name for a talk between two. */
  readonly name?: string;
  readonly messages: readonly ChatMessageView[];
  readonly unread: number;
}

export interface ChatView {
  /** "everyone" first, "delegation" where one belongs to one, then talks, latest first. */
  readonly conversations: readonly ConversationView[];
  readonly unread: number;
}

export interface Chat {
  readonly view: Store<ChatView>;
  /** Resolves when the message is durable; rejects with CommandProblem. */
  send(to: ConversationID, text: string): Promise<void>;
  /** Says which conversation is on screen (undefined: none): it is read, and stays read while it is open. */
  open(conversation: ConversationID | undefined): void;
}

// ---- Pictures --------------------------------------------------------------------------------------------

/** "stage", "sign", or `${participant}/camera`, or `${participant}/screen` (see tileOf). */
export type TileID = string;

export interface TileRequest {
  readonly tile: TileID;
  /** Height of the tile in CSS pixels; the client multiplies it by the device's pixel ratio. */
  readonly height: number;
}

/** What an attached tile shows. `waiting`: asked for, not there yet; `shown`: the right face is on screen. */
export interface PictureView {
  /** `paused`: one's own connection does not carry it; it comes back by itself. */
  readonly state: "none" | "waiting" | "shown" | "paused";
  /** The source that the tile carries (the stage's changes by itself). */
  readonly participant?: string;
  readonly kind?: PictureKind;
  /** Pixels of the source, 0 while unknown. */
  readonly width: number;
  readonly height: number;
}

/** The part of HTMLVideoElement that the client uses. */
export type VideoSurface = Pick<
  HTMLVideoElement,
  "srcObject" | "muted" | "play" | "addEventListener" | "removeEventListener" | "videoWidth" | "videoHeight"
> &
  Partial<Pick<HTMLVideoElement, "requestVideoFrameCallback" | "cancelVideoFrameCallback">>;

export interface Pictures {
  /**
   * Says which tiles are visible now, the most important first; replaces the former list. Cheap to call after each
   * layout: it is compared and sent at most every 150 ms. Tiles beyond the number of slots stay without picture.
   */
  request(tiles: readonly TileRequest[]): void;
  /** The picture of one tile. The same store for the same tile. */
  picture(tile: TileID): Store<PictureView>;
  /**
   * Plays a tile in a video element: sets srcObject, muted, and starts it. Hide the element (visibility, or a
   * cover) while `picture(tile).state` is not "shown". The returned function detaches it.
   */
  attach(tile: TileID, element: VideoSurface): () => void;
}

// ---- Own devices -----------------------------------------------------------------------------------------

/**
 * - `insecure`: the page is not a secure context (http on another host than localhost)
 * - `unsupported`: the browser has no such function
 * - `denied`: no permission; `none`: no such device; `in-use`: another program has it
 * - `unplugged`: it was pulled out while in use; `failed`: anything else
 */
export type DeviceProblem =
  | "insecure"
  | "unsupported"
  | "denied"
  | "none"
  | "in-use"
  | "unplugged"
  | "failed";

export interface DeviceView {
  readonly id: string;
  /** Empty before permission is given. */
  readonly label: string;
}

export interface OwnInput {
  /** What the person wants: on or off. */
  readonly on: boolean;
  /** True while a request to the browser is under way. */
  readonly pending: boolean;
  /** A live track exists: with `on` it is being sent (after join). */
  readonly live: boolean;
  readonly problem?: DeviceProblem;
  readonly devices: readonly DeviceView[];
  /** Device in use or chosen; "" for the browser's default. */
  readonly selected: string;
}

/** How good the own microphone's sound is before it is encoded, over the last seconds. */
export interface SourceMeasure {
  /** Upper end of the audio band, Hz; 0: not known yet. */
  readonly band: number;
  /** Level of what is said, and of the pauses, dBFS (RMS); −127: none yet. */
  readonly speech: number;
  readonly noise: number;
  /** Samples at full scale, per mille. */
  readonly clipping: number;
}

export interface DevicesView {
  readonly microphone: OwnInput;
  readonly camera: OwnInput;
  readonly speaker: {
    readonly devices: readonly DeviceView[];
    readonly selected: string;
    /** Whether the browser lets a page choose (setSinkId). */
    readonly choosable: boolean;
    /** The device's name looks like loudspeakers, so headphones would be better: they avoid echo. */
    readonly suggestHeadphones: boolean;
  };
  readonly screen: {
    readonly on: boolean;
    readonly pending: boolean;
    readonly sound: boolean;
    readonly available: boolean;
    readonly problem?: DeviceProblem;
  };
  /** The person said that they wear headphones: nothing is done to their microphone's sound. Remembered. */
  readonly headphones: boolean;
  /** No browser processing on the microphone, as getSettings() says; undefined: no track, or the browser is silent. */
  readonly unprocessed?: boolean;
  /** While the microphone is live (before joining, too); undefined: nothing to measure. */
  readonly source?: SourceMeasure;
}

export interface Devices {
  readonly view: Store<DevicesView>;
  /** Own microphone's level, 0 … 1, about 15 times a second while live (also before joining). */
  readonly level: Store<number>;
  /**
   * Asks for microphone and camera as remembered (both on at first), for the pre-join check. Never rejects: what
   * failed is in `view`.
   */
  start(): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  setCamera(on: boolean): Promise<void>;
  chooseMicrophone(id: string): Promise<void>;
  chooseCamera(id: string): Promise<void>;
  chooseSpeaker(id: string): Promise<void>;
  /** Says whether headphones are worn; opens the microphone anew with or without the browser's processing. */
  setHeadphones(on: boolean): Promise<void>;
  /** Plays a short rising tone on the chosen speaker; resolves when it ended. */
  testSpeaker(): Promise<void>;
  /** Opens the browser's picker; call it from a click. Resolves when sharing began or was given up. */
  startScreen(options: { sound: boolean }): Promise<void>;
  stopScreen(): void;
  /** Plays the own camera (muted) in an element; the view mirrors it. The returned function detaches it. */
  attachPreview(element: VideoSurface): () => void;
  /** The same for the own shared screen. */
  attachScreenPreview(element: VideoSurface): () => void;
}

// ---- Sound -----------------------------------------------------------------------------------------------

export interface SoundView {
  /** The browser refuses to play until the person clicks: show a button that calls `unblock`. */
  readonly blocked: boolean;
  /** 0 … 1 */
  readonly volume: number;
  /** The mean of what went to the ear in the last minute, whole dBFS (RMS); −Infinity: nothing. */
  readonly minuteMean: number;
  /** It has reached the figure above which hearing suffers in the long run, see EXPOSURE_DBFS. */
  readonly tooLoud: boolean;
}

export interface Sound {
  readonly view: Store<SoundView>;
  /** Call from a click. */
  unblock(): Promise<void>;
  setVolume(volume: number): void;
}

// ---- Quality ---------------------------------------------------------------------------------------------

export interface QualityView {
  readonly own?: Quality;
  /** Round trip of the media connection, ms. */
  readonly rttMs?: number;
  /** Bits per second. */
  readonly sendBitrate: number;
  readonly receiveBitrate: number;
  /** Fraction of packets lost in the last interval, 0 … 1. */
  readonly sendLoss: number;
  readonly receiveLoss: number;
  /** What one sees of others, by participant, from the slots that carry them. */
  readonly received: ReadonlyMap<string, ReceivedQuality>;
  /** How much of each one's sound the own browser had to make up, 0 … 1, by participant; of whom one hears. */
  readonly concealed: ReadonlyMap<string, number>;
  /** "udp", "tcp", "relay", or "" while unknown. */
  readonly transport: string;
}

export interface ReceivedQuality {
  readonly quality: Quality;
  readonly loss: number;
  readonly framesPerSecond: number;
  readonly height: number;
}

// ---- The record ------------------------------------------------------------------------------------------

export interface RecordView {
  readonly state: "idle" | "loading" | "loaded" | "failed";
  /** Of "failed". */
  readonly problem?: CommandProblem;
  readonly info?: MeetingRecord;
  /** In the order in which they were spoken, removed ones included. */
  readonly segments: readonly Segment[];
  /** Participants by the segment in which they write. */
  readonly editors: ReadonlyMap<string, readonly string[]>;
  /** 0: the draft, or the last version for those who may not read that. */
  readonly version: number;
}

/** The record: in the meeting as it grows, and after it. Promises reject with CommandProblem. */
/** The sound that plays, of which segment. */
export interface PlayedView {
  /** Segment; "": none. */
  readonly segment: string;
  readonly state: "idle" | "loading" | "playing" | "failed";
  readonly problem?: CommandProblem;
}

/** What was said, played: one segment at a time. */
export interface SegmentSounds {
  readonly view: Store<PlayedView>;
  /** Plays a segment in the place of what plays; the one that plays stops. */
  toggle(segment: string): void;
  stop(): void;
}

export interface RecordKeeping {
  readonly view: Store<RecordView>;
  readonly sounds: SegmentSounds;
  /** Reads it, and in the meeting follows it until `close`. */
  open(): void;
  close(): void;
  /** Another version; 0: the draft. */
  show(version: number): void;
  /** Shows the others in which segment one writes ("": in none). */
  edit(segment: string): void;
  add(segment: NewSegment): Promise<void>;
  /** A stale edit rejects with the problem's `conflict`; the segment is then the present one. */
  revise(segment: string, edit: SegmentEdit): Promise<void>;
  /** Two segments of one; `place` is where the second's words begin, in UTF-16 units of the text. */
  split(segment: Segment, place: number): Promise<void>;
  /** One of two that follow one another; see `joinable`. */
  join(segment: Segment, other: Segment): Promise<void>;
  /** A turn for which nobody was given the floor. */
  intervene(turn: LateIntervention): Promise<void>;
  arrange(official: MeetingRecord["official"]): Promise<void>;
  publish(): Promise<void>;
  correct(segment: string, text: string, reason: string): Promise<void>;
  decide(correction: string, accept: boolean, reason: string): Promise<void>;
  search(query: string, language: string): Promise<SearchResult>;
  delivery(intervention: string, document: string): Promise<Delivery>;
  /** The prepared texts that one may read and compare. */
  prepared(): Promise<readonly PreparedText[]>;
}

/** One sentence of the captions. */
export interface CaptionLine {
  readonly key: number;
  /** Participant who writes; "": the server. */
  readonly by: string;
  /** Participant whose words they are; "": not said. */
  readonly speaker: string;
  readonly language: string;
  readonly origin: Segment["origin"];
  readonly text: string;
  readonly final: boolean;
  /** Recognised by a machine, checked by nobody. */
  readonly machine: boolean;
}

export interface CaptionsView {
  /** In which they are shown; "": off. */
  readonly language: string;
  /** Oldest first. */
  readonly lines: readonly CaptionLine[];
}

export interface Captions {
  readonly view: Store<CaptionsView>;
  choose(language: string): void;
  /** The sentence as it is by now (record keepers). */
  write(language: string, origin: "floor" | "interpretation", text: string): void;
  /** The sentence is whole: it becomes a segment of the record. */
  finish(language: string, origin: "floor" | "interpretation", text: string): Promise<void>;
}

// ---- Events ----------------------------------------------------------------------------------------------

/** A point of the agenda, as it is said. */
export type AgendaPoint = Pick<PointView, "number" | "title" | "titles">;

/** Things that happen once: for notices and screen readers. */
export type ClientEvent =
  | { readonly type: "joined"; readonly participant: ParticipantView }
  | {
      readonly type: "left";
      readonly participant: ParticipantView;
      readonly reason: "left" | "lost" | "removed" | "refused";
    }
  | { readonly type: "knocked"; readonly participant: ParticipantView }
  | { readonly type: "admitted" }
  | { readonly type: "muted-by"; readonly name: string }
  | { readonly type: "hand-raised"; readonly participant: ParticipantView }
  | { readonly type: "floor-given"; readonly participant: ParticipantView }
  | { readonly type: "floor-opened" }
  /** `mine`: it is for oneself to grant. */
  | { readonly type: "point-raised"; readonly name: string; readonly mine: boolean }
  /** A speaking time is nearly over, or over; `mine`: the own one; `preside`: one gives the floor. */
  | {
      readonly type: "speaking-time";
      readonly name: string;
      readonly over: boolean;
      readonly mine: boolean;
      readonly preside: boolean;
    }
  /** The chair moved the meeting on its agenda; undefined: to no point. */
  | { readonly type: "agenda-moved"; readonly point?: AgendaPoint }
  /** Something has become of a text that is negotiated, by somebody else; not told while one has it open. */
  | {
      readonly type: "text-news";
      readonly kind: "proposed" | "assented" | "objected" | "adopted";
      readonly text: string;
      readonly title: string;
      readonly titles?: Titles;
      /** Of the paragraph that is proposed. */
      readonly number: string;
      /** Of the delegation, or else of the person; empty: the administration did it. */
      readonly name: string;
    }
  /** The sound is recorded from now on, or was already when one came; or it is not any more. */
  | { readonly type: "recording"; readonly on: boolean }
  | { readonly type: "chat"; readonly conversation: ConversationID; readonly message: ChatMessageView }
  | { readonly type: "reaction"; readonly reaction: ReactionView }
  | {
      readonly type: "device-lost";
      readonly device: "microphone" | "camera";
      /** Label of the device that is used instead; undefined: goes on without. */
      readonly replacedBy?: string;
    }
  /** Somebody opened one's own link elsewhere and would take over: Commands.answerTakeOver. */
  | { readonly type: "take-over-asked" }
  | { readonly type: "screen-ended" }
  /** The loudspeaker that was chosen does not play; the sound goes on where it was. */
  | { readonly type: "speaker-failed" }
  /** The browser's audio thread failed us: the sound goes on, with the browser's own limiter. */
  | { readonly type: "sound-simplified" }
  /** `silenced`: after so long that the microphone, camera and screen that were on have been turned off. */
  | { readonly type: "reconnected"; readonly afterMs: number; readonly silenced: boolean }
  /** A signal without answer of its own was refused, such as a flood of reactions. */
  | { readonly type: "refused"; readonly code: string; readonly detail?: string };

// ---- The whole -------------------------------------------------------------------------------------------

/** A command that the server refused, or that could not be sent (code "disconnected"). */
export class CommandProblem extends Error {
  readonly code: string;
  readonly title: string;
  readonly detail: string | undefined;
  /** Of revision-stale: what the edit has missed. */
  readonly conflict: Conflict | undefined;
  /** The same of a negotiated text. */
  readonly paragraphConflict: ParagraphConflict | undefined;
  /** Of a local time that the clocks skip or show twice: the two (RFC 3339) of which one may be meant. */
  choices: readonly string[] = [];
  /** Of statement-fails: what the calendar or the record does not bear out. */
  findings: readonly StatementFinding[] = [];

  constructor(
    code: string,
    title: string,
    detail?: string,
    conflict?: Conflict,
    paragraphConflict?: ParagraphConflict,
  ) {
    super(detail ?? title);
    this.name = "CommandProblem";
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.conflict = conflict;
    this.paragraphConflict = paragraphConflict;
  }
}

/** Promises resolve when the server acknowledged, durably where it is an event; they reject with CommandProblem. */
export interface Commands {
  admit(participant: string): Promise<void>;
  refuse(participant: string): Promise<void>;
  giveFloor(participant: string): Promise<void>;
  openFloor(): Promise<void>;
  yieldFloor(): Promise<void>;
  mute(participant: string): Promise<void>;
  lowerHand(participant: string): Promise<void>;
  remove(participant: string): Promise<void>;
  setLocked(locked: boolean): Promise<void>;
  setRecording(on: boolean): Promise<void>;
  /** Keeps the own sound out of the recording, or no longer. */
  declineRecording(declined: boolean): Promise<void>;
  end(): Promise<void>;
  /** Lets whoever opened one's own link elsewhere take over, or not. */
  answerTakeOver(allow: boolean): Promise<void>;
  setRegime(target: RegimeTarget, attribution: Attribution): Promise<void>;
  /** Own hand. Nothing answers: the own participant changes. */
  setHand(raised: boolean): void;
  react(reaction: Reaction): void;
  /** The language that one wants ("" the floor). */
  setLanguage(language: string): void;
}

/** Counters for tests and for the curious, also at `window.cumbre`. */
export interface ClientStats {
  /** Offers beyond the first of the present PeerConnection, as the server counts them, without ICE restarts. */
  renegotiations: number;
  iceRestarts: number;
  peerConnections: number;
  reconnections: number;
  /** ms from the call of `join` to: the welcome, the media connection, the first remote frame on screen. */
  joinToWelcomeMs?: number;
  joinToMediaMs?: number;
  joinToFirstFrameMs?: number;
  /** What protects the ears: the limiter in the audio thread, or the browser's compressor where that is missing. */
  limiter?: "worklet" | "compressor";
  /** ms from the loss of the connection to being back, the last time. */
  lastReconnectMs?: number;
}

/** A client of one meeting, for one invitation. */
export interface Client {
  readonly session: Store<SessionView>;
  readonly meeting: Store<MeetingView>;
  readonly speakers: Store<SpeakersView>;
  readonly reactions: Store<readonly ReactionView[]>;
  /** How the recorder does; who leads and technicians only, and while it records. */
  readonly recorder: Store<RecorderView | undefined>;
  readonly quality: Store<QualityView>;
  readonly chat: Chat;
  readonly pictures: Pictures;
  readonly devices: Devices;
  readonly sound: Sound;
  readonly commands: Commands;
  readonly agenda: Agenda;
  readonly floor: FloorControl;
  readonly record: RecordKeeping;
  readonly captions: Captions;
  readonly texts: Negotiation;
  readonly listening: Listening;
  readonly console: Console;
  readonly stats: ClientStats;
  /** This tab was in the meeting before a reload: call `join` at once, without the pre-join check. */
  readonly wasJoined: boolean;
  /**
   * Shows what the invitation says of the meeting before joining; the welcome replaces it. An interpreter's role lets
   * the pre-join check open the microphone as it will be used.
   */
  preview(meeting: Meeting, role?: Role): void;
  /** Joins (or joins again after an ending with canRejoin). Call it from a click, so that sound may play. */
  join(): void;
  /** Leaves for good; phase becomes "ended" with code "left". */
  leave(): void;
  onEvent(listener: (event: ClientEvent) => void): () => void;
  /** Ends everything: connection, devices, subscriptions. */
  dispose(): void;
}

/** The tile of a participant's picture. */
export function tileOf(participant: string, kind: PictureKind): TileID {
  return `${participant}/${kind}`;
}

/** The tile that follows the stage. */
export const STAGE_TILE: TileID = "stage";

/**
 * The tile of the sign language that was chosen (Listening.chooseSign). It is asked for as long as one is chosen,
 * before all others and at 480 lines or more, whatever the views request.
 */
export const SIGN_TILE: TileID = "sign";
