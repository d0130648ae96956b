// Numbers and a verdict from getStats, as a pure function of two reports.

import type { QualityView, ReceivedQuality } from "../model.ts";
import type { Quality } from "../protocol.ts";

/** Reports are taken this often, ms. */
export const STATS_INTERVAL_MS = 2000;

/**
 * Loss (fraction) and round trip (ms) up to which the quality is good, and fair. At 2 % retransmission and FEC hide
 * everything; at 8 % pictures freeze and words go missing. 300 ms is where people begin to talk over each other
 * (ITU-T G.114: 150 ms one way), 600 ms is a satellite.
 */
const GOOD = { loss: 0.02, rttMs: 300 };
const FAIR = { loss: 0.08, rttMs: 600 };
/** Frames/s of a moving picture that are fair, and poor, below. */
const FAIR_FRAME_RATE = 12;
const POOR_FRAME_RATE = 5;

/** What one report says, reduced to what the next needs. */
export interface StatsSnapshot {
  readonly at: number;
  readonly sentBytes: number;
  readonly receivedBytes: number;
  readonly sentPackets: number;
  readonly remoteLost: number;
  readonly rttMs: number | undefined;
  readonly transport: string;
  readonly inbound: ReadonlyMap<string, InboundSnapshot>;
}

interface InboundSnapshot {
  readonly kind: string;
  readonly packets: number;
  readonly lost: number;
  readonly frames: number;
  readonly height: number;
  /** Samples of sound that were played, and those of them that were made up in place of missing ones. */
  readonly played: number;
  readonly concealed: number;
}

type Entry = Record<string, unknown> & { type: string; id: string };

export const EMPTY_QUALITY: QualityView = {
  sendBitrate: 0,
  receiveBitrate: 0,
  sendLoss: 0,
  receiveLoss: 0,
  received: new Map(),
  concealed: new Map(),
  transport: "",
};

/** Reads a report. `at`: ms of any steady clock. */
export function snapshot(report: Iterable<[string, unknown]>, at: number): StatsSnapshot {
  const entries = [...report].map(([, entry]) => entry as Entry);
  const of = (type: string) => entries.filter((entry) => entry.type === type);
  const pair = activePair(entries);
  const local = entries.find(({ id }) => id === pair?.["localCandidateId"]);
  const inbound = new Map<string, InboundSnapshot>();
  for (const entry of of("inbound-rtp")) {
    const mid = entry["mid"];
    if (typeof mid === "string") inbound.set(mid, inboundOf(entry, inbound.get(mid)));
  }
  const rtt = pair?.["currentRoundTripTime"];
  return {
    at,
    sentBytes: number(pair, "bytesSent"),
    receivedBytes: number(pair, "bytesReceived"),
    sentPackets: sum(of("outbound-rtp"), "packetsSent"),
    remoteLost: sum(of("remote-inbound-rtp"), "packetsLost"),
    rttMs: typeof rtt === "number" ? Math.round(rtt * 1000) : undefined,
    transport: transportOf(local),
    inbound,
  };
}

/** A relayed candidate says "udp" of the relay's side of it. */
function transportOf(local: Entry | undefined): string {
  if (local?.["candidateType"] === "relay") return "relay";
  return typeof local?.["protocol"] === "string" ? local["protocol"] : "";
}

/** A line may have several entries after an SSRC change: they add up. */
function inboundOf(entry: Entry, before: InboundSnapshot | undefined): InboundSnapshot {
  return {
    kind: String(entry["kind"] ?? ""),
    packets: number(entry, "packetsReceived") + (before?.packets ?? 0),
    lost: number(entry, "packetsLost") + (before?.lost ?? 0),
    frames: number(entry, "framesDecoded") + (before?.frames ?? 0),
    height: number(entry, "frameHeight") || (before?.height ?? 0),
    played: number(entry, "totalSamplesReceived") + (before?.played ?? 0),
    // What is made up as silence stands for a sender's pause (DTX, mute), and is no fault.
    concealed:
      number(entry, "concealedSamples") - number(entry, "silentConcealedSamples") + (before?.concealed ?? 0),
  };
}

function activePair(entries: readonly Entry[]): Entry | undefined {
  const transport = entries.find(({ type }) => type === "transport");
  const selected = entries.find(({ id }) => id === transport?.["selectedCandidatePairId"]);
  const pairs = entries.filter(({ type }) => type === "candidate-pair");
  // Firefox marks the pair itself and has no transport entry.
  return (
    selected ??
    pairs.find((pair) => pair["selected"] === true) ??
    pairs.find((pair) => pair["nominated"] === true)
  );
}

