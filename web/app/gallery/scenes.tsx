import type { ReactNode } from "react";
import {
  type CaptionLine,
  type ChatMessageView,
  type ClientEvent,
  CommandProblem,
  type Conflict,
  type DemoInfo,
  type DocumentView,
  type InterpretationSetup,
  type InvitationSummary,
  type KeptQuotation,
  type ParticipantView,
  type PlayedView,
  type Quotation,
  type RecordInfo,
  type Segment,
  type SessionView,
} from "../../client/index.ts";
import { AdminPage } from "../features/admin/AdminPage";
import type { AdminModel, AdminView } from "../features/admin/admin-model";
import { DemoPage } from "../features/demo/DemoPage";
import { EndingPage } from "../features/ending/EndingPage";
import { HomePage } from "../features/home/HomePage";
import { Lobby } from "../features/lobby/Lobby";
import { MeetingScreen } from "../features/meeting/MeetingScreen";
import { PreJoin } from "../features/prejoin/PreJoin";
import { DeliveryDialog } from "../features/record/Delivery";
import { LateTurnDialog } from "../features/record/LateTurn";
import { RecordPage } from "../features/record/RecordPage";
import { ConflictDialog, SegmentEditor } from "../features/record/SegmentEditor";
import { Page } from "../features/shell/Page";
import type { Load, Loader } from "../load";
import { archiveScenes } from "./archive-scenes";
import { beforeScenes, draft, homeModel, wizardSteps } from "./before-scenes";
import { debate, points } from "./debate";
import {
  brokenDevices,
  type FakeState,
  fakeArchiving,
  fakeClient,
  fakeQuoting,
  fakeRecord,
  fixed,
  workingDevices,
} from "./fake-client";
import { interpretationScenes } from "./interpretation-scenes";
import { nextScenes } from "./next-scenes";
import { cast, invitation, meeting } from "./people";
import { publishingScenes } from "./publishing-scenes";
import { keptQuotations, quotingScenes } from "./quoting-scenes";
import { textScenes, textView } from "./text-scenes";

/** One screen in one state. */
export type Scene = () => ReactNode;

const loader = <T,>(value: Load<T>): Loader<T> => ({ ...fixed(value), reload: () => undefined });
const idle: SessionView = { phase: "idle", media: "none" };

const prejoin =
  (state: FakeState = {}, change: Parameters<typeof invitation>[0] = {}): Scene =>
  () => <PreJoin client={fakeClient({ session: idle, ...state })} invitation={invitation(change)} />;

type Initial = Parameters<typeof MeetingScreen>[0]["initial"];
const inMeeting =
  (state: FakeState, initial?: NonNullable<Initial>): Scene =>
  () => <MeetingScreen client={fakeClient(state)} {...(initial ? { initial } : {})} />;

const ending =
  (code: string, canRejoin = false): Scene =>
  () => <EndingPage ending={{ code, canRejoin }} onAgain={() => undefined} />;

const recordedSince = "2021-05-07T15:02:00.000Z";
const recorded = { ...meeting, soundRecording: { since: recordedSince } };

// Elena Robles has the floor and speaks; one looks on as Rebecca Stone, or chairs as Joaquín Arce.
const speaking = { 0: { holdsFloor: true, onStage: true } };
const handUp = { 4: { handSince: 1 }, 1: { handSince: 2 } };
const speakers = new Map([["p0", 0.7]]);
const delegate: FakeState = { people: cast(8, 7, { ...speaking, ...handUp }), speakers };
const waiting: readonly ParticipantView[] = cast(2, -1).map((person, index) => ({
  ...person,
  id: `w${index}`,
  name: ["Carmen Olvera Ruiz", "Thomas Okafor"][index] ?? "",
}));
const chair: FakeState = {
  people: cast(9, 2, { ...speaking, ...handUp, 2: { microphone: true } }),
  speakers,
  view: { lobby: waiting, meeting: { ...meeting, locked: true } },
};
const speakingTime: ClientEvent = {
  type: "speaking-time",
  name: "Rebecca Stone",
  over: false,
  mine: true,
  preside: false,
};
const reconnecting = (online: boolean): SessionView => ({
  phase: "reconnecting",
  media: "reconnecting",
  lost: { since: Date.now() - 7000, attempt: 3, online },
});

