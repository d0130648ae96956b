// Sound files for fake microphones: a tone, or tones in turn over the band.

import { writeFileSync } from "node:fs";

const sampleRate = 48_000;

function writeWav(path, samples) {
  const data = Buffer.alloc(44 + samples.length * 2);
  data.write("RIFF", 0);
  data.writeUInt32LE(36 + samples.length * 2, 4);
  data.write("WAVEfmt ", 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(sampleRate, 24);
  data.writeUInt32LE(sampleRate * 2, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write("data", 36);
  data.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, i) => { data.writeInt16LE(Math.round(sample * 32_767), 44 + i * 2); });
  writeFileSync(path, data);
  return path;
}

/** One sine. level in dBFS; seconds is whole periods long, so that it loops cleanly. */
export function writeTone(path, frequency, { level = -12, seconds = 10 } = {}) {
  const amplitude = 10 ** (level / 20);
  return writeWav(path, Float64Array.from({ length: seconds * sampleRate }, (_, i) => amplitude * Math.sin((2 * Math.PI * frequency * i) / sampleRate)));
}

/** Each frequency for `each` seconds at a level of dBFS, with 20 ms of fade at both ends. */
export function writeSteps(path, frequencies, { each = 0.6, level = -12 } = {}) {
  const length = Math.round(each * sampleRate);
  const fade = 0.02 * sampleRate;
  const amplitude = 10 ** (level / 20);
  const samples = new Float64Array(length * frequencies.length);
  frequencies.forEach((frequency, n) => {
    for (let i = 0; i < length; i++) {
      const edge = Math.min(1, i / fade, (length - 1 - i) / fade);
      samples[n * length + i] = amplitude * edge * Math.sin((2 * Math.PI * frequency * i) / sampleRate);
    }
  });
  return writeWav(path, samples);
}
