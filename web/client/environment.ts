// What the client needs of a browser, as narrow interfaces: browser.ts makes them from the window, tests from fakes.

import type { Playback } from "./record/sounds.ts";
import type { Cancel } from "./scope.ts";

export interface Clock {
  /** Epoch ms. */
  now(): number;
  after(ms: number, run: () => void): Cancel;
  every(ms: number, run: () => void): Cancel;
}

/** One WebSocket. After `close` was called or reported, nothing more is reported. */
export interface Socket {
  send(text: string): void;
  close(): void;
}

export interface SocketEvents {
  open(): void;
  message(text: string): void;
  close(): void;
}

/** "resumed": the page became visible or was woken, so timers may have slept. */
export type NetworkEvent = "online" | "offline" | "changed" | "resumed";

export interface Network {
  online(): boolean;
  on(listener: (event: NetworkEvent) => void): Cancel;
}

/** Key and value kept for the tab or for the browser; may forget at any time, never throws. */
export interface Memory {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

export type MediaDevicesLike = Pick<
  MediaDevices,
  "enumerateDevices" | "getUserMedia" | "addEventListener" | "removeEventListener"
> &
  Partial<Pick<MediaDevices, "getDisplayMedia">>;

/** The part of HTMLAudioElement that the client uses. */
export type AudioSurface = Pick<HTMLAudioElement, "srcObject" | "muted" | "play" | "pause"> &
  Partial<Pick<HTMLAudioElement, "setSinkId">>;

export type PermissionName = "microphone" | "camera";

/** A form for POST whose last field is a file. */
export interface Upload {
  readonly path: string;
  readonly token: string;
  readonly fields: readonly (readonly [string, string])[];
  readonly file: File;
  readonly signal: AbortSignal;
  /** How much of it has left, 0 … 1. */
  onSent(fraction: number): void;
}

/** A server's answer; status 0: there was none. */
export interface Answered {
  readonly status: number;
  readonly text: string;
}

export interface Environment {
  readonly clock: Clock;
  readonly network: Network;
  readonly tab: Memory;
  readonly browser: Memory;
  /** Name and version for the server's log. */
  readonly clientName: string;
  /** 0 ≤ value < 1 */
  random(): number;
  /** 128 random bits, in hexadecimal digits. */
  unguessable(): string;
  /** Language of the page (BCP 47), which is the interface's. */
  language(): string;
  /** Device pixels per CSS pixel. */
  pixelRatio(): number;
  /** Opens the live session's WebSocket. Throws never; failure is a close. */
  openSocket(events: SocketEvents): Socket;
  /** Whether the server answers at all, by a plain request; never rejects. */
  reachable(): Promise<boolean>;
  /** Neither rejects. Without a token none is sent. */
  request(method: "GET" | "DELETE" | "POST", path: string, token?: string, body?: unknown): Promise<Answered>;
  upload(upload: Upload): Promise<Answered>;
  /** A named moment in the performance timeline. */
  mark(name: string): void;

  /** Picture slots of the first offer (see PICTURE_SLOTS): fewer on a small screen. */
  readonly pictureSlots: number;
  readonly secure: boolean;
  /** undefined in an insecure context. */
  readonly devices: MediaDevicesLike | undefined;
  /** undefined where the browser does not say. */
  permission(name: PermissionName): Promise<PermissionState | undefined>;
  createPeerConnection(configuration: RTCConfiguration): RTCPeerConnection;
  createStream(tracks: MediaStreamTrack[]): MediaStream;
  createAudio(): AudioSurface;
  createAudioContext(): AudioContext;
  createPlayback(): Playback;
  /** Address of the limiter's module, for AudioWorklet.addModule. */
  readonly limiterModule: string;
  /** Video codecs that the browser can send or receive; empty where it does not say. */
  videoCodecs(direction: "send" | "receive"): readonly RTCRtpCodec[];
}