const message = (seq: number, change: Partial<ChatMessageView>): ChatMessageView => ({
  seq,
  from: "p1",
  fromName: "Margaret Hale",
  mine: false,
  to: "everyone",
  text: "",
  at: Date.parse("2021-05-07T16:04:00Z") + seq * 70_000,
  ...change,
});
const chat: FakeState["chat"] = {
  unread: 3,
  conversations: [
    {
      id: "everyone",
      unread: 0,
      messages: [
        message(1, { text: "Good morning. The text of the joint statement is in paragraph 4 of the draft." }),
        message(2, {
          fromName: "Elena Robles Ibarra",
          text: "Buenos días. Lo vemos en el punto dos del orden del día.",
        }),
        message(3, { fromName: "ليلى بن حدّو", text: "صباح الخير، نحن متفقون على النص." }),
        message(4, {
          mine: true,
          text: "Thank you. We have one reservation on the second sentence; see below.\n“…by 8 June”",
        }),
      ],
    },
    { id: "delegation", unread: 3, messages: [] },
  ],
};

const spoken = (change: Partial<Segment>): Segment => ({
  id: "s1",
  form: "verbatim",
  intervention: "i1",
  speaker: "p0",
  language: "es",
  origin: "floor",
  start: "2021-05-07T16:04:00.000Z",
  text: "",
  source: "human",
  revision: 1,
  by: "p5",
  change: 1,
  ...change,
});
const segments: readonly Segment[] = [
  spoken({
    sound: true,
    text: "Señora vicepresidenta: nuestros países enfrentan grandes retos, la pandemia y sus consecuencias económicas.",
  }),
  spoken({
    id: "s2",
    language: "en",
    origin: "interpretation",
    sound: true,
    text: "Madam Vice President: our countries face great challenges, the pandemic and its economic repercussions.",
  }),
  spoken({ id: "s3", start: "2021-05-07T16:04:21.000Z", text: "Nadie deja su casa por gusto.", revision: 3 }),
  spoken({
    id: "s4",
    start: "2021-05-07T16:06:02.000Z",
    intervention: "i2",
    speaker: "p1",
    language: "en",
    source: "asr",
    sound: true,
    text: "Thank you, Mr President. You can count on us: we will invest in the countries of origin.",
  }),
  spoken({
    id: "s5",
    start: "2021-05-07T16:07:10.000Z",
    intervention: "i3",
    speaker: "p3",
    language: "ar",
    origin: "prepared",
    text: "نرحّب بهذا الحوار، ونؤكّد أنّ الهجرة قضية مشتركة.",
  }),
];
const keeper: FakeState = {
  people: cast(8, 5, {
    ...speaking,
    5: { role: "record-keeper", name: "Inés Galdós", function: "", camera: false },
  }),
  speakers,
};
const told = { all: false, people: false, names: false, words: false };
const reader = { draft: true, keep: false, correct: false, archive: false };
type Checked = { text: string; checked: Quotation };
const recordOf = (people: readonly ParticipantView[], change: Partial<RecordInfo> = {}): RecordInfo => ({
  meeting,
  official: "verbatim",
  change: 9,
  segments: segments.length,
  languages: ["es", "en", "ar"],
  speakers: people.slice(0, 4).map(({ id, name, function: post, delegation }) => ({
    id,
    name,
    function: post,
    ...(delegation ? { delegation: delegation.id } : {}),
  })),
  interventions: [
    {
      id: "i1",
      speaker: "p0",
      kind: "statement",
      start: "2021-05-07T16:04:00.000Z",
      end: "2021-05-07T16:06:00.000Z",
    },
    { id: "i2", speaker: "p1", kind: "statement", start: "2021-05-07T16:06:02.000Z" },
    { id: "i3", speaker: "p3", kind: "statement", start: "2021-05-07T16:07:10.000Z" },
  ],
  versions: [],
  corrections: [],
  people: people.slice(0, 4).map(({ id, name, delegation }) => ({
    id,
    name,
    ...(delegation ? { delegation: delegation.id } : {}),
  })),
  may: { draft: true, keep: true, correct: false, archive: false },
  withheld: told,
  quotations: { kept: 0, failing: 0 },
  me: "p5",
  ...change,
});
const record = recordOf(keeper.people ?? []);
const published: Partial<RecordInfo> = {
  versions: [
    {
      number: 1,
      at: "2021-05-08T09:30:00.000Z",
      byName: "Inés Galdós",
      form: "verbatim",
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      until: "2021-05-15T09:30:00.000Z",
    },
  ],
  corrections: [
    {
      id: "k1",
      version: 1,
      segment: "s3",
      delegation: "mx",
      by: "p0",
      byName: "Elena Robles Ibarra",
      before: "Nadie deja su casa por gusto.",
      after: "Nadie deja su pueblo por gusto.",
      difference: [
        { op: "same", text: "Nadie deja su " },
        { op: "struck", text: "casa " },
        { op: "new", text: "pueblo " },
        { op: "same", text: "por gusto." },
      ],
      at: "2021-05-09T10:00:00.000Z",
      status: "accepted",
    },
    {
      id: "k2",
      version: 1,
      segment: "s4",
      delegation: "us",
      by: "p1",
      byName: "Margaret Hale",
      before: "You can count on us.",
      after: "You can count on us in this.",
      difference: [
        { op: "same", text: "You can count on us " },
        { op: "new", text: "in this" },
        { op: "same", text: "." },
      ],
      reason: "The last two words are missing.",
      at: "2021-05-09T11:00:00.000Z",
      status: "pending",
    },
  ],
};
const page =
  (
    change: Partial<RecordInfo>,
    version = 0,
    {
      sound,
      kept,
      ...more
    }: { at?: string; kept?: readonly KeptQuotation[]; initial?: Checked; sound?: PlayedView } = {},
  ): Scene =>
  () => (
    <RecordPage
      model={fakeRecord({ info: { ...record, ...change }, segments, version }, sound)}
      quoting={fakeQuoting(kept)}
      archiving={fakeArchiving({ seals: [], key: "", maySeal: false })}
      link="/m/m1#t"
      {...more}
    />
  );
