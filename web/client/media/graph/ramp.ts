// Ramps of a Web Audio parameter that never step, also when one is begun in the middle of another.

/** The part of AudioParam that a ramp uses. */
export type RampParam = Pick<
  AudioParam,
  "setValueAtTime" | "linearRampToValueAtTime" | "cancelScheduledValues"
>;

/**
 * A change begins so much later than now, s: what was read as now is past when the audio thread gets to know, and a
 * ramp that begins in the past steps. Two or three buffers of a slow device.
 */
export const LEAD_S = 0.02;
/** After a moment by so little, s: less than one sample at 192 kHz. */
const JUST_AFTER_S = 1e-6;

/**
 * One parameter's ramp. Linear, and its course known here: a browser's own way to hold a value in the middle of a
 * ramp (cancelAndHoldAtTime) is missing in Firefox.
 */
export class Ramp {
  readonly #param: RampParam;
  #from: number;
  #to: number;
  #start = 0;
  #end = 0;

  constructor(param: RampParam, value: number) {
    this.#param = param;
    this.#from = value;
    this.#to = value;
    param.setValueAtTime(value, 0);
  }

  get target(): number {
    return this.#to;
  }

  /** Goes to a value within so many ms, from whatever it is by then. `now`: the context's time, s. */
  go(value: number, ms: number, now: number): void {
    if (value === this.#to) return;
    const start = now + LEAD_S;
    const from = this.valueAt(start);
    const end = start + Math.max(1, ms) / 1000;
    // On the way that it is on already: this changes nothing, so that what follows it can be taken away.
    this.#param.linearRampToValueAtTime(from, start);
    this.#param.cancelScheduledValues(start + JUST_AFTER_S);
    this.#param.linearRampToValueAtTime(value, end);
    this.#from = from;
    this.#to = value;
    this.#start = start;
    this.#end = end;
  }

  /** The value at a time of the context, s. */
  valueAt(time: number): number {
    if (time >= this.#end) return this.#to;
    if (time <= this.#start) return this.#from;
    return this.#from + ((this.#to - this.#from) * (time - this.#start)) / (this.#end - this.#start);
  }
}
