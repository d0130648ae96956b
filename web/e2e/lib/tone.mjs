// What comes out of a page: its tones, its samples, its moving pictures.

/**
 * Runs in the page before its own scripts: everything that the page plays, through Web Audio or through a media
 * element, also goes to an analyser. window.ears.peaks() lists the tones that come out of the page.
 */
export function installEars() {
  const taps = new Map(); // AudioContext → AnalyserNode
  const sources = []; // each MediaStreamAudioSourceNode that was connected
  const mostSources = 7;
  const connect = AudioNode.prototype.connect;
  const tapOf = (context) => {
    if (!taps.has(context)) {
      const analyser = context.createAnalyser();
      analyser.fftSize = 16_384;
      analyser.smoothingTimeConstant = 0;
      taps.set(context, analyser);
    }
    return taps.get(context);
  };
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode) connect.call(this, tapOf(this.context));
    if (this instanceof MediaStreamAudioSourceNode && !sources.includes(this)) {
      sources.push(this);
      window.ears.recording?.join(this);
    }
    return connect.call(this, target, ...rest);
  };
  const elements = new WeakSet();
  let own;
  const listenTo = (element) => {
    // A file's tracks are there once it plays (Chromium; Firefox has no captureStream of that name).
    const stream = element.srcObject ?? (element.paused ? undefined : element.captureStream?.());
    if (elements.has(element) || element.muted || !(stream instanceof MediaStream)) return;
    if (stream.getAudioTracks().length === 0) return;
    elements.add(element);
    own ??= new AudioContext();
    connect.call(own.createMediaStreamSource(stream), tapOf(own));
  };
  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function () {
    listenTo(this);
    if (!this.srcObject) this.addEventListener("playing", () => listenTo(this), { once: true });
    return play.call(this);
  };
  const encoded = (chunks) => {
    const samples = new Int16Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) for (const sample of chunk) samples[at++] = Math.max(-1, Math.min(1, sample)) * 32_767;
    const bytes = new Uint8Array(samples.buffer);
    let text = "";
    for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768));
    return btoa(text);
  };
  window.ears = {
    /** The strongest tones: [{frequency, level}], level in dBFS of the bin, at least 12 dB over their neighbourhood. */
    peaks() {
      const found = [];
      for (const [context, analyser] of taps) {
        const bins = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(bins);
        const width = context.sampleRate / analyser.fftSize;
        for (let i = 20; i < bins.length - 20; i++) {
          if (bins[i] < -70) continue;
          let top = true;
          for (let j = i - 12; j <= i + 12; j++) if (bins[j] > bins[i]) top = false;
          if (top) found.push({ frequency: i * width, level: bins[i] });
        }
      }
      return found.sort((a, b) => b.level - a.level).slice(0, 12);
    },
    /** The context that plays the loudest now, and a way to put a node beside what it plays. */
    loudest() {
      const [context, analyser] = [...taps].reduce((best, tap) => {
        const samples = new Float32Array(tap[1].fftSize);
        tap[1].getFloatTimeDomainData(samples);
        const peak = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
        return peak > best[2] ? [...tap, peak] : best;
      }, [undefined, undefined, -1]);
      return {
        context,
        /** A node whose output is silence, behind a way to it: it is connected so that it is asked for samples. */
        attach(way, node = way) {
          connect.call(analyser, way);
          if (way !== node) connect.call(way, node);
          connect.call(node, context.destination);
        },
        detach(way, node = way) {
          analyser.disconnect(way);
          way.disconnect();
          node.disconnect();
        },
      };
    },
    /**
     * Begins to record what the loudest context plays, and beside it, sample for sample, what its sources bring. A
     * script processor: it needs no module that the page's policy would have to allow, and it loses nothing that is
     * not seen in `lost`. It has its longest buffer, for it loses one when the page's thread is busy for as long.
     */
    record() {
      const loudest = window.ears.loudest();
      const { context } = loudest;
      const merger = context.createChannelMerger(1 + mostSources);
      const node = context.createScriptProcessor(16_384, 1 + mostSources, 1);
      const channels = Array.from({ length: 1 + mostSources }, () => []);
      const joined = [];
      let next;
      let lost = 0;
      node.onaudioprocess = ({ inputBuffer, playbackTime }) => {
        if (next !== undefined && playbackTime - next > 0.01) lost += playbackTime - next;
        next = playbackTime + inputBuffer.duration;
        for (const [i, chunks] of channels.entries()) chunks.push(inputBuffer.getChannelData(i).slice());
      };
      const join = (source) => {
        if (source.context !== context || joined.length === mostSources) return;
        joined.push(source);
        connect.call(source, merger, 0, joined.length);
      };
      window.ears.recording = { loudest, node, merger, channels, joined, join, lost: () => lost };
      for (const source of sources) join(source);
      loudest.attach(merger, node);
    },
    /** Ends it: {sampleRate, lost (seconds), channels (16 bits, base64: what is played, then each source)}. */
    recorded() {
      const { loudest, node, merger, channels, joined, lost } = window.ears.recording;
      window.ears.recording = undefined;
      loudest.detach(merger, node);
      for (const source of joined) source.disconnect(merger);
      return { sampleRate: loudest.context.sampleRate, lost: lost(), channels: channels.slice(0, 1 + joined.length).map(encoded) };
    },
    /** The last samples that the loudest context played: {samples, sampleRate}. */
    latest() {
      let loudest = { samples: new Float32Array(0), sampleRate: 48_000, peak: -1 };
      for (const [context, analyser] of taps) {
        const samples = new Float32Array(analyser.fftSize);
        analyser.getFloatTimeDomainData(samples);
        const peak = samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0);
        if (peak > loudest.peak) loudest = { samples, sampleRate: context.sampleRate, peak };
      }
      return loudest;
    },
    level(frequency) {
      let best = -200;
      for (const [context, analyser] of taps) {
        const bins = new Float32Array(analyser.frequencyBinCount);
        analyser.getFloatFrequencyData(bins);
        const at = Math.round(frequency / (context.sampleRate / analyser.fftSize));
        for (let i = at - 2; i <= at + 2; i++) best = Math.max(best, bins[i] ?? -200);
      }
      return best;
    },
  };
}

/**
 * Runs in the page: how many of the last frames of the video that shows `selector` differ. A picture that stands still
 * gives 1.
 */
export async function countDifferentFrames(selector, samples = 6, gapMs = 150) {
  const video = document.querySelector(selector);
  if (!video) return 0;
  const canvas = document.createElement("canvas");
  canvas.width = 64;
  canvas.height = 36;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const seen = new Set();
  for (let i = 0; i < samples; i++) {
    context.drawImage(video, 0, 0, 64, 36);
    const { data } = context.getImageData(0, 0, 64, 36);
    let hash = 0;
    for (let k = 0; k < data.length; k += 4) hash = (hash * 31 + data[k] + data[k + 1] * 7 + data[k + 2] * 13) | 0;
    seen.add(hash);
    await new Promise((resolve) => setTimeout(resolve, gapMs));
  }
  return seen.size;
}
