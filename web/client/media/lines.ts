// The fixed lines of the one PeerConnection: what is sent and received, in the order that the server expects.

import type { LineUse, RID } from "../protocol.ts";

/** What an own source is sent on. */
export type SendUse = "microphone" | "camera" | "screen" | "screen-sound";

/** How many pictures can be on screen at once beside the stage's, which has a line of its own. */
export const MOST_PICTURES = 16;
/**
 * Numbers of picture slots, smallest first; the client grows from one to the next by one further offer. Ten are the others
 * of a meeting of ten and a shared screen.
 */
export const PICTURE_SLOTS = [4, 10, MOST_PICTURES] as const;
const FLOOR_SOUND_SLOTS = 3;

export interface LinePlan {
  readonly use: LineUse;
  readonly media: "audio" | "video";
  readonly direction: "sendonly" | "recvonly";
}

const send = (use: SendUse, media: "audio" | "video"): LinePlan => ({ use, media, direction: "sendonly" });
const receive = (use: LineUse, media: "audio" | "video"): LinePlan => ({ use, media, direction: "recvonly" });

/** What an interpreter or a technician hears of the booths, beside the line of the chosen channel: partner, monitor. */
export const BOOTH_LINES: readonly LinePlan[] = [
  receive("booth-sound", "audio"),
  receive("booth-sound", "audio"),
];

/** The lines of an offer with that many picture slots, and with those for the booths or without. */
export function planLines(pictures: number, booths = false): LinePlan[] {
  return [
    send("microphone", "audio"),
    send("camera", "video"),
    send("screen", "video"),
    send("screen-sound", "audio"),
    receive("stage-sound", "audio"),
    receive("stage-picture", "video"),
    ...Array.from({ length: FLOOR_SOUND_SLOTS }, () => receive("floor-sound", "audio")),
    receive("interpretation", "audio"),
    ...(booths ? BOOTH_LINES : []),
    ...Array.from({ length: pictures }, () => receive("picture", "video")),
  ];
}

/** The smallest number of picture slots that holds so many tiles (the largest there is, if none does). */
export function slotsFor(tiles: number): number {
  return PICTURE_SLOTS.find((slots) => slots >= tiles) ?? PICTURE_SLOTS[PICTURE_SLOTS.length - 1] ?? tiles;
}

interface CameraLayer {
  readonly rid: RID;
  readonly scaleResolutionDownBy: number;
  readonly maxBitrate: number;
}

/**
 * Camera layers, best first: full, half, quarter of 1280×720. Bit/s where VP8 stops getting visibly better at
 * 30 frames/s (those of libwebrtc's simulcast table, rounded). More costs everybody's downlink, less shows blocks.
 */
const CAMERA_LAYERS: readonly CameraLayer[] = [
  { rid: "f", scaleResolutionDownBy: 1, maxBitrate: 1_700_000 },
  { rid: "h", scaleResolutionDownBy: 2, maxBitrate: 500_000 },
  { rid: "q", scaleResolutionDownBy: 4, maxBitrate: 150_000 },
];

/** Bit/s and frames/s of a shared screen: text needs sharp frames more than many. */
const SCREEN_BITRATE = 2_500_000;
const SCREEN_FRAME_RATE = 15;

/**
 * Encodings of a sent line. A camera begins with its smallest layer: three encoders that start at once take the
 * processor from the first picture that is to be seen, and the server says within a round trip which ones somebody watches.
 */
export function encodingsOf(use: LineUse): RTCRtpEncodingParameters[] | undefined {
  switch (use) {
    case "camera":
      return CAMERA_LAYERS.map((layer) => ({ ...layer, active: layer.rid === "q" }));
    case "screen":
      return [{ active: true, maxBitrate: SCREEN_BITRATE, maxFramerate: SCREEN_FRAME_RATE }];
    default:
      return undefined;
  }
}

/** Repair and loss formats: kept beside the codecs that they belong to. */
const REPAIR = "video/rtx";

/**
 * The codecs to offer on a video line, VP8 first: the one that every browser sends in simulcast. Left out is what
 * the server does not forward (H.264 in packetisation mode 0, further profiles of VP9 and AV1, FEC): each variant
 * costs some 250 bytes on each of up to 19 video lines, and the server takes 64 KiB of SDP.
 */
export function offeredCodecs(codecs: readonly RTCRtpCodec[]): RTCRtpCodec[] {
  const forwarded = codecs.filter(isForwarded);
  const isVP8 = (codec: RTCRtpCodec) => nameOf(codec) === "video/vp8";
  return [...forwarded.filter(isVP8), ...forwarded.filter((codec) => !isVP8(codec))];
}

/** The WebRTC extensions API as far as it is needed; Chromium has it, the DOM's types do not yet. */
interface HeaderExtension {
  uri: string;
  direction: RTCRtpTransceiverDirection;
}

interface NegotiatesExtensions {
  getHeaderExtensionsToNegotiate(): HeaderExtension[];
  setHeaderExtensionsToNegotiate(extensions: HeaderExtension[]): void;
}

/** Ends of the URIs of the header extensions that mean something on a received picture. */
const RECEIVED_EXTENSIONS = [
  "sdes:mid",
  "abs-send-time",
  "transport-wide-cc-extensions-01",
  "3gpp:video-orientation",
  "dependency-descriptor-rtp-header-extension",
];

/** Offers only those extensions on a receive-only picture line, where the browser lets us: half a KiB a line. */
export function trimExtensions(transceiver: RTCRtpTransceiver): void {
  const negotiates = transceiver as RTCRtpTransceiver & Partial<NegotiatesExtensions>;
  if (!negotiates.getHeaderExtensionsToNegotiate || !negotiates.setHeaderExtensionsToNegotiate) return;
  const all = negotiates.getHeaderExtensionsToNegotiate();
  const wanted = (uri: string) => RECEIVED_EXTENSIONS.some((end) => uri.endsWith(end));
  negotiates.setHeaderExtensionsToNegotiate(
    all.map((extension) => (wanted(extension.uri) ? extension : { ...extension, direction: "stopped" })),
  );
}

function isForwarded(codec: RTCRtpCodec): boolean {
  const fmtp = codec.sdpFmtpLine ?? "";
  switch (nameOf(codec)) {
    case "video/vp8":
    case REPAIR:
      return true;
    case "video/h264":
      return fmtp.includes("packetization-mode=1");
    case "video/vp9":
      return !/profile-id=[1-9]/.test(fmtp);
    case "video/av1":
      return !/profile=[1-9]/.test(fmtp);
    default:
      return false;
  }
}

function nameOf(codec: RTCRtpCodec): string {
  return codec.mimeType.toLowerCase();
}

/** Encodings with exactly these layers switched on; a single encoding without rid is on for any. */
export function activate(encodings: RTCRtpEncodingParameters[], rids: readonly string[]): boolean {
  let changed = false;
  for (const encoding of encodings) {
    const active = encoding.rid ? rids.includes(encoding.rid) : rids.length > 0;
    changed ||= encoding.active !== active;
    encoding.active = active;
  }
  return changed;
}
