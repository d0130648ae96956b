// The one PeerConnection: made once, negotiated once, restarted (ICE) when the network changes, replaced only when
// the server has lost it. Own sources come and go by replaceTrack, others' by slots, both without negotiation.

import type { Environment } from "../environment.ts";
import { CommandProblem } from "../model.ts";
import type { Answer, LineUse, OfferLine, PictureKind } from "../protocol.ts";
import { type Cancel, Scope } from "../scope.ts";
import { createStore, Signal } from "../store.ts";
import {
  activate,
  BOOTH_LINES,
  encodingsOf,
  type LinePlan,
  offeredCodecs,
  planLines,
  type SendUse,
  trimExtensions,
} from "./lines.ts";
import { INTERPRETER_BITRATE, withMicrophone } from "./opus.ts";
import { pathOf } from "./quality.ts";

type MediaState = "none" | "connecting" | "connected" | "reconnecting" | "blocked";

/** One m-line of the present PeerConnection. */
export interface Line {
  readonly use: LineUse;
  readonly transceiver: RTCRtpTransceiver;
}

export interface Connection {
  readonly media: MediaState;
  readonly problem?: { readonly code: string; readonly title: string; readonly detail?: string };
}

export interface ConnectionStats {
  renegotiations: number;
  iceRestarts: number;
  peerConnections: number;
}

/** What the connection needs of the session. */
export interface Signalling {
  readonly connected: boolean;
  offer(sdp: string, lines: OfferLine[], isNew: boolean): Promise<Answer>;
}

/**
 * How long the media port may take to answer at the first connection before the server's relay is tried beside it, ms.
 * An answer takes one round trip, or two over TCP. Less makes those with a long way ask for what they do not need, more
 * is felt by whoever needs it.
 */
const DIRECT_PATIENCE_MS = 1500;
/** How long an ICE restart (or the first connection) may take before the next step, ms. */
const RESTART_PATIENCE_MS = 4000;
/** Without a packet for this long the path is taken for broken when the session has just come back, ms. */
const MEDIA_SILENCE_MS = 750;
/** Until one comes on the path in use, or that time is over, or while the session is in doubt, it is looked for this often, ms. */
const VERIFY_MS = 200;
/** After this long without a media connection the person is told that something blocks it, ms. */
const BLOCKED_AFTER_MS = 15_000;
/** ICE restarts in a row without success before a new PeerConnection is made. */
const RESTARTS_BEFORE_RENEWAL = 2;

export class MediaConnection {
  readonly state = createStore<Connection>({ media: "none" });
  /** The lines of the present PeerConnection, in their order; mids are set once an offer was made. */
  readonly lines = createStore<readonly Line[]>([]);
  /** An answer was received: slots exist at the server. */
  readonly onNegotiated = new Signal<{ fresh: boolean }>();
  /** The browser has the answer and is connecting by itself. */
  readonly onAnswered = new Signal<void>();

  readonly #env: Environment;
  readonly #signalling: Signalling;
  readonly #stats: ConnectionStats;
  readonly #tracks = new Map<SendUse, MediaStreamTrack>();
  readonly #layers = new Map<PictureKind, readonly string[]>();
  #pictures: number;
  #booths = false;
  #interpreter = false;
  #relays: RTCIceServer[] = [];
  /** The media port did not answer once: from now on the relay is tried beside it from the start. */
  #needsRelay = false;
  #pc: RTCPeerConnection | undefined;
  #scope = new Scope();
  #negotiated = false;
  /** This PeerConnection was connected at least once. */
  #wasConnected = false;
  #queue: Promise<void> = Promise.resolve();
  #restarts = 0;
  /** Restarts that wait for their turn: a second one would change nothing. */
  #restartsWaiting = 0;
  /** An ICE restart was begun that the server has not been offered yet. */
  #ahead = false;
  /** The session doubts its connection. */
  #doubt: Scope | undefined;
  #patience: Cancel | undefined;
  #blocked: Cancel | undefined;

