// A browser and a server for one test: the client in the middle is the real one.

import { MeetingClient } from "../client.ts";
import type { Answered, Environment, Memory, NetworkEvent, SocketEvents, Upload } from "../environment.ts";
import type { ClientMessage, Participant, ServerMessage, Welcome } from "../protocol.ts";
import { FakeAudioContext } from "./audio.ts";
import { FakeClock, settle } from "./clock.ts";
import { FakeAudio, FakeMediaDevices, FakePeerConnection, FakeStream, type FakeTrack } from "./media.ts";

/** One WebSocket as the server sees it. */
export class FakeSocket {
  readonly sent: ClientMessage[] = [];
  closed = false;
  readonly #events: SocketEvents;

  constructor(events: SocketEvents) {
    this.#events = events;
  }

  send(text: string) {
    this.sent.push(JSON.parse(text) as ClientMessage);
  }

  close() {
    this.closed = true;
  }

  open() {
    this.#events.open();
  }

  /** The server closes, or the network does. */
  drop() {
    this.#events.close();
  }

  say(message: ServerMessage) {
    this.#events.message(JSON.stringify(message));
  }

  sayText(text: string) {
    this.#events.message(text);
  }

  of<T extends ClientMessage["type"]>(type: T): Extract<ClientMessage, { type: T }>[] {
    return this.sent.filter(
      (message): message is Extract<ClientMessage, { type: T }> => message.type === type,
    );
  }

  last<T extends ClientMessage["type"]>(type: T): Extract<ClientMessage, { type: T }> {
    const message = this.of(type).at(-1);
    if (message === undefined) throw new Error(`no ${type} was sent`);
    return message;
  }
}

function memory(): Memory & { readonly values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    get: (key) => values.get(key),
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  };
}

export class World {
  readonly clock = new FakeClock();
  readonly sockets: FakeSocket[] = [];
  readonly peers: FakePeerConnection[] = [];
  readonly devices = new FakeMediaDevices();
  readonly audios: FakeAudio[] = [];
  readonly audioContext = new FakeAudioContext();
  readonly marks: string[] = [];
  readonly requests: Parameters<Environment["request"]>[] = [];
  /** What requests are answered. */
  rest: Answered = { status: 200, text: "" };
  readonly uploads: (Upload & { resolve: (answer: Answered) => void })[] = [];
  readonly tab = memory();
  readonly browser = memory();
  permissions: Partial<Record<string, PermissionState>> = {};
  online = true;
  reachable = true;
  readonly #network = new Set<(event: NetworkEvent) => void>();
  readonly env: Environment;

  constructor(changes: Partial<Environment> = {}) {
    this.env = {
      clock: this.clock,
      network: {
        online: () => this.online,
        on: (listener) => {
          this.#network.add(listener);
          return () => void this.#network.delete(listener);
        },
      },
      tab: this.tab,
      browser: this.browser,
      clientName: "test",
      random: () => 0.5,
      unguessable: () => "page",
      language: () => "de",
      pixelRatio: () => 2,
      openSocket: (events) => {
        const socket = new FakeSocket(events);
        this.sockets.push(socket);
        return socket;
      },
      reachable: () => Promise.resolve(this.reachable),
      request: (...request) => {
        this.requests.push(request);
        return Promise.resolve(this.rest);
      },
      upload: (upload) => new Promise((resolve) => void this.uploads.push({ ...upload, resolve })),
      mark: (name) => void this.marks.push(name),
      pictureSlots: 4,
      secure: true,
      devices: this.devices as unknown as NonNullable<Environment["devices"]>,
      permission: (name) => Promise.resolve(this.permissions[name]),
      createPeerConnection: (configuration) => {
        const peer = new FakePeerConnection(configuration);
        this.peers.push(peer);
        return peer as unknown as RTCPeerConnection;
      },
      createStream: (tracks) => new FakeStream(tracks as unknown as FakeTrack[]) as unknown as MediaStream,
      createAudio: () => {
        const audio = new FakeAudio();
        this.audios.push(audio);
        return audio as unknown as ReturnType<Environment["createAudio"]>;
      },
      limiterModule: "limiter.js",
      createPlayback: () => ({ play: () => Promise.resolve(), stop: () => undefined }),
      createAudioContext: () => this.audioContext as unknown as AudioContext,
      videoCodecs: () => CODECS,
      ...changes,
    };
  }

