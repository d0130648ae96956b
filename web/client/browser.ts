// The environment of a real browser. The only file of the client that touches the window.

import { createCall, fetchFile } from "./api.ts";
import { MeetingClient } from "./client.ts";
import type {
  Answered,
  Clock,
  Environment,
  Memory,
  Network,
  NetworkEvent,
  Socket,
  SocketEvents,
  Upload,
} from "./environment.ts";
// A file of our own origin, so that the server's policy (script-src 'self') lets the audio thread load it.
import limiterModule from "./media/graph/limiter.worklet.ts?worker&url";
import { PICTURE_SLOTS } from "./media/lines.ts";
import type { Client } from "./model.ts";
import { createPublishingApi } from "./publishing/api.ts";
import { PublishingModel } from "./publishing/publishing.ts";
import type { Playback } from "./record/sounds.ts";
import type { Cancel } from "./scope.ts";
import { createTextFiles, createTextsApi } from "./texts/api.ts";
import { createReadStream } from "./texts/stream.ts";
import { TextsModel } from "./texts/texts.ts";

/** Shorter side of the screen, CSS pixels, below which four pictures at once are enough (a phone). */
const SMALL_SCREEN = 600;
/** How long the server may take to answer a plain request, ms: like a short attempt of the session. */
const REACHABLE_MS = 2400;

declare global {
  interface Window {
    /** For tests and the curious. */
    cumbre?: { readonly client: Client; readonly stats: Client["stats"] };
  }
}

/** Makes the client of one invitation from the browser's own WebSocket, devices, clock and storage. */
export function createBrowserClient(meeting: string, token: string): Client {
  const client = new MeetingClient(browserEnvironment(), meeting, token);
  window.cumbre = { client, stats: client.stats };
  return client;
}

/** Makes the store of a meeting's texts for a page of its own. */
export function createTexts(meeting: string, token: string): TextsModel {
  const env = { clock: systemClock, tab: memoryOf(() => window.sessionStorage), random: Math.random };
  const api = createTextsApi(meeting, createCall(token));
  const file = createTextFiles(meeting, (path) => fetchFile(token, path));
  return new TextsModel(env, meeting, api, createReadStream(token), file);
}

/** Makes the store of a meeting's publications and commitments. */
export function createPublishing(meeting: string, token: string): PublishingModel {
  return new PublishingModel(createPublishingApi(meeting, createCall(token)));
}

function browserEnvironment(): Environment {
  const small = Math.min(screen.width, screen.height) < SMALL_SCREEN;
  return {
    clock: systemClock,
    network: windowNetwork,
    tab: memoryOf(() => window.sessionStorage),
    browser: memoryOf(() => window.localStorage),
    clientName: "cumbre-web/0.1.0",
    random: Math.random,
    unguessable: () =>
      [...crypto.getRandomValues(new Uint8Array(16))]
        .map((byte) => byte.toString(16).padStart(2, "0"))
        .join(""),
    language: () => document.documentElement.lang || navigator.language,
    pixelRatio: () => window.devicePixelRatio,
    openSocket,
    reachable,
    request,
    upload,
    mark: (name) => void performance.mark(name),
    pictureSlots: small ? PICTURE_SLOTS[0] : PICTURE_SLOTS[1],
    secure: window.isSecureContext,
    devices: navigator.mediaDevices as MediaDevices | undefined,
    permission,
    createPeerConnection: (configuration) => new RTCPeerConnection(configuration),
    createStream: (tracks) => new MediaStream(tracks),
    createAudio: () => new Audio(),
    createPlayback,
    limiterModule,
    createAudioContext: () => new AudioContext({ latencyHint: "interactive" }),
    videoCodecs: (direction) => {
      const of = direction === "send" ? RTCRtpSender : RTCRtpReceiver;
      return of.getCapabilities("video")?.codecs ?? [];
    },
  };
}

const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = window.setTimeout(run, ms);
    return () => window.clearTimeout(timer);
  },
  every: (ms, run) => {
    const timer = window.setInterval(run, ms);
    return () => window.clearInterval(timer);
  },
};

