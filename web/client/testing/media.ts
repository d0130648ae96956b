// Fakes of the browser's media objects: as much as the client uses, with hands to move them from a test.

/** A track that a test can end. */
export class FakeTrack extends EventTarget {
  readonly id: string;
  readonly kind: "audio" | "video";
  readonly label: string;
  readonly deviceId: string;
  readonly settings: MediaTrackSettings;
  enabled = true;
  contentHint = "";
  stopped = false;

  constructor(kind: "audio" | "video", deviceId = "", label = "", settings: MediaTrackSettings = {}) {
    super();
    this.kind = kind;
    this.deviceId = deviceId;
    this.label = label;
    this.settings = settings;
    this.id = `${kind}-${deviceId}`;
  }

  getSettings() {
    return { ...this.settings, deviceId: this.deviceId };
  }

  stop() {
    this.stopped = true;
  }

  /** The device is pulled out. */
  pullOut() {
    this.stopped = true;
    this.dispatchEvent(new Event("ended"));
  }
}

export class FakeStream {
  readonly tracks: FakeTrack[];

  constructor(tracks: FakeTrack[]) {
    this.tracks = tracks;
  }

  getTracks() {
    return this.tracks;
  }

  getAudioTracks() {
    return this.tracks.filter(({ kind }) => kind === "audio");
  }

  getVideoTracks() {
    return this.tracks.filter(({ kind }) => kind === "video");
  }
}

export class FakeTransceiver {
  mid: string | null = null;
  codecs: RTCRtpCodec[] = [];
  readonly kind: "audio" | "video";
  readonly init: RTCRtpTransceiverInit;
  readonly sender: FakeSender;
  readonly receiver: { track: FakeTrack; getSynchronizationSources: () => { rtpTimestamp: number }[] };
  /** RTP time of the last frame, where the "browser" tells it with the receiver. */
  lastRTPTime: number | undefined;

  constructor(kind: "audio" | "video", init: RTCRtpTransceiverInit) {
    this.kind = kind;
    this.init = init;
    // Browsers have one encoding where none was asked for.
    this.sender = new FakeSender(init.sendEncodings ?? [{ active: true }]);
    this.receiver = {
      track: new FakeTrack(kind),
      getSynchronizationSources: () =>
        this.lastRTPTime === undefined ? [] : [{ rtpTimestamp: this.lastRTPTime }],
    };
  }

  setCodecPreferences(codecs: RTCRtpCodec[]) {
    this.codecs = codecs;
  }
}

class FakeSender {
  track: FakeTrack | null = null;
  #encodings: RTCRtpEncodingParameters[];

  constructor(encodings: RTCRtpEncodingParameters[]) {
    this.#encodings = encodings;
  }

  get activeRIDs() {
    return this.#encodings.filter(({ active }) => active).map(({ rid }) => rid ?? "");
  }

  getParameters() {
    return { encodings: this.#encodings.map((encoding) => ({ ...encoding })) };
  }

  setParameters(parameters: { encodings: RTCRtpEncodingParameters[] }) {
    this.#encodings = parameters.encodings;
    return Promise.resolve();
  }

  replaceTrack(track: FakeTrack | null) {
    this.track = track;
    return Promise.resolve();
  }
}

export class FakePeerConnection extends EventTarget {
  connectionState: RTCPeerConnectionState = "new";
  iceConnectionState: RTCIceConnectionState = "new";
  /** What each ICE session was gathered with. */
  readonly gathered: RTCConfiguration[] = [];
  localDescription: { type: string; sdp: string } | null = null;
  readonly transceivers: FakeTransceiver[] = [];
  readonly answers: string[] = [];
  iceGeneration = 0;
  /** How many offers were made. */
  offers = 0;
  stats = new Map<string, unknown>();

  #configuration: RTCConfiguration;

  constructor(configuration: RTCConfiguration = {}) {
    super();
    this.#configuration = configuration;
    this.gathered.push(configuration);
  }

  setConfiguration(configuration: RTCConfiguration) {
    this.#configuration = configuration;
  }

  addTransceiver(kind: "audio" | "video", init: RTCRtpTransceiverInit) {
    const transceiver = new FakeTransceiver(kind, init);
    this.transceivers.push(transceiver);
    return transceiver;
  }

  createOffer() {
    this.offers++;
    return Promise.resolve({
      type: "offer",
      sdp: `offer lines=${this.transceivers.length} ice=${this.iceGeneration}`,
    });
  }

  setLocalDescription(description: { type: string; sdp: string }) {
    this.localDescription = description;
    this.transceivers.forEach((transceiver, index) => {
      transceiver.mid = String(index);
    });
    return Promise.resolve();
  }

