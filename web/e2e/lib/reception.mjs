// What a page receives, by its own statistics alone (getStats): of any page that plays remote tracks, whoever's it is.

/**
 * Runs in the page before its own scripts: keeps its connections and makes `reception`. `begin` begins a measurement,
 * `end` gives it; a sample is taken every 100 ms. Times are ms.
 */
export function installReception() {
  const stepMs = 100;
  const connections = [];
  window.RTCPeerConnection = class extends window.RTCPeerConnection {
    constructor(...args) {
      super(...args);
      connections.push(this);
    }
  };

  /** The inbound streams that have had a packet, each with a key of its own. */
  async function inbound() {
    const live = connections.filter((one) => one.connectionState !== "closed");
    const reports = await Promise.all(live.map((one) => one.getStats()));
    return reports.flatMap((report) => [...report.values()]
      .filter(({ type, packetsReceived }) => type === "inbound-rtp" && packetsReceived > 0)
      .map((entry) => ({ ...entry, key: `${connections.indexOf(live[reports.indexOf(report)])} ${entry.id}` })));
  }

  /** What a stream's counters have grown by since the measurement began; a stream that came later began at 0. */
  const counters = [
    "bytesReceived", "packetsReceived", "packetsLost", "framesDecoded", "framesDropped", "keyFramesDecoded", "freezeCount", "totalFreezesDuration",
    "nackCount", "pliCount", "jitterBufferDelay", "jitterBufferEmittedCount", "totalSamplesReceived", "concealedSamples",
    "silentConcealedSamples", "concealmentEvents",
  ];

  let first;
  let streams;
  let began;
  let timer;
  let sampling;

  async function sample() {
    const now = performance.now();
    for (const entry of await inbound()) {
      const stream = streams.get(entry.key) ?? { before: entry, changedAt: now, standing: 0, stood: [], madeUp: 0, longestMadeUp: 0 };
      streams.set(entry.key, stream);
      if (entry.kind === "video") stands(stream, entry, now);
      else hears(stream, entry);
      stream.before = entry;
    }
  }

  function stands(stream, entry, now) {
    if (entry.framesDecoded === stream.before.framesDecoded) return;
    const gap = now - stream.changedAt;
    if (gap > 3 * stepMs) stream.stood.push({ at: Math.round(stream.changedAt - began), ms: Math.round(gap) });
    stream.changedAt = now;
  }

  /** How long more than half of all sound has been made up, at a stretch. */
  function hears(stream, entry) {
    const played = entry.totalSamplesReceived - stream.before.totalSamplesReceived;
    const made = entry.concealedSamples - stream.before.concealedSamples;
    if (played <= 0) return;
    stream.madeUp = made > played / 2 ? stream.madeUp + (made / 48) : 0;
    stream.longestMadeUp = Math.max(stream.longestMadeUp, stream.madeUp);
  }

  window.reception = {
    async begin() {
      began = performance.now();
      streams = new Map();
      first = new Map((await inbound()).map((entry) => [entry.key, entry]));
      clearInterval(timer);
      timer = setInterval(() => { sampling = sample(); }, stepMs);
    },
    async end() {
      clearInterval(timer);
      await sampling;
      const now = performance.now();
      return {
        seconds: (now - began) / 1000,
        streams: (await inbound()).map((entry) => {
          const start = first.get(entry.key);
          const grown = Object.fromEntries(counters.map((name) => [name, (entry[name] ?? 0) - (start?.[name] ?? 0)]));
          const stream = streams.get(entry.key);
          const sinceMs = stream === undefined ? 0 : Math.round(now - stream.changedAt);
          const stood = [...(stream?.stood ?? []), ...(sinceMs > 3 * stepMs ? [{ at: Math.round(stream.changedAt - began), ms: sinceMs, still: true }] : [])];
          return {
            ...grown, kind: entry.kind, mid: entry.mid, height: entry.frameHeight, moves: sinceMs < 1000, stood,
            longestMadeUpMs: Math.round(stream?.longestMadeUp ?? 0),
          };
        }),
      };
    },
  };
}

export const begin = (person) => person.evaluate(() => window.reception.begin());

/** The measurement that `begin` began: its pictures and sounds, those of which anything came. */
export async function end(person) {
  const { seconds, streams } = await person.evaluate(() => window.reception.end());
  const came = streams.filter(({ packetsReceived }) => packetsReceived > 0);
  return { seconds, pictures: came.filter(({ kind }) => kind === "video"), sounds: came.filter(({ kind }) => kind === "audio") };
}

const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);

/** A measurement in figures. Of sound: streams that play; silence that is made up stands for a pause and is left out. */
export function figures({ seconds, pictures, sounds }) {
  const moving = pictures.filter(({ framesDecoded }) => framesDecoded > 0);
  const played = sum(sounds, (s) => s.totalSamplesReceived);
  return {
    frozenMsPerMinute: Math.round((sum(moving, (p) => p.totalFreezesDuration) * 1000 * 60) / seconds / Math.max(moving.length, 1)),
    // Of over 300 ms, with those that are not over, which the browser does not count yet: a picture that does not come back.
    standingMsPerMinute: Math.round((sum(moving, ({ stood }) => sum(stood, ({ ms }) => ms)) * 60) / seconds / Math.max(moving.length, 1)),
    freezes: sum(moving, (p) => p.freezeCount),
    longestStandstillMs: Math.max(0, ...moving.flatMap(({ stood }) => stood.map(({ ms }) => ms))),
    concealedPercent: played === 0 ? Number.NaN : Number(((100 * sum(sounds, (s) => s.concealedSamples - s.silentConcealedSamples)) / played).toFixed(2)),
    longestMadeUpMs: Math.max(0, ...sounds.map(({ longestMadeUpMs }) => longestMadeUpMs)),
    framesPerSecond: Number((sum(moving, (p) => p.framesDecoded) / seconds / Math.max(moving.length, 1)).toFixed(1)),
    pictures: moving.length,
    heights: moving.map(({ height }) => height).toSorted((a, b) => b - a),
    pictureBufferMs: Math.round((1000 * sum(moving, (p) => p.jitterBufferDelay)) / Math.max(sum(moving, (p) => p.jitterBufferEmittedCount), 1)),
    soundBufferMs: Math.round((1000 * sum(sounds, (s) => s.jitterBufferDelay)) / Math.max(sum(sounds, (s) => s.jitterBufferEmittedCount), 1)),
    keyframesAsked: sum(moving, (p) => p.pliCount),
    kbps: Math.round((8 * sum([...pictures, ...sounds], (s) => s.bytesReceived)) / seconds / 1000),
  };
}
