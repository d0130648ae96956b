// A microphone that the page makes itself, in place of the browser's fake device: each page can have a sound of its own,
// and what goes into it is known to the millisecond.

/**
 * Runs in the page before its own scripts: whoever asks for a microphone gets a track that repeats `samples` (mono, 48 kHz)
 * for ever, never processed. A camera that is asked for beside it is the browser's.
 */
export function makeMicrophone(samples) {
  const get = MediaDevices.prototype.getUserMedia;
  let mouth;
  const speak = () => {
    const context = new AudioContext({ sampleRate: 48_000, latencyHint: "interactive" });
    const buffer = context.createBuffer(1, samples.length, 48_000);
    buffer.copyToChannel(Float32Array.from(samples), 0);
    const source = new AudioBufferSourceNode(context, { buffer, loop: true });
    source.start();
    return { context, source };
  };
  MediaDevices.prototype.getUserMedia = async function ({ audio, video }) {
    const tracks = video ? (await get.call(this, { video })).getTracks() : [];
    if (audio) {
      mouth ??= speak();
      window.mouth = mouth;
      await mouth.context.resume();
      const out = new MediaStreamAudioDestinationNode(mouth.context, { channelCount: 1 });
      mouth.source.connect(out);
      tracks.push(...out.stream.getAudioTracks());
    }
    return new MediaStream(tracks);
  };
}

/** One second of a sine; level in dBFS. */
export function sine(frequency, level = -12) {
  const amplitude = 10 ** (level / 20);
  return Array.from({ length: 48_000 }, (_, i) => amplitude * Math.sin((2 * Math.PI * frequency * i) / 48_000));
}

/** The same with a pause at −40 dBFS in its last third: a measurement of speech takes what never pauses for a noise. */
export const spoken = (frequency) => [...sine(frequency).slice(0, 32_000), ...sine(frequency, -40).slice(32_000)];