  setRemoteDescription(description: { sdp: string }) {
    this.answers.push(description.sdp);
    return Promise.resolve();
  }

  restartIce() {
    this.iceGeneration++;
    this.gathered.push(this.#configuration);
  }

  getStats() {
    return Promise.resolve(this.stats);
  }

  close() {
    this.connectionState = "closed";
  }

  /** The connection's state changes, as the browser would say. */
  become(state: RTCPeerConnectionState) {
    this.connectionState = state;
    this.dispatchEvent(new Event("connectionstatechange"));
  }
}

/** The browser does as it is asked. */
function processingOf(wish: MediaTrackConstraints): MediaTrackSettings {
  const keys = ["echoCancellation", "noiseSuppression", "autoGainControl"] as const;
  return Object.fromEntries(keys.map((key) => [key, wish[key]]));
}

export interface FakeDevice {
  kind: MediaDeviceKind;
  deviceId: string;
  label: string;
}

/** Devices that a test plugs in, pulls out, and refuses. */
export class FakeMediaDevices extends EventTarget {
  devices: FakeDevice[] = [
    { kind: "audioinput", deviceId: "mic1", label: "Headset microphone" },
    { kind: "audioinput", deviceId: "mic2", label: "Built-in microphone" },
    { kind: "videoinput", deviceId: "cam1", label: "Camera" },
    { kind: "audiooutput", deviceId: "default", label: "Loudspeakers" },
  ];
  /** What getUserMedia refuses with, by kind. */
  refusals: { audio?: string; video?: string } = {};
  /** What getSettings() says in spite of what was asked for. */
  settings: Record<string, unknown> = {};
  asked: MediaStreamConstraints[] = [];
  given: FakeTrack[] = [];

  enumerateDevices() {
    return Promise.resolve(this.devices);
  }

  getUserMedia(constraints: MediaStreamConstraints) {
    this.asked.push(constraints);
    const tracks: FakeTrack[] = [];
    for (const kind of ["audio", "video"] as const) {
      const wish = constraints[kind];
      if (!wish) continue;
      const refusal = this.refusals[kind];
      if (refusal !== undefined) return Promise.reject(new DOMException("refused", refusal));
      const found = this.#find(kind, wish === true ? {} : wish);
      if (found === undefined) return Promise.reject(new DOMException("none", "NotFoundError"));
      const settings = { ...processingOf(wish === true ? {} : wish), ...this.settings };
      tracks.push(new FakeTrack(kind, found.deviceId, found.label, settings));
    }
    this.given.push(...tracks);
    return Promise.resolve(new FakeStream(tracks));
  }

  getDisplayMedia(options: { audio?: unknown }) {
    const tracks = [new FakeTrack("video", "screen")];
    if (options.audio) tracks.push(new FakeTrack("audio", "screen"));
    this.given.push(...tracks);
    return Promise.resolve(new FakeStream(tracks));
  }

  #find(kind: "audio" | "video", wish: MediaTrackConstraints) {
    const all = this.devices.filter((device) => device.kind === `${kind}input`);
    const id = wish.deviceId as { exact?: string; ideal?: string } | undefined;
    if (id?.exact !== undefined) return all.find(({ deviceId }) => deviceId === id.exact);
    return all.find(({ deviceId }) => deviceId === id?.ideal) ?? all[0];
  }
}

export class FakeAudio {
  srcObject: unknown = null;
  muted = false;
  playing = false;
  sink = "";

  play() {
    this.playing = true;
    return Promise.resolve();
  }

  pause() {
    this.playing = false;
  }

  setSinkId(id: string) {
    this.sink = id;
    return Promise.resolve();
  }
}

/** A video element whose frames a test shows. */
export class FakeVideo extends EventTarget {
  srcObject: unknown = null;
  muted = false;
  videoWidth = 0;
  videoHeight = 0;
  #callbacks = new Map<number, (now: number, metadata: { rtpTimestamp?: number }) => void>();
  #next = 1;

  play() {
    return Promise.resolve();
  }

  requestVideoFrameCallback(callback: (now: number, metadata: { rtpTimestamp?: number }) => void) {
    this.#callbacks.set(this.#next, callback);
    return this.#next++;
  }

  cancelVideoFrameCallback(handle: number) {
    this.#callbacks.delete(handle);
  }

  /** A frame is on screen; without an RTP time as in browsers that do not tell. */
  frame(rtpTimestamp?: number) {
    const due = [...this.#callbacks.values()];
    this.#callbacks.clear();
    for (const callback of due) callback(0, rtpTimestamp === undefined ? {} : { rtpTimestamp });
  }
}
