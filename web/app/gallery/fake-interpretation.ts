import {
  type BoothNotice,
  type BoothView,
  type ChannelView,
  type Client,
  type ConsoleView,
  type HandoverView,
  IDLE_HANDOVER,
  type ListeningView,
  type ParticipantView,
  type SeatView,
  type Store,
} from "../../client/index.ts";

// Interpretation as the gallery shows it: the floor in Spanish, English on air, French by relay of it.

const fixed = <T>(value: T): Store<T> => ({ get: () => value, subscribe: () => () => undefined });
const done = () => Promise.resolve();
const nothing = () => undefined;

export function fakeListening(change: Partial<ListeningView> = {}): Client["listening"] {
  return {
    view: fixed<ListeningView>({
      available: true,
      languages: ["es", "en", "fr"],
      signs: ["mfs"],
      choice: { to: "automatic", language: "en" },
      sign: "",
      channel: "en",
      state: "ON_AIR",
      hears: "interpretation",
      floorLanguage: "es",
      hops: 1,
      rehearsal: false,
      lowWhenOff: false,
      interpreter: "ines",
      originalLevel: -18,
      limiting: 0,
      ...change,
    }),
    choose: nothing,
    chooseSign: nothing,
    setOriginalLevel: nothing,
  };
}

export const quietHandover: HandoverView = { ...IDLE_HANDOVER, mayOffer: true };

const seat = (
  participant: string,
  name: string,
  number: number,
  change: Partial<SeatView> = {},
): SeatView => ({
  participant,
  name,
  number,
  state: "STANDBY",
  output: "en",
  input: "floor",
  automatic: true,
  hops: 0,
  talking: false,
  isMe: false,
  level: 0,
  ...change,
});

function booths(me: ParticipantView | undefined): BoothView[] {
  const mine = seat(me?.id ?? "ines", me?.name ?? "Inés Fuentes", 1, {
    state: "ON_AIR",
    isMe: me !== undefined,
    level: 0.6,
  });
  const english: BoothView = {
    id: "es-en",
    name: "Español – English",
    kind: "voice",
    outputs: ["en", "es"],
    capacity: 2,
    seats: [mine, seat("thomas", "Thomas Ashworth", 2, { level: 0.05 })],
    handover: quietHandover,
    shift: { minutes: 20, ends: Date.now() + 7 * 60_000, amber: false, over: false },
    twoMicrophones: false,
  };
  const french: BoothView = {
    ...english,
    id: "fr",
    name: "Français",
    outputs: ["fr"],
    seats: [
      seat("claire", "Claire Delmas", 1, { state: "ON_AIR", output: "fr", input: "en", hops: 1, level: 0.5 }),
      seat("youssef", "Youssef Benali", 2, { output: "fr", input: "en", hops: 1 }),
    ],
    handover: { ...quietHandover, mayOffer: false },
    shift: { minutes: 0, amber: false, over: false },
  };
  return [english, french];
}

const channels: readonly ChannelView[] = [
  {
    language: "es",
    kind: "voice",
    holder: "",
    holderName: "",
    booth: "",
    state: "PASS",
    hops: 0,
    relay: "FLOOR",
    relays: 0,
    listens: 9,
    listeners: [],
  },
  {
    language: "en",
    kind: "voice",
    holder: "ines",
    holderName: "Inés Fuentes",
    booth: "es-en",
    state: "ON_AIR",
    hops: 1,
    relay: "+",
    relays: 2,
    listens: 24,
    listeners: [],
  },
  {
    language: "fr",
    kind: "voice",
    holder: "claire",
    holderName: "Claire Delmas",
    booth: "fr",
    state: "ON_AIR",
    hops: 2,
    relay: "−",
    relays: 0,
    listens: 6,
    listeners: [],
  },
];

const notices: readonly BoothNotice[] = [
  {
    type: "interpretation-notice",
    notice: "input-changed",
    booth: "fr",
    participant: "claire",
    input: "en",
    key: 1,
    name: "Claire Delmas",
    at: Date.now() - 40_000,
  },
];

export function fakeConsole(
  me: ParticipantView | undefined,
  change: Partial<ConsoleView> = {},
  said: readonly BoothNotice[] = notices,
): Client["console"] {
  const all = booths(me);
  const [booth] = all;
  const view: ConsoleView = {
    ...(booth ? { booth } : {}),
    ...(booth?.seats[0] ? { me: booth.seats[0] } : {}),
    microphone: "open",
    unprocessed: true,
    channels,
    booths: all,
    floorListeners: 11,
    onFloor: [],
    floorLanguage: "es",
    presets: [
      { key: "a", channel: "fr", hops: 2, silent: false },
      { key: "b", channel: "", hops: 0, silent: true },
      { key: "c", channel: "", hops: 0, silent: true },
    ],
    monitor: { from: "none" },
    mix: { main: 1, partner: 0.5, monitor: 0.5, bass: 0, treble: 2 },
    sources: [
      {
        participant: "p1",
        name: "Elena Robles Ibarra",
        band: 15_000,
        speech: -22,
        noise: -61,
        clipping: 0,
        processed: false,
        headphones: true,
        loss: 2,
        judgement: "good",
      },
      {
        participant: "p2",
        name: "Margaret Hale",
        band: 7_500,
        speech: -30,
        noise: -48,
        clipping: 4,
        processed: true,
        headphones: false,
        loss: 14,
        judgement: "fair",
      },
    ],
    glossary: [
      {
        key: "t1",
        text: [
          { language: "es", text: "causas de raíz" },
          { language: "en", text: "root causes" },
        ],
        note: "never “deep causes”",
        by: "thomas",
      },
    ],
    rehearsal: false,
    ...change,
  };
  return {
    view: fixed(view),
    notices: fixed(said),
    check: done,
    setOutput: done,
    swapOutput: done,
    setInput: done,
    setPreset: nothing,
    openMicrophone: done,
    closeMicrophone: done,
    cough: nothing,
    offer: done,
    request: done,
    accept: done,
    decline: done,
    cancel: done,
    switchOver: done,
    takeOver: done,
    setShift: done,
    setFloorLanguage: done,
    setUninterpretable: done,
    talkToFloor: nothing,
    slowDown: done,
    soundInadequate: done,
    callTechnician: done,
    setMonitor: nothing,
    setMix: nothing,
    sit: done,
    stand: done,
    addTerm: done,
    removeTerm: done,
    arrange: done,
  };
}
