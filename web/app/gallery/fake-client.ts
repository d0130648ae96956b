import {
  type Archive,
  type Archiving,
  type BoothNotice,
  type CaptionsView,
  type ChatView,
  type Client,
  type ClientEvent,
  type ConsoleView,
  type DevicesView,
  type KeptQuotation,
  type ListeningView,
  type MeetingView,
  mayPublish,
  type Negotiation,
  type OwnInput,
  type ParagraphRevision,
  type ParticipantView,
  type PictureView,
  type PlayedView,
  type QualityView,
  type Quoting,
  type ReactionView,
  type RecorderView,
  type RecordKeeping,
  type RecordView,
  type SessionView,
  type SoundView,
  type Store,
  type TextDraft,
  type TextsView,
  type UploadView,
  type VideoSurface,
} from "../../client/index.ts";
import { type AgendaFacts, agendaView } from "../../client/meeting/agenda-view";
import { floorView } from "../../client/meeting/floor-view";
import { EMPTY, type MeetingState } from "../../client/meeting/state";
import { interventions } from "./debate";
import { fakeConsole, fakeListening } from "./fake-interpretation";
import { agendaState, documents, meeting, speech } from "./people";
import { portrait, sharedScreen } from "./portraits";
import slides from "./slides.pdf?url";

/** A store that never changes. */
export function fixed<T>(value: T): Store<T> {
  return { get: () => value, subscribe: () => () => undefined };
}

const done = () => Promise.resolve();

const workingInput = (kind: string): OwnInput => ({
  on: true,
  pending: false,
  live: true,
  devices: [
    { id: "a", label: `${kind} (USB headset)` },
    { id: "b", label: `Built-in ${kind}` },
  ],
  selected: "a",
});

export const workingDevices: DevicesView = {
  microphone: workingInput("Microphone"),
  camera: workingInput("Camera"),
  speaker: {
    devices: [
      { id: "a", label: "Headphones (USB headset)" },
      { id: "b", label: "Built-in speakers" },
    ],
    selected: "a",
    choosable: true,
    suggestHeadphones: false,
  },
  screen: { on: false, pending: false, sound: false, available: true },
  headphones: true,
  unprocessed: true,
  source: { band: 15_500, speech: -21, noise: -62, clipping: 0 },
};

/** Own devices of which none works, for the same reason. */
export function brokenDevices(problem: NonNullable<OwnInput["problem"]>): DevicesView {
  const broken: OwnInput = { on: false, pending: false, live: false, problem, devices: [], selected: "" };
  const { source: _, ...silent } = workingDevices;
  return { ...silent, microphone: broken, camera: broken };
}

export interface FakeState {
  readonly session?: SessionView;
  readonly people?: readonly ParticipantView[];
  readonly view?: Partial<MeetingView>;
  readonly speakers?: ReadonlyMap<string, number>;
  readonly reactions?: readonly ReactionView[];
  readonly recorder?: RecorderView;
  readonly quality?: Partial<QualityView>;
  readonly chat?: ChatView;
  readonly devices?: DevicesView;
  readonly sound?: Partial<SoundView>;
  readonly events?: readonly ClientEvent[];
  readonly agenda?: Partial<AgendaFacts>;
  readonly uploads?: readonly UploadView[];
  /** Of the floor and the lists, as the server tells it. */
  readonly floor?: Partial<MeetingState>;
  readonly listening?: Partial<ListeningView>;
  readonly console?: Partial<ConsoleView>;
  readonly notices?: readonly BoothNotice[];
  readonly record?: Partial<RecordView>;
  readonly texts?: Partial<TextsView>;
  readonly captions?: Partial<CaptionsView>;
  /** Tiles that the connection does not carry. */
  readonly paused?: ReadonlySet<string>;
}