/** Plays sounds by an element of its own, on the speaker that is chosen where the browser can. */
export function createPlayback(): Playback {
  let playing: HTMLAudioElement | undefined;
  const stop = () => {
    playing?.pause();
    if (playing) URL.revokeObjectURL(playing.src);
    playing = undefined;
  };
  return {
    play: async (sound, speaker, ended) => {
      const element = new Audio(URL.createObjectURL(sound));
      playing = element;
      element.addEventListener("ended", () => {
        if (playing === element) stop();
        ended();
      });
      // A speaker that is gone is no reason not to play.
      if (speaker !== "") await element.setSinkId?.(speaker).catch(() => undefined);
      if (playing === element) await element.play();
    },
    stop,
  };
}

async function reachable(): Promise<boolean> {
  try {
    // Any answer will do, a proxy's complaint as well: the WebSocket then finds out what is wrong.
    await fetch("/healthz", { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(REACHABLE_MS) });
    return true;
  } catch {
    return false;
  }
}

async function request(
  method: "GET" | "DELETE" | "POST",
  path: string,
  token?: string,
  body?: unknown,
): Promise<Answered> {
  try {
    const headers = {
      ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    };
    const response = await fetch(path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return { status: 0, text: "" };
  }
}

/** By XMLHttpRequest: fetch does not say how much of a body has left. */
function upload({ path, token, fields, file, signal, onSent }: Upload): Promise<Answered> {
  return new Promise((resolve) => {
    const form = new FormData();
    for (const [name, value] of fields) form.append(name, value);
    form.append("file", file, file.name);
    const xhr = new XMLHttpRequest();
    xhr.open("POST", path);
    xhr.setRequestHeader("Authorization", `Bearer ${token}`);
    xhr.upload.addEventListener("progress", ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0));
    xhr.addEventListener("loadend", () => resolve({ status: xhr.status, text: xhr.responseText }));
    signal.addEventListener("abort", () => xhr.abort());
    xhr.send(form);
  });
}

function openSocket(events: SocketEvents): Socket {
  const url = new URL("/api/v1/live", window.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.hash = "";
  const socket = new WebSocket(url);
  let open = true;
  socket.addEventListener("open", () => open && events.open());
  socket.addEventListener("message", ({ data }) => {
    if (open && typeof data === "string") events.message(data);
  });
  socket.addEventListener("close", () => {
    if (!open) return;
    open = false;
    events.close();
  });
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => {
      open = false;
      socket.close();
    },
  };
}

const windowNetwork: Network = {
  online: () => navigator.onLine,
  on: (listener) => {
    const cancels: Cancel[] = [];
    const listen = (target: EventTarget, name: string, event: NetworkEvent, when = () => true) => {
      const handler = () => when() && listener(event);
      target.addEventListener(name, handler);
      cancels.push(() => target.removeEventListener(name, handler));
    };
    listen(window, "online", "online");
    listen(window, "offline", "offline");
    listen(window, "pageshow", "resumed");
    listen(document, "visibilitychange", "resumed", () => document.visibilityState === "visible");
    // Chromium on Android says when Wi-Fi becomes mobile data, with the same event as for every new estimate of
    // the bandwidth; others say it only by the events above.
    const { connection } = navigator as Navigator & { connection?: EventTarget & { type?: string } };
    let type = connection?.type;
    const otherType = () => {
      const before = type;
      type = connection?.type;
      return type !== before;
    };
    if (connection) listen(connection, "change", "changed", otherType);
    return () => {
      for (const cancel of cancels) cancel();
    };
  },
};

async function permission(name: "microphone" | "camera"): Promise<PermissionState | undefined> {
  try {
    const status = await navigator.permissions.query({ name: name as PermissionName });
    return status.state;
  } catch {
    return undefined;
  }
}

/** Storage that may be forbidden or full: then it forgets. */
function memoryOf(storage: () => Storage): Memory {
  const attempt = <T>(run: (storage: Storage) => T): T | undefined => {
    try {
      return run(storage());
    } catch {
      return undefined;
    }
  };
  return {
    get: (key) => attempt((memory) => memory.getItem(key)) ?? undefined,
    set: (key, value) => attempt((memory) => memory.setItem(key, value)),
    remove: (key) => attempt((memory) => memory.removeItem(key)),
  };
}
