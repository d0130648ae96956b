import type { ReactNode } from "react";
import type {
  BoothView,
  ChannelView,
  ConsoleView,
  HandoverView,
  ListeningView,
  ParticipantView,
  SeatView,
} from "../../client/index.ts";
import { BoothScreen } from "../features/booth/BoothScreen";
import { MeetingScreen } from "../features/meeting/MeetingScreen";
import { PreJoin } from "../features/prejoin/PreJoin";
import { type FakeState, fakeClient, workingDevices } from "./fake-client";
import { quietHandover } from "./fake-interpretation";
import { cast, invitation } from "./people";
import { textView } from "./text-scenes";

// Interpretation: what a listener hears in each state, the interpreter's console, the technician's view.

const speakers = new Map([["p0", 0.7]]);
const interpreter: Partial<ParticipantView> = { role: "interpreter", camera: false };

/** Delegates, the interpreters Inés and Thomas, and oneself as one of them all. */
function people(me: number | "ines" | "technician"): readonly ParticipantView[] {
  const room = cast(8, typeof me === "number" ? me : -1, {
    0: { holdsFloor: true, onStage: true },
    1: { handSince: 2, language: "en" },
    4: { handSince: 1 },
  });
  const [ines, thomas, technician] = cast(12, -1).slice(9);
  if (!ines || !thomas || !technician) return room;
  const { delegation: _, ...nobody } = ines;
  return [
    ...room,
    { ...nobody, ...interpreter, id: "ines", name: "Inés Fuentes", function: "", isMe: me === "ines" },
    { ...nobody, ...interpreter, id: "thomas", name: "Thomas Ashworth", function: "", camera: true },
    ...(me === "technician"
      ? [{ ...nobody, id: "tech", name: "Marco Ruiz", function: "", role: "technician" as const, isMe: true }]
      : []),
  ];
}

const listener =
  (listening: Partial<ListeningView>, more: FakeState = {}, open = false): (() => ReactNode) =>
  () => (
    <MeetingScreen
      client={fakeClient({ people: people(7), speakers, listening, ...more })}
      initial={{ listening: open }}
    />
  );

const seat = (change: Partial<SeatView>): SeatView => ({
  participant: "ines",
  name: "Inés Fuentes",
  number: 1,
  state: "ON_AIR",
  output: "en",
  input: "floor",
  automatic: true,
  hops: 0,
  talking: false,
  isMe: false,
  level: 0.6,
  ...change,
});
const thomas = (change: Partial<SeatView> = {}) =>
  seat({
    participant: "thomas",
    name: "Thomas Ashworth",
    number: 2,
    state: "STANDBY",
    level: 0.05,
    ...change,
  });

const channel = (language: string, change: Partial<ChannelView>): ChannelView => ({
  language,
  kind: "voice",
  holder: "ines",
  holderName: "Inés Fuentes",
  booth: "es-en",
  state: "ON_AIR",
  hops: 1,
  relay: "+",
  relays: 0,
  listens: 24,
  listeners: [],
  ...change,
});

const booth = (id: string, name: string, ...seats: SeatView[]): BoothView => ({
  id,
  name,
  kind: "voice",
  outputs: [],
  capacity: 2,
  seats,
  handover: quietHandover,
  shift: { minutes: 0, amber: false, over: false },
  twoMicrophones: false,
});

const staffed: readonly BoothView[] = [
  booth("es-en", "Español – English", seat({}), thomas()),
  booth(
    "fr",
    "Français",
    seat({ participant: "claire", name: "Claire Delmas", output: "fr", input: "en", hops: 1 }),
  ),
];

interface BoothScene {
  readonly me?: Partial<SeatView>;
  readonly partner?: Partial<SeatView>;
  readonly handover?: Partial<HandoverView>;
  readonly booth?: Partial<BoothView>;
  readonly view?: Partial<ConsoleView>;
  readonly more?: FakeState;
  readonly initial?: Parameters<typeof BoothScreen>[0]["initial"];
}

const console =
  ({ me = {}, partner = {}, handover = {}, booth = {}, view = {}, more = {}, initial }: BoothScene) =>
  () => {
    const mine = seat({ isMe: true, ...me });
    const own: BoothView = {
      id: "es-en",
      name: "Español – English",
      kind: "voice",
      outputs: ["en", "es"],
      capacity: 2,
      seats: [mine, thomas(partner)],
      handover: { ...quietHandover, mayOffer: mine.state === "ON_AIR", ...handover },
      shift: { minutes: 20, ends: Date.now() + 7 * 60_000, amber: false, over: false },
      twoMicrophones: false,
      ...booth,
    };
    return (
      <BoothScreen
        client={fakeClient({
          people: people("ines"),
          speakers,
          chat: {
            unread: 1,
            conversations: [
              {
                id: "booth",
                unread: 1,
                messages: [
                  {
                    seq: 1,
                    from: "thomas",
                    fromName: "Thomas Ashworth",
                    mine: false,
                    to: "booth",
                    text: "Cifras en la página 4: 310 millones.",
                    at: Date.parse("2021-05-07T16:04:00Z"),
                  },
                ],
              },
            ],
          },
          ...more,
          console: {
            booth: own,
            me: mine,
            channels: [
              channel("es", {
                state: "PASS",
                holder: "",
                holderName: "",
                hops: 0,
                relay: "FLOOR",
                listens: 9,
              }),
              channel("en", {
                relays: 2,
                ...(mine.state === "ON_AIR" ? {} : { holder: "thomas", holderName: "Thomas Ashworth" }),
              }),
              channel("fr", {
                holder: "claire",
                holderName: "Claire Delmas",
                booth: "fr",
                hops: 2,
                listens: 6,
              }),
            ],
            ...view,
          },
        })}
        {...(initial ? { initial } : {})}
      />
    );
  };