const checked = (text: string, verdict: Quotation) =>
  page({ ...published, may: reader }, 1, { initial: { text, checked: verdict } });
const conflict: Conflict = {
  segment: spoken({ id: "s3", text: "Nadie deja su casa por gusto: la deja por necesidad.", revision: 4 }),
  difference: [
    { op: "same", text: "Nadie deja " },
    { op: "new", text: "nunca " },
    { op: "same", text: "su casa por gusto" },
    { op: "struck", text: ": la deja por necesidad" },
    { op: "same", text: "." },
  ],
};
const captionLine = (change: Partial<CaptionLine>): CaptionLine => ({
  key: 1,
  by: "p5",
  speaker: "p0",
  language: "en",
  origin: "interpretation",
  text: "Our countries face great challenges, the pandemic and its economic repercussions.",
  final: true,
  machine: false,
  ...change,
});

const usual = {
  created: "2021-05-01T09:00:00Z",
  expires: "2021-06-06T15:00:00Z",
  lobby: false,
  shared: false,
  revoked: false,
  focalPoint: false,
  authority: false,
  vouched: false,
  entryRefused: false,
  came: false,
};
const invitations: readonly InvitationSummary[] = [
  {
    ...usual,
    id: "i1",
    role: "chair",
    name: "Joaquín Arce Villaseñor",
    function: "Embajador",
    delegation: "mx",
  },
  {
    ...usual,
    id: "i2",
    role: "delegate",
    name: "Margaret Hale",
    function: "Deputy Secretary of State",
    delegation: "us",
  },
  {
    ...usual,
    id: "i3",
    role: "delegate",
    name: "Thomas Okafor",
    function: "Adviser",
    delegation: "us",
    revoked: true,
  },
  { ...usual, id: "i4", role: "press", name: "Sala de prensa", shared: true },
];
const scheduled = {
  ...meeting,
  id: "m2",
  title: "Cumbre de seguimiento, 8 de junio",
  state: "scheduled" as const,
};