/** A client that shows one state and does nothing. */
export function fakeClient(state: FakeState): Client {
  const view = meetingView(state);
  return {
    session: fixed(state.session ?? { phase: "joined", media: "connected" }),
    meeting: fixed(view),
    speakers: fixed(state.speakers ?? new Map()),
    reactions: fixed(state.reactions ?? []),
    recorder: fixed(state.recorder),
    quality: fixed({
      own: "good",
      rttMs: 38,
      sendBitrate: 1_450_000,
      receiveBitrate: 2_830_000,
      sendLoss: 0,
      receiveLoss: 0.004,
      received: new Map(),
      concealed: new Map(),
      transport: "udp",
      ...state.quality,
    }),
    chat: {
      view: fixed(state.chat ?? { conversations: [{ id: "everyone", messages: [], unread: 0 }], unread: 0 }),
      send: done,
      open: () => undefined,
    },
    pictures: fakePictures(view, state.paused),
    devices: {
      view: fixed(state.devices ?? workingDevices),
      level: fixed((state.devices ?? workingDevices).microphone.live ? 0.55 : 0),
      start: done,
      setMicrophone: done,
      setCamera: done,
      chooseMicrophone: done,
      chooseCamera: done,
      chooseSpeaker: done,
      setHeadphones: done,
      testSpeaker: done,
      startScreen: done,
      stopScreen: () => undefined,
      attachPreview: (element) => play(element, portrait("me")),
      attachScreenPreview: (element) => play(element, sharedScreen()),
    },
    sound: {
      view: fixed<SoundView>({
        blocked: false,
        volume: 0.8,
        minuteMean: -31,
        tooLoud: false,
        ...state.sound,
      }),
      unblock: done,
      setVolume: () => undefined,
    },
    commands: {
      admit: done,
      refuse: done,
      giveFloor: done,
      openFloor: done,
      yieldFloor: done,
      mute: done,
      lowerHand: done,
      remove: done,
      setLocked: done,
      setRecording: done,
      declineRecording: done,
      end: done,
      answerTakeOver: done,
      setRegime: done,
      setHand: () => undefined,
      react: () => undefined,
      setLanguage: () => undefined,
    },
    agenda: fakeAgenda(state, view),
    floor: fakeFloor(state, view),
    record: fakeRecord(state.record),
    texts: fakeTexts(state.texts),
    captions: {
      view: fixed({ language: "", lines: [], ...state.captions }),
      choose: () => undefined,
      write: () => undefined,
      finish: done,
    },
    listening: fakeListening(state.listening),
    console: fakeConsole(view.me, state.console, state.notices),
    stats: { renegotiations: 0, iceRestarts: 0, peerConnections: 1, reconnections: 0 },
    wasJoined: false,
    preview: () => undefined,
    join: () => undefined,
    leave: () => undefined,
    onEvent: (listener) => {
      const timer = setTimeout(() => state.events?.forEach(listener), 50);
      return () => clearTimeout(timer);
    },
    dispose: () => undefined,
  };
}

function meetingView({ people = [], view = {} }: FakeState): MeetingView {
  const me = people.find(({ isMe }) => isMe);
  const chair = me?.role === "chair";
  const sends = mayPublish(me?.role ?? "delegate");
  const holder = people.find(({ holdsFloor }) => holdsFloor);
  const stage = people.find(({ onStage }) => onStage);
  return {
    meeting,
    ...(me ? { me } : {}),
    participants: people,
    byId: new Map(people.map((person) => [person.id, person])),
    lobby: [],
    floor: holder ? { holder, since: Date.now() - 187_000 } : {},
    ...(stage ? { stage } : {}),
    hands: people.filter(({ handSince }) => handSince !== undefined),
    may: {
      admit: chair,
      giveFloor: chair,
      yieldFloor: holder !== undefined && holder === me,
      mute: chair,
      lowerHands: chair,
      remove: chair,
      lock: chair,
      record: chair,
      end: chair,
      publish: sends,
      heard: sends && (holder === undefined || holder === me || chair),
      raiseHand: sends,
      chatDelegation: true,
    },
    ...view,
  };
}

function fakeAgenda({ agenda, uploads = [] }: FakeState, view: MeetingView): Client["agenda"] {
  const { me } = view;
  const facts: AgendaFacts = {
    meeting: view.meeting,
    agenda: agendaState,
    documents,
    ticket: "ticket",
    me: me && {
      id: me.id,
      role: me.role,
      ...(me.delegation ? { delegation: me.delegation.id } : {}),
      ...(me.authority ? { authority: true } : {}),
    },
    shown: { document: "", page: 0, by: "" },
    shownBy: "Elena Robles Ibarra",
    holdsFloor: false,
    chairPresent: true,
    since: Date.now() - 754_000,
    ...agenda,
  };
  const readable = facts.documents.filter(({ kind }) => kind === "document" || me?.role === "interpreter");
  const made = agendaView({ ...facts, documents: readable });
  const shown = made.shown && { ...made.shown, document: { ...made.shown.document, url: slides } };
  return {
    view: fixed({ ...made, ...(shown ? { shown } : {}) }),
    uploads: fixed(uploads),
    move: done,
    adopt: done,
    add: done,
    dismiss: () => undefined,
    withdraw: done,
    show: done,
    stopShowing: done,
    text: ({ language }) => Promise.resolve(speech(language)),
  };
}