const standby: BoothScene = {
  me: { state: "STANDBY", level: 0 },
  partner: { state: "ON_AIR", level: 0.6 },
  handover: { mayOffer: false, mayRequest: true },
  view: { microphone: "closed", blocked: "held" },
};

const loudspeakers = {
  ...workingDevices,
  headphones: false,
  unprocessed: false,
  source: { band: 7_200, speech: -31, noise: -48, clipping: 3 },
};

/** Screens of interpretation, by name. */
export const interpretationScenes: Readonly<Record<string, () => ReactNode>> = {
  "listen-interpretation": listener({}),
  "listen-choice": listener({}, {}, true),
  "listen-original": listener({ choice: { to: "floor" }, state: "floor", channel: "", hears: "original" }),
  "listen-pass": listener({ state: "PASS", floorLanguage: "en", hears: "original", interpreter: "" }),
  "listen-relay": listener({ channel: "fr", choice: { to: "language", language: "fr" }, hops: 2 }, {}, true),
  "listen-paused": listener({ state: "COUGH", hears: "silence" }),
  "listen-off": listener({ state: "OFF", hears: "original", interpreter: "" }),
  "listen-lost": listener({ state: "LOST", hears: "original", interpreter: "" }),
  "listen-bad-sound": listener({ state: "UNINTERPRETABLE", hears: "original" }),
  "listen-sign": listener({ sign: "mfs" }),
  "prejoin-sound": () => (
    <PreJoin
      client={fakeClient({ session: { phase: "idle", media: "none" }, devices: loudspeakers })}
      invitation={invitation()}
    />
  ),

  "speak-bad-sound": () => (
    <MeetingScreen
      client={fakeClient({
        people: people(0),
        speakers,
        devices: loudspeakers,
        notices: [
          {
            type: "interpretation-notice",
            notice: "sound-inadequate",
            participant: "p0",
            name: "",
            key: 5,
            at: Date.now() - 5000,
          },
        ],
      })}
    />
  ),

  "booth-check": console({
    me: { state: "CHECKED", level: 0, output: "" },
    partner: { state: "OFFLINE", level: 0 },
    handover: { mayOffer: false },
    view: { microphone: "closed", blocked: "check" },
  }),
  "booth-check-sign": console({
    me: { state: "CHECKED", level: 0, output: "" },
    partner: { state: "OFFLINE", level: 0 },
    booth: { kind: "sign" },
    handover: { mayOffer: false },
    view: { microphone: "closed", blocked: "check" },
  }),
  "booth-standby": console(standby),
  "booth-on-air": console({}),
  "booth-cough": console({ me: { state: "COUGH" }, view: { microphone: "cough" } }),
  "booth-offered": console({
    ...standby,
    handover: {
      state: "OFFERED",
      from: "thomas",
      to: "ines",
      mayOffer: false,
      mayAccept: true,
      mayDecline: true,
      deadline: Date.now() + 42_000,
    },
  }),
  "booth-armed": console({
    ...standby,
    me: { state: "ARMED" },
    partner: { state: "ON_AIR", level: 0.6 },
    handover: { state: "ARMED", from: "thomas", to: "ines", mayOffer: false, mayDecline: true },
    view: { microphone: "armed" },
  }),
  "booth-switch": console({
    partner: { state: "ARMED" },
    handover: {
      state: "ARMED",
      from: "ines",
      to: "thomas",
      mayOffer: false,
      mayCancel: true,
      maySwitch: true,
    },
  }),
  "booth-partner-lost": console({
    ...standby,
    partner: { state: "LOST", level: 0 },
    handover: { mayOffer: false, mayTakeOver: true, takes: "en" },
  }),
  "booth-lost": console({ me: { state: "LOST" }, view: { microphone: "lost" } }),
  "booth-two": console({ partner: { state: "ON_AIR", level: 0.4 }, booth: { twoMicrophones: true } }),
  "booth-relay": console({
    me: { input: "fr", hops: 2, automatic: true },
    view: { floorLanguage: "ar" },
    booth: { shift: { minutes: 20, ends: Date.now() + 42_000, amber: true, over: false } },
  }),
  "booth-rehearsal": console({ view: { rehearsal: true }, initial: { tab: "chat" } }),
  "booth-texts": console({ initial: { tab: "texts" } }),
  "booth-negotiated": console({ more: { texts: textView }, initial: { tab: "negotiated" } }),
  "booth-loud": console({ more: { sound: { minuteMean: -21, tooLoud: true } } }),
  "booth-keys": console({ initial: { overlay: "keys" } }),

  technician: () => (
    <MeetingScreen
      client={fakeClient({
        people: people("technician"),
        speakers,
        console: { booths: staffed },
        notices: [
          {
            type: "interpretation-notice",
            notice: "technician-called",
            participant: "ines",
            name: "Inés Fuentes",
            key: 4,
            at: Date.now() - 20_000,
          },
        ],
      })}
    />
  ),
  "meeting-channels": () => (
    <MeetingScreen
      client={fakeClient({ people: people(2), speakers, console: { booths: staffed } })}
      initial={{ panel: "channels" }}
    />
  ),
};
