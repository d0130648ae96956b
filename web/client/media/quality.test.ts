import { expect, test } from "vitest";
import { qualityBetween, snapshot } from "./quality.ts";

/** A report in the shape of Chromium's, after `seconds` with some loss. */
function report(seconds: number, { lost = 0, sendLost = 0, rtt = 0.04, frames = 30 } = {}) {
  const entries: Record<string, unknown>[] = [
    { id: "T", type: "transport", selectedCandidatePairId: "P" },
    { id: "X", type: "candidate-pair", bytesSent: 1, bytesReceived: 1 },
    {
      id: "P",
      type: "candidate-pair",
      localCandidateId: "L",
      bytesSent: seconds * 125_000,
      bytesReceived: seconds * 250_000,
      currentRoundTripTime: rtt,
    },
    { id: "L", type: "local-candidate", protocol: "udp" },
    { id: "O", type: "outbound-rtp", packetsSent: seconds * 100 },
    { id: "R", type: "remote-inbound-rtp", packetsLost: sendLost },
    {
      id: "I",
      type: "inbound-rtp",
      kind: "video",
      mid: "10",
      packetsReceived: seconds * 100 - lost,
      packetsLost: lost,
      framesDecoded: seconds * frames,
      frameHeight: 360,
    },
    { id: "S", type: "inbound-rtp", kind: "audio", mid: "4", packetsReceived: seconds * 50, packetsLost: 0 },
  ];
  return new Map(entries.map((entry) => [entry["id"] as string, entry]));
}

const between = (
  options: Parameters<typeof report>[1],
  sourceOf: (mid: string) => string | undefined = () => "ada",
) => qualityBetween(snapshot(report(2, {}), 2000), snapshot(report(4, options), 4000), sourceOf);

test("numbers of an interval", () => {
  const view = between({});
  expect(view).toMatchObject({
    own: "good",
    rttMs: 40,
    sendBitrate: 1_000_000,
    receiveBitrate: 2_000_000,
    sendLoss: 0,
    receiveLoss: 0,
    transport: "udp",
  });
  expect(view.received.get("ada")).toEqual({ quality: "good", loss: 0, framesPerSecond: 30, height: 360 });
});

test("a relay is another way than UDP", () => {
  const entries = report(2, {});
  entries.set("L", {
    id: "L",
    type: "local-candidate",
    protocol: "udp",
    candidateType: "relay",
    relayProtocol: "tls",
  });
  expect(snapshot(entries, 2000).transport).toBe("relay");
});

test.each([
  [{ lost: 10 }, "fair"],
  [{ lost: 60 }, "poor"],
  [{ sendLost: 10 }, "fair"],
  [{ sendLost: 40 }, "poor"],
  [{ rtt: 0.4 }, "fair"],
  [{ rtt: 0.9 }, "poor"],
] as const)("%o is %s", (options, quality) => {
  expect(between(options).own).toBe(quality);
});

test("a picture that stutters is poor though nothing is lost", () => {
  const view = qualityBetween(
    snapshot(report(2, { frames: 4 }), 2000),
    snapshot(report(4, { frames: 4 }), 4000),
    () => "ada",
  );
  expect(view.own).toBe("good");
  expect(view.received.get("ada")?.quality).toBe("poor");
});

test("a slot that carries nobody is nobody's quality", () => {
  expect(between({}, () => undefined).received.size).toBe(0);
});

/** What was played of a line of sound so far, and what of it was made up, aloud and as silence. */
function sound(mid: string, played: number, made: number, silent: number) {
  return [
    mid,
    {
      id: mid,
      type: "inbound-rtp",
      kind: "audio",
      mid,
      totalSamplesReceived: played,
      concealedSamples: made + silent,
      silentConcealedSamples: silent,
    },
  ] as [string, unknown];
}

test("what the browser made up of somebody's sound, without the pauses; the worst of their lines", () => {
  const before = snapshot([sound("4", 48_000, 480, 0), sound("5", 0, 0, 0), sound("6", 9, 0, 0)], 0);
  const after = snapshot(
    [sound("4", 144_000, 2_400, 24_000), sound("5", 96_000, 960, 0), sound("6", 9, 0, 0)],
    2000,
  );
  const who = new Map([
    ["4", "ada"],
    ["5", "ada"],
    ["6", "ben"],
  ]);
  expect([...qualityBetween(before, after, (mid) => who.get(mid)).concealed]).toEqual([["ada", 0.02]]);
  // A browser that does not count them says nothing; counters that start anew are no nonsense.
  expect(between({}).concealed.size).toBe(0);
  expect(qualityBetween(after, before, (mid) => who.get(mid)).concealed.size).toBe(0);
});

test("an empty report, and counters that start anew, give no nonsense", () => {
  const empty = snapshot([], 0);
  const view = qualityBetween(snapshot(report(4, { lost: 9 }), 4000), empty, () => "ada");
  expect(view).toMatchObject({ own: "good", sendBitrate: 0, receiveBitrate: 0, sendLoss: 0, receiveLoss: 0 });
  expect(qualityBetween(empty, snapshot(report(1), 1000), () => "ada").receiveLoss).toBe(0);
});

test("Firefox marks the pair in use itself", () => {
  const pair = { id: "P", type: "candidate-pair", selected: true, currentRoundTripTime: 0.1, bytesSent: 8 };
  expect(snapshot([["P", pair]], 0)).toMatchObject({ rttMs: 100, sentBytes: 8 });
});