const setup: InterpretationSetup = {
  rehearsal: false,
  lowWhenOff: false,
  booths: [
    {
      id: "es-en",
      name: "Español – English",
      kind: "voice",
      outputs: ["en", "es"],
      seats: 2,
      policy: "consent",
    },
    { id: "fr", name: "Français", kind: "voice", outputs: ["fr"], seats: 2, policy: "override" },
    { id: "lsm", name: "LSM", kind: "sign", outputs: ["mfs"], seats: 2, policy: "consent" },
  ],
};

function adminModel(view: Partial<AdminView>): AdminModel {
  return {
    ...fixed<AdminView>({
      meetings: { state: "loaded", value: [meeting, scheduled] },
      invitations: { state: "loaded", value: invitations },
      interpretation: { state: "loaded", value: setup },
      links: new Map([["i2", "https://cumbre.example/m/m1#R2x5dGhpcyBpcyBub3QgYSB0b2tlbg"]]),
      ...view,
    }),
    reload: () => undefined,
    select: () => undefined,
    create: () => Promise.resolve(),
    invite: () => Promise.resolve({ ...usual, id: "", role: "observer", name: "", url: "", token: "" }),
    revoke: () => Promise.resolve(),
    arrange: () => Promise.resolve(),
    renew: () => Promise.resolve(),
    refuseEntry: () => Promise.resolve(),
    arrangeAgenda: () => Promise.resolve(),
  };
}

const demo: DemoInfo = {
  title: meeting.title,
  places: [
    { role: "chair", name: "Chair", function: "Moderator of the meeting", url: "#1" },
    {
      role: "delegate",
      name: "Asesora",
      function: "Asesora de la Secretaría",
      delegation: "México",
      url: "#2",
    },
    {
      role: "delegate",
      name: "Adviser",
      function: "Adviser to the Vice President",
      delegation: "United States",
      url: "#3",
    },
    { role: "observer", name: "Observer", url: "#4" },
  ],
};