  client(): MeetingClient {
    return new MeetingClient(this.env, "m7", "token");
  }

  get socket(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error("no socket was opened");
    return socket;
  }

  get peer(): FakePeerConnection {
    const peer = this.peers.at(-1);
    if (peer === undefined) throw new Error("no PeerConnection was made");
    return peer;
  }

  network(event: NetworkEvent) {
    for (const listener of [...this.#network]) listener(event);
  }

  /** The server takes the connection in. */
  async admit(welcome: Partial<Welcome> = {}): Promise<void> {
    await settle();
    this.socket.open();
    this.socket.say(makeWelcome(welcome));
    await settle();
  }

  /** Answers the last offer; the media connection comes up. */
  async answer(): Promise<void> {
    const { id } = this.socket.last("offer");
    this.socket.say({ type: "answer", id, sdp: `answer ${id}`, renegotiations: 0 });
    await settle();
    this.peer.become("connected");
    await settle();
  }

  /** A client in the meeting with media connected. */
  async joined(welcome: Partial<Welcome> = {}): Promise<MeetingClient> {
    const client = this.client();
    client.join();
    await this.admit(welcome);
    await this.answer();
    return client;
  }
}

export function makeParticipant(id: string, changes: Partial<Participant> = {}): Participant {
  return {
    id,
    name: `Name of ${id}`,
    role: "delegate",
    connection: "connected",
    microphone: true,
    camera: true,
    screen: false,
    screenSound: false,
    trust: "guest",
    ...changes,
  };
}

export function makeWelcome(changes: Partial<Welcome> = {}): Welcome {
  return {
    type: "welcome",
    version: 1,
    iceServers: [],
    me: "me",
    resume: "secret",
    resumed: false,
    mediaAlive: false,
    now: "2021-05-07T10:00:00.000Z",
    meeting: {
      id: "m7",
      title: "México – United States",
      languages: ["es", "en"],
      delegations: [{ id: "d1", name: "México", languages: ["es"] }],
      agenda: [],
      agendaRevision: 1,
      adoptedBy: [],
      state: "in-session",
      locked: false,
    },
    admission: "admitted",
    participants: [makeParticipant("me", { delegation: "d1" }), makeParticipant("ada")],
    lobby: [],
    chat: [],
    interpretation: {
      rehearsal: false,
      lowWhenOff: false,
      floorLanguage: "",
      channels: [],
      booths: [],
      listening: 0,
    },
    glossary: [],
    agenda: { current: "", spent: [] },
    documents: [],
    shown: { document: "", page: 0, by: "" },
    documentTicket: "me.1620468000.mac",
    floor: { holder: "" },
    floorTimes: { delegations: [], speakers: [], points: 0 },
    lists: [],
    points: [],
    stage: "",
    ...changes,
  };
}

const codec = (mimeType: string, sdpFmtpLine?: string): RTCRtpCodec => ({
  mimeType,
  clockRate: 90_000,
  ...(sdpFmtpLine === undefined ? {} : { sdpFmtpLine }),
});

/** What Chromium lists, shortened. */
const CODECS: readonly RTCRtpCodec[] = [
  codec("video/H264", "level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=42e01f"),
  codec("video/H264", "level-asymmetry-allowed=1;packetization-mode=0;profile-level-id=42e01f"),
  codec("video/rtx"),
  codec("video/VP8"),
  codec("video/VP9", "profile-id=0"),
  codec("video/VP9", "profile-id=2"),
  codec("video/AV1", "level-idx=5;profile=0;tier=0"),
  codec("video/red"),
  codec("video/ulpfec"),
];
