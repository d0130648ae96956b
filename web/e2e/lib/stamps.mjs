// When a sound passes a place, by the clock that all programs of this machine share: the audio thread writes down the time
// of each block of samples that it computes. Pulses are then found in the samples of two places, and the difference of
// their times is the way between.

import { until } from "./until.mjs";

const address = "/e2e-stamps.js";

/** The module of the audio thread. Date.now() is the only clock there; its whole milliseconds are cut off at both ends. */
const code = `registerProcessor("stamps", class extends AudioWorkletProcessor {
  #samples = new Float32Array(12800);
  #times = new Float64Array(100);
  #blocks = 0;
  process([input]) {
    this.#times[this.#blocks] = Date.now();
    if (input[0]) this.#samples.set(input[0], 128 * this.#blocks);
    else this.#samples.fill(0, 128 * this.#blocks, 128 * (this.#blocks + 1));
    if (++this.#blocks === 100) {
      this.port.postMessage({ samples: this.#samples.slice(), times: this.#times.slice(), frame: currentFrame });
      this.#blocks = 0;
    }
    return true;
  }
});`;

/**
 * What the browsers have to be opened with. Their pages load modules only from their own origin: Firefox finds this one
 * there, Chromium is told not to look. Firefox blurs its clock if it is let.
 */
export const stamping = {
  Chromium: { bypassCSP: true },
  Firefox: { files: { [address]: code }, prefs: { "privacy.reduceTimerPrecision": false } },
};

/**
 * Runs in the page: writes down what goes into the microphone ("mouth"), what comes to the ear ("ear"), or what whoever has
 * the microphone's track gets of it ("track", Chromium).
 */
async function begin(where, address, code) {
  const { context, attach } = where === "ear" ? window.ears.loudest() : {
    context: window.mouth.context,
    attach: (node) => window.mouth.source.connect(node).connect(window.mouth.context.destination),
  };
  const parts = [];
  window.stamps = { ...window.stamps, [where]: { context, parts } };
  if (where === "track") {
    const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    window.mouth.source.connect(out);
    const reader = new MediaStreamTrackProcessor({ track: out.stream.getAudioTracks()[0] }).readable.getReader();
    const next = ({ value }) => {
      const samples = new Float32Array(value.numberOfFrames);
      const frame = parts.reduce((sum, part) => sum + part.samples.length, 0);
      parts.push({ samples, times: Float64Array.of(Date.now()), frame });
      value.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
      value.close();
      void reader.read().then(next);
    };
    void reader.read().then(next);
    return;
  }
  const here = () => URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  await context.audioWorklet.addModule("chrome" in window ? here() : address);
  const node = new AudioWorkletNode(context, "stamps", { channelCount: 1, channelCountMode: "explicit" });
  node.port.onmessage = ({ data }) => parts.push(data);
  attach(node);
}

/** Runs in the page: what was written down, as base64, and what the browser says of its output. */
function collect(where) {
  const { context, parts } = window.stamps[where];
  const base64 = (arrays) => {
    let text = "";
    for (const array of arrays) {
      const bytes = new Uint8Array(array.buffer);
      for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768));
    }
    return btoa(text);
  };
  let lost = 0;
  for (let i = 1; i < parts.length; i++) lost += parts[i].frame - parts[i - 1].frame - parts[i - 1].samples.length;
  return {
    sampleRate: context.sampleRate, block: parts[0].samples.length / parts[0].times.length, lost: lost / context.sampleRate, outputMs: 1000 * (context.outputLatency || context.baseLatency),
    samples: base64(parts.map(({ samples }) => Int16Array.from(samples, (sample) => Math.max(-1, Math.min(1, sample)) * 32_767))),
    times: base64(parts.map(({ times }) => times)),
  };
}

export const beginStamps = (person, where) => person.evaluate(begin, where, address, code);

/** {samples, times (epoch ms of each block of `block` samples), sampleRate, lost (s), outputMs} */
export async function stampsOf(person, where) {
  const { samples, times, ...rest } = await person.evaluate(collect, where);
  const bytes = (text) => Uint8Array.from(Buffer.from(text, "base64")).buffer;
  return { ...rest, samples: Float32Array.from(new Int16Array(bytes(samples)), (sample) => sample / 32_768), times: new Float64Array(bytes(times)) };
}