/** Every screen in every state, by name. */
export const scenes: Readonly<Record<string, Scene>> = {
  ...interpretationScenes,
  ...beforeScenes,
  ...nextScenes,
  ...Object.fromEntries(
    wizardSteps.map((step) => [
      `wizard-${step}`,
      () => <AdminPage model={adminModel({})} creating wizard={{ draft, step }} />,
    ]),
  ),
  ...quotingScenes(checked),
  ...publishingScenes,
  ...textScenes,
  "meeting-text-news": inMeeting({
    ...delegate,
    events: [
      {
        type: "text-news",
        kind: "objected",
        text: "t1",
        title: "Joint statement",
        titles: { es: "Comunicado conjunto", ar: "بيان مشترك" },
        number: "",
        name: "Guatemala",
      },
    ],
  }),
  "meeting-text": inMeeting({ ...delegate, texts: textView }, { panel: "text" }),
  "record-place": page({ ...published, may: reader, withheld: { ...told, names: true, words: true } }, 1, {
    at: "s3",
  }),
  "record-kept": page({ ...published, quotations: { kept: 2, failing: 1 } }, 0, { kept: keptQuotations }),
  "record-off": page({ withheld: { ...told, all: true } }),
  "admin-no-booths": () => (
    <AdminPage
      model={adminModel({
        selected: meeting,
        interpretation: { state: "loaded", value: { rehearsal: false, lowWhenOff: false, booths: [] } },
      })}
    />
  ),

  home: () => <HomePage mine={homeModel([])} />,
  demo: () => <DemoPage demo={loader({ state: "loaded", value: demo })} />,
  "demo-none": () => (
    <DemoPage
      demo={loader<DemoInfo>({ state: "failed", problem: new CommandProblem("http-404", "Not found") })}
    />
  ),

  "admin-meeting": () => <AdminPage model={adminModel({ selected: meeting })} />,
  "admin-not-recorded": () => (
    <AdminPage
      model={adminModel({
        meetings: { state: "loaded", value: [{ ...meeting, notRecorded: "disk-full" }, scheduled] },
      })}
    />
  ),
  "admin-new": () => <AdminPage model={adminModel({})} creating />,
  "admin-empty": () => <AdminPage model={adminModel({ meetings: { state: "loaded", value: [] } })} />,
  "admin-refused": () => (
    <AdminPage
      model={adminModel({ meetings: { state: "failed", problem: new CommandProblem("token-unknown", "") } })}
    />
  ),

  prejoin: prejoin(),
  "prejoin-speakers": prejoin({
    devices: {
      ...workingDevices,
      speaker: { ...workingDevices.speaker, selected: "b", suggestHeadphones: true },
    },
  }),
  "prejoin-denied": prejoin({ devices: brokenDevices("denied") }),
  "prejoin-none": prejoin({ devices: brokenDevices("none") }),
  "prejoin-in-use": prejoin({ devices: brokenDevices("in-use") }),
  "prejoin-insecure": prejoin({ devices: brokenDevices("insecure") }),
  "prejoin-joining": prejoin({ session: { phase: "connecting", media: "none" } }, { admission: "admitted" }),
  "prejoin-observer": prejoin(
    {},
    { role: "observer", name: "Observatorio de Fronteras", function: "", delegation: "" },
  ),

  "prejoin-recorded": prejoin({}, { meeting: recorded }),

  lobby: () => (
    <Lobby
      client={fakeClient({ session: { phase: "lobby", media: "none" } })}
      name="Rebecca Stone"
      delegation="us"
      publishes
    />
  ),
  "lobby-reconnecting": () => (
    <Lobby
      client={fakeClient({ session: reconnecting(true) })}
      name="Rebecca Stone"
      delegation="us"
      publishes
    />
  ),

  meeting: inMeeting({
    ...delegate,
    reactions: [{ key: 1, participant: "p4", name: "Ixchel Tzoc Ajú", reaction: "applause" }],
    chat: { conversations: chat.conversations, unread: 3 },
  }),
  "meeting-chair": inMeeting(chair, { panel: "people" }),
  "meeting-recorded": inMeeting({ ...delegate, view: { meeting: recorded } }),
  "meeting-recording": inMeeting(
    {
      ...chair,
      view: { meeting: recorded },
      recorder: { files: 3, bytes: 48_300_000, lostMs: 340, speech: { waiting: 2, dropped: 1, down: false } },
    },
    { recording: true },
  ),
  "meeting-recording-choice": inMeeting({ ...delegate, view: { meeting: recorded } }, { recording: true }),
  "meeting-not-recording": inMeeting({
    ...delegate,
    view: { meeting: { ...meeting, soundRecording: { since: recordedSince, trouble: "disk-full" } } },
  }),
  "meeting-two": inMeeting({ people: cast(2, 1, { 0: { onStage: true } }), speakers }),
  "meeting-alone": inMeeting({ people: cast(1, 0) }),
  "meeting-many": inMeeting({ people: cast(40, 7, { ...speaking, ...handUp }), speakers }),
  "meeting-screen": inMeeting({
    people: cast(8, 7, { 0: { holdsFloor: true, onStage: true, screen: true, screenSound: true } }),
    speakers,
  }),
  "meeting-screen-full": inMeeting(
    {
      people: cast(8, 7, { 0: { holdsFloor: true, onStage: true, screen: true, screenSound: true } }),
      speakers,
    },
    { full: true },
  ),
  "meeting-recorded-full": inMeeting({ ...delegate, view: { meeting: recorded } }, { full: true }),
  "meeting-full-chat": inMeeting({ ...delegate, chat }, { full: true, panel: "chat" }),
  "meeting-twelve": inMeeting({ people: cast(12, 7, { ...speaking, ...handUp }), speakers }),
  "meeting-sharing": inMeeting({
    ...delegate,
    devices: { ...workingDevices, screen: { on: true, pending: false, sound: true, available: true } },
  }),
  "meeting-floor": inMeeting({ people: cast(8, 0, { 0: { holdsFloor: true, onStage: true } }), speakers }),
  "meeting-muted": inMeeting({
    ...delegate,
    devices: {
      ...workingDevices,
      microphone: { ...workingDevices.microphone, on: false },
      camera: { ...workingDevices.camera, on: false },
    },
    events: [{ type: "muted-by", name: "Joaquín Arce Villaseñor" }],
  }),
  "meeting-observer": inMeeting({ people: cast(9, 8, speaking), speakers }),
  "meeting-chat": inMeeting({ ...delegate, chat }, { panel: "chat" }),
  "meeting-chat-empty": inMeeting(delegate, { panel: "chat" }),
  "meeting-people": inMeeting(delegate, { panel: "people" }),
  "meeting-record": inMeeting(
    { ...keeper, record: { info: record, segments, editors: new Map([["s3", ["p1"]]]) } },
    { panel: "record" },
  ),
  "meeting-captions": inMeeting({
    ...delegate,
    captions: {
      language: "en",
      lines: [
        captionLine({}),
        captionLine({ key: 2, text: "Nobody leaves home because they", final: false }),
      ],
    },
  }),
  "meeting-captions-machine": inMeeting({
    ...delegate,
    captions: {
      language: "en",
      lines: [
        captionLine({ by: "", speaker: "p1", origin: "floor", machine: true, text: "You can count on us." }),
      ],
    },
  }),
  "record-conflict": () => (
    <Page title="Record">
      <ConflictDialog
        conflict={conflict}
        base="Nadie deja su casa por gusto."
        mine="Nadie deja nunca su casa por gusto."
        onSave={() => undefined}
        onTheirs={() => undefined}
        onClose={() => undefined}
      />
    </Page>
  ),
  "record-delivery": () => (
    <Page title="Record">
      <DeliveryDialog
        record={fakeRecord()}
        intervention="i1"
        text={{ id: "x", language: "es" } as DocumentView}
        onClose={() => undefined}
      />
    </Page>
  ),
  "record-late": () => (
    <Page title="Record">
      <LateTurnDialog record={fakeRecord()} info={record} onDone={() => undefined} />
    </Page>
  ),
  "record-edit": () => (
    <Page title="Record">
      <h1>Record</h1>
      <SegmentEditor
        record={fakeRecord({ info: record, segments })}
        info={record}
        segment={segments[1] ?? spoken({})}
        languages={["es", "en"]}
        onDone={() => undefined}
      />
    </Page>
  ),
  "record-draft": page({}, 0, { sound: { segment: "s1", state: "playing" } }),
  "record-version": page(
    {
      ...published,
      me: "p0",
      delegation: "mx",
      may: { draft: true, keep: false, correct: true, archive: false },
    },
    1,
  ),
  "record-keeper": page(published, 0, {
    sound: {
      segment: "s2",
      state: "failed",
      problem: new CommandProblem("recording-lost", "The recording's content is missing"),
    },
  }),
  ...archiveScenes(record),
  "meeting-agenda": inMeeting(delegate, { panel: "agenda" }),
  "meeting-document": inMeeting({
    ...delegate,
    agenda: { shown: { document: "figures", page: 2, by: "p1" } },
  }),
  "meeting-document-chair": inMeeting(
    { ...chair, agenda: { shown: { document: "figures", page: 2, by: "me" }, shownBy: "" } },
    { panel: "agenda" },
  ),
  "meeting-agenda-chair": inMeeting(
    {
      ...chair,
      uploads: [
        { key: 1, file: "propuesta-conjunta.pdf", sent: 0.6 },
        { key: 2, file: "borrador.docx", sent: 0, problem: new CommandProblem("document-type-unknown", "") },
      ],
    },
    { panel: "agenda" },
  ),
  "meeting-agenda-provisional": inMeeting(
    {
      people: cast(8, 7, { ...speaking, 7: { authority: true } }),
      speakers,
      view: {
        meeting: {
          ...meeting,
          adoptedBy: ["mx"],
          agenda: meeting.agenda.map((item, index) => ({ ...item, adopted: index < 3 })),
        },
      },
    },
    { panel: "agenda" },
  ),
  "meeting-speakers": inMeeting({ ...delegate, floor: debate(Date.now()) }, { panel: "speakers" }),
  "meeting-speakers-listed": inMeeting(
    { ...delegate, floor: debate(Date.now(), "p7"), events: [speakingTime] },
    { panel: "speakers" },
  ),
  "meeting-speakers-chair": inMeeting(
    { ...chair, floor: { ...debate(Date.now(), "p7"), points } },
    { panel: "speakers" },
  ),
  "meeting-speakers-empty": inMeeting({ people: cast(8, 2) }, { panel: "speakers" }),
  "meeting-point-of-order": inMeeting({
    ...delegate,
    people: cast(8, 0, { 5: { holdsFloor: true, onStage: true } }),
    floor: { floor: { holder: "", kind: "point-of-order", spent: 0, interrupted: "p0" } },
  }),
  "meeting-settings": inMeeting(delegate, { overlay: "settings" }),
  "meeting-help": inMeeting(delegate, { overlay: "help" }),
  "meeting-leave": inMeeting(delegate, { overlay: "leave" }),
  "meeting-end": inMeeting(chair, { overlay: "end" }),
  "meeting-reconnecting": inMeeting({ ...delegate, session: reconnecting(true) }),
  "meeting-slow": inMeeting({ ...delegate, paused: new Set(["p3/camera", "p4/camera"]) }),
  "meeting-offline": inMeeting({ ...delegate, session: reconnecting(false) }),
  "meeting-sound-blocked": inMeeting({ ...delegate, sound: { blocked: true, volume: 1 } }),
  "meeting-loud": inMeeting({ ...delegate, sound: { tooLoud: true } }),
  "meeting-not-recorded": inMeeting({
    ...delegate,
    view: { meeting: { ...meeting, notRecorded: "disk-full" } },
  }),
  "meeting-media-blocked": inMeeting({ ...delegate, session: { phase: "joined", media: "blocked" } }),
  "meeting-unplugged": inMeeting({
    ...delegate,
    devices: {
      ...workingDevices,
      microphone: { ...workingDevices.microphone, live: false, problem: "unplugged" },
    },
  }),

  "end-ended": ending("ended"),
  "end-cancelled": ending("cancelled"),
  "end-left": ending("left", true),
  "end-removed": ending("removed"),
  "end-refused": ending("refused"),
  "end-replaced": ending("replaced", true),
  "end-link-wrong": ending("token-unknown"),
  "end-link-expired": ending("token-expired"),
  "end-link-revoked": ending("token-revoked"),
  "end-other-meeting": ending("token-other-meeting"),
  "end-full": ending("meeting-full", true),
  "end-locked": ending("meeting-locked", true),
  "end-not-recorded": ending("not-recorded", true),
  "end-unreachable": ending("unreachable", true),
  "end-unknown": ending("something-new", true),
};