/** When the report was made, and when the last packet came on the path in use, both in ms of the report's clock. */
export function pathOf(report: Iterable<[string, unknown]>): { at: number; heardAt: number } | undefined {
  const pair = activePair([...report].map(([, entry]) => entry as Entry));
  const heardAt = pair?.["lastPacketReceivedTimestamp"];
  return typeof heardAt === "number" ? { at: number(pair, "timestamp"), heardAt } : undefined;
}

/** The view of the interval between two snapshots. `sourceOf`: whose picture or sound a mid carries, if any. */
export function qualityBetween(
  before: StatsSnapshot,
  after: StatsSnapshot,
  sourceOf: (mid: string) => string | undefined,
): QualityView {
  const seconds = Math.max(0.001, (after.at - before.at) / 1000);
  const sendLoss = lossOf(after.sentPackets - before.sentPackets, after.remoteLost - before.remoteLost, true);
  const received = new Map<string, ReceivedQuality>();
  let packets = 0;
  let lost = 0;
  for (const [mid, now] of after.inbound) {
    const then = before.inbound.get(mid);
    const line = { packets: now.packets - (then?.packets ?? 0), lost: now.lost - (then?.lost ?? 0) };
    packets += Math.max(0, line.packets);
    lost += Math.max(0, line.lost);
    const participant = now.kind === "video" ? sourceOf(mid) : undefined;
    if (participant === undefined || line.packets <= 0) continue;
    const frameRate = Math.max(0, now.frames - (then?.frames ?? 0)) / seconds;
    received.set(participant, receivedQuality(lossOf(line.packets, line.lost), frameRate, now.height));
  }
  const receiveLoss = lossOf(packets, lost);
  return {
    own: verdict(Math.max(sendLoss, receiveLoss), after.rttMs),
    ...(after.rttMs === undefined ? {} : { rttMs: after.rttMs }),
    sendBitrate: rate(before.sentBytes, after.sentBytes, seconds),
    receiveBitrate: rate(before.receivedBytes, after.receivedBytes, seconds),
    sendLoss,
    receiveLoss,
    received,
    concealed: concealedBetween(before, after, sourceOf),
    transport: after.transport,
  };
}

/** Of who is on several lines, the worst. */
function concealedBetween(
  before: StatsSnapshot,
  after: StatsSnapshot,
  sourceOf: (mid: string) => string | undefined,
): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const [mid, now] of after.inbound) {
    const participant = now.kind === "audio" ? sourceOf(mid) : undefined;
    const then = before.inbound.get(mid);
    const [played, made] = [now.played - (then?.played ?? 0), now.concealed - (then?.concealed ?? 0)];
    if (participant === undefined || played <= 0) continue;
    const share = Math.min(1, Math.max(0, made / played));
    shares.set(participant, Math.max(share, shares.get(participant) ?? 0));
  }
  return shares;
}

function receivedQuality(loss: number, framesPerSecond: number, height: number): ReceivedQuality {
  const byLoss = verdict(loss, undefined);
  const byFrames: Quality =
    framesPerSecond < POOR_FRAME_RATE ? "poor" : framesPerSecond < FAIR_FRAME_RATE ? "fair" : "good";
  return { quality: worse(byLoss, byFrames), loss, framesPerSecond: Math.round(framesPerSecond), height };
}

function verdict(loss: number, rttMs: number | undefined): Quality {
  const rtt = rttMs ?? 0;
  if (loss <= GOOD.loss && rtt <= GOOD.rttMs) return "good";
  return loss <= FAIR.loss && rtt <= FAIR.rttMs ? "fair" : "poor";
}

function worse(a: Quality, b: Quality): Quality {
  const order: readonly Quality[] = ["good", "fair", "poor"];
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}

/** `ofSent`: packets counts the lost ones already. */
function lossOf(packets: number, lost: number, ofSent = false): number {
  const all = ofSent ? packets : packets + lost;
  return all <= 0 || lost <= 0 ? 0 : Math.min(1, lost / all);
}

function rate(before: number, after: number, seconds: number): number {
  return Math.max(0, Math.round(((after - before) * 8) / seconds));
}

function sum(entries: readonly Entry[], key: string): number {
  return entries.reduce((total, entry) => total + number(entry, key), 0);
}

function number(entry: Entry | undefined, key: string): number {
  const value = entry?.[key];
  return typeof value === "number" ? value : 0;
}
