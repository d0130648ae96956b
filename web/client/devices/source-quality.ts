// How good a microphone's sound is: a pure measurement on short frames of samples and their spectrum.

import type { SourceMeasure } from "../model.ts";

/** Frames kept, at ten a second: fifteen seconds, so that there are pauses among them. */
const KEPT_FRAMES = 150;
/** The part of the frames, from the quietest on, that tells the noise: nobody speaks a tenth of the time less. */
const NOISE_PERCENTILE = 0.1;
/** Speech stands out of the noise by this, dB, and is at least so loud, dBFS. */
const SPEECH_OVER_NOISE_DB = 9;
const QUIETEST_SPEECH_DBFS = -60;
/** Frames of speech before a band is told: sibilants, which alone reach the upper end, come a few times a second. */
const ENOUGH_SPEECH = 10;
/** Width of the bands in which the upper end is looked for, Hz. */
const BAND_HZ = 500;
/** Such a band has speech in it where it is so far over the pauses, dB, and within so much of the loudest. */
const BAND_OVER_NOISE_DB = 6;
const BAND_UNDER_LOUDEST_DB = 65;
/** Lowest level of a spectrum's line, dBFS: what browsers give for digital silence. */
const SILENCE_DB = -160;
/** From here on a sample is at full scale: half of 16 bits' last step and rounding below it. */
const FULL_SCALE = 0.999;
/** Levels of nothing, dBFS: the protocol's least. */
const NONE_DBFS = -127;

interface Frame {
  readonly dbfs: number;
  readonly samples: number;
  readonly clipped: number;
  /** Mean power of each band. */
  readonly bands: Float64Array;
}

export class SourceQuality {
  #frames: Frame[] = [];

  /** Takes one frame: samples in −1 … 1, and the spectrum in dBFS of lines that are so many Hz apart. */
  add(samples: Float32Array, spectrum: Float32Array, lineHz: number): void {
    let sum = 0;
    let clipped = 0;
    for (const sample of samples) {
      sum += sample * sample;
      if (Math.abs(sample) >= FULL_SCALE) clipped++;
    }
    const dbfs = decibel(sum / Math.max(1, samples.length));
    const frame = { dbfs, samples: samples.length, clipped, bands: bandsOf(spectrum, lineHz) };
    this.#frames = [...this.#frames.slice(1 - KEPT_FRAMES), frame];
  }

  /** Whether something was said in the last so many frames. */
  spokeIn(frames: number): boolean {
    const limit = this.#speechFrom();
    return this.#frames.slice(-frames).some(({ dbfs }) => dbfs >= limit);
  }

  measure(): SourceMeasure {
    const limit = this.#speechFrom();
    const speech = this.#frames.filter(({ dbfs }) => dbfs >= limit);
    const pauses = this.#frames.filter(({ dbfs }) => dbfs < limit);
    const samples = this.#frames.reduce((total, frame) => total + frame.samples, 0);
    const clipped = this.#frames.reduce((total, frame) => total + frame.clipped, 0);
    return {
      band: speech.length < ENOUGH_SPEECH ? 0 : bandEnd(meanBands(speech), meanBands(pauses)),
      speech: levelOf(speech),
      noise: this.#frames.length === 0 ? NONE_DBFS : bounded(this.#noise()),
      clipping: samples === 0 ? 0 : Math.min(1000, Math.round((1000 * clipped) / samples)),
    };
  }

  #noise(): number {
    const levels = this.#frames.map(({ dbfs }) => dbfs).sort((a, b) => a - b);
    return levels[Math.floor(levels.length * NOISE_PERCENTILE)] ?? NONE_DBFS;
  }

  #speechFrom(): number {
    return Math.max(QUIETEST_SPEECH_DBFS, this.#noise() + SPEECH_OVER_NOISE_DB);
  }
}

function decibel(power: number): number {
  return 10 * Math.log10(power + 1e-16);
}

function bounded(dbfs: number): number {
  return Math.max(NONE_DBFS, Math.min(0, Math.round(dbfs)));
}

function levelOf(frames: readonly Frame[]): number {
  if (frames.length === 0) return NONE_DBFS;
  return bounded(decibel(frames.reduce((sum, { dbfs }) => sum + 10 ** (dbfs / 10), 0) / frames.length));
}

function bandsOf(spectrum: Float32Array, lineHz: number): Float64Array {
  const bands = new Float64Array(Math.max(1, Math.ceil((spectrum.length * lineHz) / BAND_HZ)));
  const lines = new Float64Array(bands.length);
  spectrum.forEach((db, index) => {
    const band = Math.floor((index * lineHz) / BAND_HZ);
    bands[band] = (bands[band] ?? 0) + 10 ** (Math.max(SILENCE_DB, db) / 10);
    lines[band] = (lines[band] ?? 0) + 1;
  });
  return bands.map((power, band) => power / Math.max(1, lines[band] ?? 1));
}

function meanBands(frames: readonly Frame[]): Float64Array {
  const mean = new Float64Array(frames[0]?.bands.length ?? 0);
  for (const { bands } of frames) {
    for (let band = 0; band < mean.length; band++) {
      mean[band] = (mean[band] ?? 0) + (bands[band] ?? 0) / frames.length;
    }
  }
  return mean;
}

/** The upper end of the highest band that has speech in it, Hz. */
function bandEnd(speech: Float64Array, pauses: Float64Array): number {
  const levels = Array.from(speech, decibel);
  const loudest = Math.max(...levels);
  const has = (level: number, band: number) =>
    level >= loudest - BAND_UNDER_LOUDEST_DB && level >= decibel(pauses[band] ?? 0) + BAND_OVER_NOISE_DB;
  return Math.min(24_000, (levels.findLastIndex(has) + 1) * BAND_HZ);
}