function fakeFloor({ floor, agenda }: FakeState, people: MeetingView): Client["floor"] {
  const { holder, since } = people.floor;
  const at = agenda?.agenda ?? agendaState;
  const state: MeetingState = {
    ...EMPTY,
    me: people.me?.id ?? "",
    meeting,
    agenda: at,
    participants: new Map(
      people.participants.map(({ delegation, handSince: _, ...person }) => [
        person.id,
        { ...person, ...(delegation ? { delegation: delegation.id } : {}) },
      ]),
    ),
    ...floor,
    floor: {
      holder: holder?.id ?? "",
      ...(since ? { running: new Date(since).toISOString() } : {}),
      ...floor?.floor,
      ...(holder ? { holder: holder.id } : {}),
    },
  };
  return {
    view: fixed(floorView(state, people, Date.now())),
    arrange: done,
    ask: done,
    withdraw: done,
    rank: done,
    move: done,
    next: done,
    raise: done,
    grant: done,
    dismiss: done,
    pause: done,
    describe: done,
    history: () => Promise.resolve(interventions(Date.now())),
  };
}

export const fakeQuoting = (quotations: readonly KeptQuotation[] = []): Quoting => ({
  kept: { view: fixed({ quotations }), read: done, keep: done, drop: done },
  verify: () => Promise.resolve({ verdict: "not-found", matches: [], withheld: false, version: 0 }),
  file: () => Promise.resolve({ name: "record.html", blob: new Blob([]) }),
});

/** A text that stands still. */
export function fakeTexts(
  view: Partial<TextsView> = {},
  revisions: readonly ParagraphRevision[] = [],
  drafts: ReadonlyMap<string, TextDraft> = new Map(),
): Negotiation {
  return {
    drafts: fixed(drafts),
    view: fixed({
      state: "loaded",
      texts: view.head ? [view.head] : [],
      mayBegin: false,
      paragraphs: new Map(),
      people: [],
      live: true,
      sharing: false,
      translates: true,
      ...view,
    }),
    news: { on: () => () => undefined },
    open: () => undefined,
    close: () => undefined,
    choose: () => undefined,
    turnTo: () => undefined,
    text: view.head?.id ?? "",
    forget: () => undefined,
    create: done,
    add: done,
    edit: done,
    translate: done,
    withdraw: done,
    place: done,
    position: done,
    bracket: done,
    release: done,
    history: () => Promise.resolve({ revisions: [...revisions] }),
    assent: done,
    withdrawAssent: done,
    certify: done,
    openSilence: done,
    endSilence: done,
    object: done,
    rectify: done,
    file: () => Promise.resolve({ name: "text.pdf", blob: new Blob([]) }),
    refuseRectification: done,
    draft: () => undefined,
    here: () => undefined,
    share: () => undefined,
  };
}

export const fakeArchiving = (archive: Archive): Archiving => ({
  view: fixed({ archive, sealing: false }),
  read: done,
  seal: done,
  address: () => Promise.resolve("/"),
});

export function fakeRecord(
  view: Partial<RecordView> = {},
  sound: PlayedView = { segment: "", state: "idle" },
): RecordKeeping {
  return {
    view: fixed({ state: "loaded", segments: [], editors: new Map(), version: 0, ...view }),
    sounds: { view: fixed(sound), toggle: () => undefined, stop: () => undefined },
    open: () => undefined,
    close: () => undefined,
    show: () => undefined,
    edit: () => undefined,
    add: done,
    revise: done,
    split: done,
    join: done,
    intervene: done,
    arrange: done,
    publish: done,
    correct: done,
    decide: done,
    search: () => Promise.resolve({ found: [], all: 0 }),
    prepared: () =>
      Promise.resolve([
        {
          id: "x",
          title: "Intervención de apertura",
          language: "es",
          speaker: "Elena Robles Ibarra",
          party: "mx",
        },
      ]),
    delivery: () =>
      Promise.resolve({
        difference: [
          { op: "same", text: "Señoras y señores: nadie deja " },
          { op: "new", text: "nunca " },
          { op: "same", text: "su casa" },
          { op: "struck", text: " por gusto" },
          { op: "same", text: "." },
        ],
        prepared: 9,
        kept: 7,
      }),
  };
}

function fakePictures(view: MeetingView, paused: ReadonlySet<string> = new Set()): Client["pictures"] {
  const stores = new Map<string, Store<PictureView>>();
  const participantOf = (tile: string) => (tile === "stage" ? view.stage?.id : tile.split("/")[0]);
  return {
    request: () => undefined,
    picture: (tile) => {
      const known = stores.get(tile);
      if (known) return known;
      const participant = participantOf(tile);
      const store = fixed<PictureView>({
        state: paused.has(tile) ? "paused" : "shown",
        ...(participant ? { participant } : {}),
        width: 640,
        height: 360,
      });
      stores.set(tile, store);
      return store;
    },
    attach: (tile, element) =>
      play(element, tile.endsWith("/screen") ? sharedScreen() : portrait(participantOf(tile) ?? "")),
  };
}

function play(element: VideoSurface, stream: MediaStream): () => void {
  element.srcObject = stream;
  element.muted = true;
  void element.play().catch(() => undefined);
  return () => {
    element.srcObject = null;
  };
}