  constructor(env: Environment, signalling: Signalling, stats: ConnectionStats) {
    this.#env = env;
    this.#signalling = signalling;
    this.#stats = stats;
    this.#pictures = env.pictureSlots;
  }

  get peerConnection(): RTCPeerConnection | undefined {
    return this.#pc;
  }

  /**
   * The ways to the server's relay, from each welcome: their credentials last for a time. Who reaches the media port does
   * not ask the relay at all: it is tried when the direct way does not answer, and in every ICE restart.
   */
  setRelays(relays: readonly RTCIceServer[]): void {
    this.#relays = [...relays];
  }

  /** Makes the PeerConnection and its offer ahead of the welcome, so that joining takes one round trip less. */
  prepare(): void {
    if (this.#pc === undefined) this.#create();
  }

  /** The session is (again) in the meeting. `alive`: the server still has our PeerConnection. */
  resume(alive: boolean): void {
    this.#endDoubt();
    if (this.#pc === undefined || !this.#negotiated || !alive || this.#pc.connectionState === "closed") {
      if (this.#pc === undefined || this.#negotiated) this.#create();
      this.#enqueue((pc) => this.#negotiate(pc, true));
      return;
    }
    if (this.#pc.connectionState === "connected" && !this.#ahead) void this.#verify(this.#pc);
    else this.restart();
  }

  /** Restarts ICE: new addresses on both sides, the same everything else. */
  restart(): void {
    if (this.#pc === undefined || !this.#negotiated || !this.#signalling.connected) return;
    this.#restarts++;
    this.#restartsWaiting++;
    this.#wait(RESTART_PATIENCE_MS);
    this.#enqueue(async (pc) => {
      this.#restartsWaiting--;
      if (!this.#ahead) this.#restartICE(pc);
      await this.#negotiate(pc, false);
    });
  }

  #restartICE(pc: RTCPeerConnection): void {
    this.#stats.iceRestarts++;
    this.#takeRelays(pc);
    pc.restartIce();
  }

  /**
   * The session begins to doubt its connection, or ends to. If nothing comes on the path either, the network may have changed: a restart
   * of ICE is begun before there is anybody to offer it to. The browser then looks at what networks there are, and checks the server from
   * there with the credentials that it has; the server follows (2.5 s before the browser gives the old path up by itself).
   */
  doubted(doubt: boolean): void {
    this.#endDoubt();
    if (doubt && this.#pc !== undefined) {
      this.#doubt = this.#scope.child();
      void this.#lookAhead(this.#pc, this.#doubt);
    } else if (this.#ahead) this.restart();
  }

  #endDoubt(): void {
    this.#doubt?.end();
    this.#doubt = undefined;
  }

  async #lookAhead(pc: RTCPeerConnection, doubt: Scope): Promise<void> {
    const path = await this.#path(pc);
    if (doubt.ended || this.#ahead || !this.#negotiated || pc.connectionState !== "connected") return;
    if (path !== undefined && path.at - path.heardAt <= MEDIA_SILENCE_MS) {
      doubt.add(this.#env.clock.after(VERIFY_MS, () => void this.#lookAhead(pc, doubt)));
      return;
    }
    this.#ahead = true;
    this.#enqueue(async () => {
      if (!this.#ahead) return;
      this.#restartICE(pc);
      await pc.setLocalDescription(await pc.createOffer());
    });
  }

  async #path(pc: RTCPeerConnection): Promise<ReturnType<typeof pathOf>> {
    const report = await pc.getStats().catch(() => undefined);
    return report && pathOf(report as unknown as Iterable<[string, unknown]>);
  }

  /** Grows the number of picture slots by one further offer; never shrinks. */
  grow(pictures: number): void {
    if (pictures <= this.#pictures) return;
    const more = pictures - this.#pictures;
    this.#pictures = pictures;
    if (this.#pc !== undefined) this.#add(planLines(more).slice(-more));
  }

  #add(plan: readonly LinePlan[]): void {
    this.#enqueue(async (pc) => {
      this.lines.set([...this.lines.get(), ...plan.map((line) => this.#addLine(pc, line))]);
      // Before the first answer the lines become part of the first offer.
      if (!this.#negotiated) return;
      this.#stats.renegotiations++;
      await this.#negotiate(pc, false);
    });
  }

  /** Adds the lines for what goes on in the booths, with the first offer if that is not out yet. */
  listenToBooths(): void {
    if (this.#booths) return;
    this.#booths = true;
    if (this.#pc !== undefined) this.#add(BOOTH_LINES);
  }

  /** From now on the microphone is an interpreter's: full band, at a fixed rate, never silent on the wire. */
  sendAsInterpreter(): void {
    if (this.#interpreter) return;
    this.#interpreter = true;
    if (this.#negotiated) this.#enqueue((pc) => this.#negotiate(pc, false));
  }

  /** Sends a track on the line of that use, or nothing. No negotiation. */
  async send(use: SendUse, track: MediaStreamTrack | undefined): Promise<void> {
    if (track === undefined) this.#tracks.delete(use);
    else this.#tracks.set(use, track);
    await this.#sender(use)?.replaceTrack(this.#sent(use) ?? null);
  }

  /**
   * What a line sends now. Pictures wait for the first connection: a browser begins to encode with the answer, for nobody
   * yet, and its first frame takes a processor for some 200 ms in which ICE, DTLS and the first decoder want it.
   */
  #sent(use: SendUse): MediaStreamTrack | undefined {
    const waits = !this.#wasConnected && (use === "camera" || use === "screen");
    return waits ? undefined : this.#tracks.get(use);
  }

  #sendPictures(): void {
    this.#wasConnected = true;
    for (const use of ["camera", "screen"] as const) {
      const track = this.#tracks.get(use);
      if (track !== undefined)
        void this.#sender(use)
          ?.replaceTrack(track)
          .catch(() => {});
    }
  }

  /** The simulcast layers that somebody wants; the others are switched off at the source. */
  setLayers(kind: PictureKind, rids: readonly string[]): void {
    this.#layers.set(kind, rids);
    if (this.#negotiated) this.#enqueue(() => this.#applyLayers());
  }

  close(): void {
    this.#tearDown();
    this.#blocked?.();
    this.#blocked = undefined;
    this.lines.set([]);
    this.state.set({ media: "none" });
  }

  // ---- Making it ----

  #tearDown(): void {
    this.#scope.end();
    this.#scope = new Scope();
    this.#patience = undefined;
    this.#pc?.close();
    this.#pc = undefined;
    this.#negotiated = false;
    this.#wasConnected = false;
    this.#ahead = false;
    this.#doubt = undefined;
  }

  #create(): void {
    this.#tearDown();
    this.#stats.peerConnections++;
    this.#stats.renegotiations = 0;
    this.#restarts = 0;
    this.#restartsWaiting = 0;
    this.#layers.clear();
    const pc = this.#env.createPeerConnection(this.#configuration(this.#needsRelay));
    this.#pc = pc;
    const scope = this.#scope;
    const changed = () => this.#connectionChanged(pc);
    pc.addEventListener("connectionstatechange", changed);
    scope.add(() => pc.removeEventListener("connectionstatechange", changed));
    this.lines.set(planLines(this.#pictures, this.#booths).map((line) => this.#addLine(pc, line)));
    if (this.state.get().media === "none") this.state.set({ media: "connecting" });
    else this.#disconnected();
    this.#enqueue(async () => {
      await pc.setLocalDescription(await pc.createOffer());
      // The lines have their mids now: what is wanted of them can be said along with the offer.
      this.lines.set([...this.lines.get()]);
    });
  }

  #configuration(relayed: boolean): RTCConfiguration {
    return { bundlePolicy: "max-bundle", ...(relayed ? { iceServers: this.#relays } : {}) };
  }

  /** Takes effect with the next offer that restarts ICE. */
  #takeRelays(pc: RTCPeerConnection): void {
    if (this.#relays.length === 0) return;
    try {
      pc.setConfiguration(this.#configuration(true));
    } catch {
      // A browser that knows no such form of address, or cannot change it: the direct ways remain.
    }
  }

  #addLine(pc: RTCPeerConnection, line: LinePlan): Line {
    const sendEncodings = line.direction === "sendonly" ? encodingsOf(line.use) : undefined;
    const transceiver = pc.addTransceiver(line.media, {
      direction: line.direction,
      ...(sendEncodings === undefined ? {} : { sendEncodings }),
    });
    if (line.media === "video") this.#preferCodecs(transceiver, line);
    const track = line.direction === "sendonly" ? this.#sent(line.use as SendUse) : undefined;
    if (track !== undefined) void transceiver.sender.replaceTrack(track).catch(() => {});
    return { use: line.use, transceiver };
  }

  #preferCodecs(transceiver: RTCRtpTransceiver, line: LinePlan): void {
    const direction = line.direction === "sendonly" ? "send" : "receive";
    const codecs = offeredCodecs(this.#env.videoCodecs(direction));
    try {
      if (codecs.length > 0) transceiver.setCodecPreferences(codecs);
      if (direction === "receive") trimExtensions(transceiver);
    } catch {
      // Browsers differ in which list they check against; without preferences VP8 is first in all of them, too,
      // and the offer only longer.
    }
  }

  #sender(use: SendUse): RTCRtpSender | undefined {
    return this.lines.get().find((line) => line.use === use)?.transceiver.sender;
  }

  // ---- Negotiating, one at a time ----

  /** Runs after what is under way, unless the PeerConnection was replaced in the meantime. */
  #enqueue(step: (pc: RTCPeerConnection) => Promise<void>): void {
    const pc = this.#pc;
    if (pc === undefined) return;
    this.#queue = this.#queue
      .then(() => (pc === this.#pc ? step(pc) : undefined))
      .catch((error: unknown) => {
        if (pc === this.#pc) this.#failed(error);
      });
  }

  async #negotiate(pc: RTCPeerConnection, isNew: boolean): Promise<void> {
    // The first offer may be prepared already, and one that restarts ICE; any other is made now.
    const complete = this.lines.get().every((line) => line.transceiver.mid !== null);
    const prepared = (isNew || this.#ahead) && complete;
    this.#ahead = false;
    if (!prepared || pc.localDescription === null) await pc.setLocalDescription(await pc.createOffer());
    const sdp = pc.localDescription?.sdp ?? "";
    const lines = this.lines.get().map(({ use, transceiver }) => ({ use, mid: transceiver.mid ?? "" }));
    const answer = await this.#signalling.offer(sdp, lines, isNew);
    if (pc !== this.#pc) return;
    this.onNegotiated.emit({ fresh: isNew });
    const microphone = lines.find(({ use }) => use === "microphone")?.mid ?? "";
    const described = withMicrophone(answer.sdp, microphone, this.#interpreter);
    const applied = pc.setRemoteDescription({ type: "answer", sdp: described });
    this.onAnswered.emit();
    await applied;
    this.#negotiated = true;
    await this.#applyBitrate();
    if (isNew) this.#waitForFirst(pc);
    this.#blocked ??= this.#env.clock.after(BLOCKED_AFTER_MS, () => this.#watchBlocked());
    await this.#applyLayers();
  }

  #failed(error: unknown): void {
    const problem = error instanceof CommandProblem ? error : undefined;
    if (problem?.code === "disconnected") {
      // Lost in the middle: the next welcome starts again, from whatever the server has; if that has come already,
      // because another connection took over, what the offer was to bring is still missing.
      if (this.#negotiated && this.#restartsWaiting === 0) this.restart();
      return;
    }
    if (this.#negotiated) {
      // The server does not know this connection any more, or the browser cannot restart it.
      this.#renew();
      return;
    }
    this.state.set({
      media: "blocked",
      problem: {
        code: problem?.code ?? "failed",
        title: problem?.title ?? String(error),
        ...(problem?.detail === undefined ? {} : { detail: problem.detail }),
      },
    });
  }

  #renew(): void {
    this.#create();
    if (this.#signalling.connected) this.#enqueue((pc) => this.#negotiate(pc, true));
  }

  /** Chromium takes an audio rate from here, Firefox from the answer. */
  async #applyBitrate(): Promise<void> {
    const sender = this.#interpreter ? this.#sender("microphone") : undefined;
    const parameters = sender?.getParameters();
    const encoding = parameters?.encodings?.[0];
    if (sender === undefined || parameters === undefined || encoding === undefined) return;
    encoding.maxBitrate = INTERPRETER_BITRATE;
    // A refusal leaves the rate of the answer.
    await sender.setParameters(parameters).catch(() => {});
  }

  async #applyLayers(): Promise<void> {
    for (const [kind, rids] of this.#layers) {
      const sender = this.#sender(kind);
      const parameters = sender?.getParameters();
      if (sender === undefined || parameters?.encodings === undefined) continue;
      // A refusal leaves a layer on that nobody watches: wasteful, not wrong.
      if (activate(parameters.encodings, rids)) await sender.setParameters(parameters).catch(() => {});
    }
  }

  // ---- Staying connected ----

  #connectionChanged(pc: RTCPeerConnection): void {
    if (pc !== this.#pc) return;
    switch (pc.connectionState) {
      case "connected":
        this.#connected();
        return;
      case "disconnected":
      case "failed":
        this.#disconnected();
        this.#recover();
        return;
      default:
        return;
    }
  }

  #connected(): void {
    this.#restarts = 0;
    this.#patience?.();
    this.#patience = undefined;
    this.#blocked?.();
    this.#blocked = undefined;
    if (!this.#wasConnected) this.#sendPictures();
    this.state.set({ media: "connected" });
  }

  #disconnected(): void {
    if (this.state.get().media === "connected") this.state.set({ media: "reconnecting" });
  }

  /** Restarts ICE unless packets come on the path that there is: only the WebSocket was lost then. */
  async #verify(pc: RTCPeerConnection, since?: number): Promise<void> {
    const path = await this.#path(pc);
    if (pc !== this.#pc) return;
    if (path !== undefined && path.heardAt >= (since ?? path.at)) return;
    if (path === undefined || path.at - path.heardAt > MEDIA_SILENCE_MS) return this.restart();
    const again = () => void this.#verify(pc, since ?? path.at);
    this.#scope.add(this.#env.clock.after(VERIFY_MS, again));
  }

  /** The path broke: an ICE restart, and after some in vain a new PeerConnection. */
  #recover(): void {
    if (!this.#signalling.connected || this.#patience !== undefined) return;
    if (this.#restarts < RESTARTS_BEFORE_RENEWAL) this.restart();
    else this.#renew();
  }

  /** The relay is tried early; whoever has a path already has its handshake yet to do. */
  #waitForFirst(pc: RTCPeerConnection): void {
    if (this.#relays.length === 0 || this.#needsRelay) return this.#wait(RESTART_PATIENCE_MS);
    this.#patience?.();
    const check = () => {
      this.#patience = undefined;
      if (["connected", "completed"].includes(pc.iceConnectionState)) {
        this.#wait(RESTART_PATIENCE_MS - DIRECT_PATIENCE_MS);
        return;
      }
      this.#needsRelay = true;
      this.#recover();
    };
    this.#patience = this.#scope.add(this.#env.clock.after(DIRECT_PATIENCE_MS, check));
  }

  /** Tries again if there is no connection by then. */
  #wait(ms: number): void {
    this.#patience?.();
    const check = () => {
      this.#patience = undefined;
      if (this.#pc?.connectionState === "connected") this.#restarts = 0;
      else this.#recover();
    };
    this.#patience = this.#scope.add(this.#env.clock.after(ms, check));
  }

  #watchBlocked(): void {
    this.#blocked = undefined;
    if (this.#pc !== undefined && this.#pc.connectionState !== "connected")
      this.state.set({ media: "blocked" });
  }
}
