// Runs the limiter and the faders in the audio thread. Vite makes a file of its own of this module; nothing imports it.

import { PowerMeter } from "./exposure.ts";
import { Fade } from "./fade.ts";
import { Limiter } from "./limiter-core.ts";

// The scope of an audio worklet, which the DOM's types leave out.
declare const sampleRate: number;
declare const currentTime: number;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new (options: { processorOptions: { value: number } }) => AudioWorkletProcessor,
): void;

/** Reports a second at most 1000 / this: the eye reads no more. */
const REPORT_S = 0.1;
/** Less reduction than this is none, dB. */
const NOTHING_DB = -0.05;
/** How often the power is told, s: see MinuteMean. */
const HEARD_S = 1;

class LimiterProcessor extends AudioWorkletProcessor {
  readonly #limiter = new Limiter(sampleRate);
  readonly #power = new PowerMeter();
  #reportAt = 0;
  #heardAt = currentTime + HEARD_S;
  #reported = 0;

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    // An input without a source has no channels; what is still in the delay line goes out.
    this.#limiter.process(inputs[0] ?? [], outputs[0] ?? []);
    this.#power.add(outputs[0] ?? []);
    if (currentTime >= this.#reportAt) this.#report();
    if (currentTime >= this.#heardAt) this.#tell();
    return true;
  }

  #report(): void {
    this.#reportAt = currentTime + REPORT_S;
    const taken = this.#limiter.takeReduction();
    const reduction = taken > NOTHING_DB ? 0 : taken;
    if (reduction === 0 && this.#reported === 0) return;
    this.#reported = reduction;
    this.port.postMessage({ reduction });
  }

  #tell(): void {
    this.#heardAt = currentTime + HEARD_S;
    this.port.postMessage({ heard: this.#power.take() });
  }
}

class FaderProcessor extends AudioWorkletProcessor {
  readonly #fade: Fade;

  constructor({ processorOptions }: { processorOptions: { value: number } }) {
    super();
    this.#fade = new Fade(sampleRate, processorOptions.value);
    this.port.onmessage = ({ data }: MessageEvent<{ to: number; ms: number }>) =>
      this.#fade.go(data.to, data.ms);
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    this.#fade.process(inputs[0] ?? [], outputs[0] ?? []);
    return true;
  }
}

registerProcessor("cumbre-limiter", LimiterProcessor);
registerProcessor("cumbre-fader", FaderProcessor);