/** By how many ms the page's clock is ahead of ours, and how far that may be wrong: the tightest of some looks. */
export async function skewOf(person) {
  let best = { ms: 0, error: Number.POSITIVE_INFINITY };
  for (let i = 0; i < 20; i++) {
    const before = performance.timeOrigin + performance.now();
    const there = await person.evaluate(() => Date.now());
    const after = performance.timeOrigin + performance.now();
    // Half a millisecond is what is cut off on average.
    const look = { ms: there + 0.5 - (before + after) / 2, error: (after - before) / 2 + 0.5 };
    if (look.error < best.error) best = look;
  }
  return best;
}

export const seconds = (person, where, wanted) => until(`${wanted} s are written down`, () =>
  person.evaluate((place, s) => {
    const { parts, context } = window.stamps[place];
    return parts.reduce((sum, { samples }) => sum + samples.length, 0) >= s * context.sampleRate;
  }, where, wanted),
{ timeoutMs: (wanted + 20) * 1000, everyMs: 200 });

/** A sweep of 30 ms between two frequencies at −9 dBFS over a bed of noise at −50, each `period` s. */
export function pulses({ from, to, period }, rate = 48_000) {
  const pulse = chirp(from, to, rate);
  let seed = 1;
  const noise = () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return seed / 1_073_741_824 - 1;
  };
  // Noise that is even between −a and a has a level of a/√3.
  const bed = Math.sqrt(3) * 10 ** (-50 / 20);
  return Array.from({ length: Math.round(period * rate) }, (_, i) => bed * noise() + 10 ** (-9 / 20) * (pulse[i] ?? 0));
}

function chirp(from, to, rate) {
  const length = Math.round(0.03 * rate);
  const fade = 0.002 * rate;
  return Float32Array.from({ length }, (_, i) => {
    const t = i / rate;
    return Math.min(1, i / fade, (length - 1 - i) / fade) * Math.sin(2 * Math.PI * (from * t + ((to - from) * t * t) / (2 * 0.03)));
  });
}

/** Where between two samples the pulse is most clearly: {at, alike (0 … 1)}; it may come upside down. */
function clearest(samples, first, last, pulse) {
  let best = { product: 0, at: first };
  const look = (from, to, step) => {
    for (let at = Math.max(0, from); at < Math.min(to, samples.length - pulse.length); at += step) {
      let product = 0;
      for (let i = 0; i < pulse.length; i++) product += samples[at + i] * pulse[i];
      if (Math.abs(product) > Math.abs(best.product)) best = { product, at };
    }
  };
  look(first, last, 3); // less than a quarter of the shortest wave
  look(best.at - 2, best.at + 3, 1);
  const energy = (list) => list.reduce((sum, sample) => sum + sample * sample, 1e-9);
  const there = samples.subarray(best.at, best.at + pulse.length);
  return { at: best.at, alike: Math.abs(best.product) / Math.sqrt(energy(there) * energy(pulse)) };
}

const timeAt = ({ times, block }, at) => times[Math.floor(at / block)];

/** Where pulses went into a microphone, in samples. The bed is low there: a threshold finds their neighbourhood. */
function pulsesIn({ samples, sampleRate }, pulse, period) {
  const found = [];
  for (let at = 0; at < samples.length; at++) {
    if (Math.abs(samples[at]) < 0.05) continue;
    const best = clearest(samples, at - 200, at + 200, pulse);
    if (best.alike > 0.9) found.push(best.at);
    at += Math.round((period - 0.1) * sampleRate);
  }
  return found;
}

/** Delays longer than this are not found, ms: it must be less than the period. */
const longest = 800;

/**
 * The way of each pulse from a microphone to an ear, ms: from the turn of the audio thread that put it into the one to the
 * turn that put it out of the other. `missed`: pulses that are not found there.
 */
export function delays(mouth, ear, { from, to, period }) {
  const found = [];
  let missed = 0;
  const end = ear.times.at(-1) - longest - 100;
  for (const at of pulsesIn(mouth, chirp(from, to, mouth.sampleRate), period)) {
    const went = timeAt(mouth, at);
    if (went < ear.times[0] || went > end) continue;
    const arrival = arrivalOf(ear, went, chirp(from, to, ear.sampleRate));
    if (arrival === undefined) missed++;
    else found.push(arrival - went);
  }
  return { delays: found, missed };
}

function arrivalOf(ear, went, pulse) {
  const first = ear.times.findIndex((time) => time >= went) * ear.block;
  const { at, alike } = clearest(ear.samples, first, first + (longest / 1000) * ear.sampleRate, pulse);
  return alike > 0.5 ? timeAt(ear, at) : undefined;
}
