// Web Audio for tests: a graph whose connections and ramps can be read.

import type { FakeStream } from "./media.ts";

/** A parameter that works out its own course: what a browser would play at any time. */
export class FakeParam {
  value: number;
  readonly events: { at: number; to: number; jumps: boolean }[] = [];

  constructor(value = 0) {
    this.value = value;
  }

  setValueAtTime(to: number, at: number) {
    this.#add({ at, to, jumps: true });
  }

  linearRampToValueAtTime(to: number, at: number) {
    this.#add({ at, to, jumps: false });
  }

  cancelScheduledValues(from: number) {
    const kept = this.events.filter(({ at }) => at < from);
    this.events.splice(0, this.events.length, ...kept);
  }

  #add(event: { at: number; to: number; jumps: boolean }) {
    this.events.push(event);
    this.events.sort((a, b) => a.at - b.at);
  }

  /** The value at a time, by the rules of Web Audio 1.1 section 1.6.3. */
  at(time: number): number {
    let before = { at: 0, to: this.value };
    for (const event of this.events) {
      if (event.at > time) {
        if (event.jumps) return before.to;
        return before.to + ((event.to - before.to) * (time - before.at)) / (event.at - before.at);
      }
      before = event;
    }
    return before.to;
  }

  /** Where it ends. */
  get end(): number {
    return this.events.at(-1)?.to ?? this.value;
  }
}

export class FakeNode {
  readonly outputs = new Set<FakeNode>();
  readonly name: string;
  readonly stream: FakeStream | undefined;
  readonly gain = new FakeParam(1);
  readonly frequency = new FakeParam();
  readonly threshold = new FakeParam();
  readonly ratio = new FakeParam();
  readonly knee = new FakeParam();
  readonly attack = new FakeParam();
  readonly release = new FakeParam();
  type = "";
  reduction = 0;

  constructor(name: string, stream?: FakeStream) {
    this.name = name;
    this.stream = stream;
  }

  connect(node: FakeNode) {
    this.outputs.add(node);
    return node;
  }

  disconnect(node?: FakeNode) {
    if (node === undefined) this.outputs.clear();
    else this.outputs.delete(node);
  }
}

/** A node in the audio thread, whose processor a test lets speak and throw. */
export class FakeWorkletNode extends FakeNode {
  readonly port: FakePort = new FakePort();
  readonly #failed: (() => void)[] = [];

  constructor(context: FakeAudioContext, name: string) {
    super(name);
    context.nodes.push(this);
  }

  addEventListener(type: string, listener: () => void) {
    if (type === "processorerror") this.#failed.push(listener);
  }

  /** The processor throws: from now on the node is silent. */
  fail() {
    for (const listener of this.#failed) listener();
  }
}

class FakePort extends EventTarget {
  readonly sent: unknown[] = [];

  start() {}

  postMessage(message: unknown) {
    this.sent.push(message);
  }

  /** From the audio thread. */
  tell(data: unknown) {
    this.dispatchEvent(Object.assign(new Event("message"), { data }));
  }
}

class FakeAnalyser extends FakeNode {
  fftSize = 2048;
  smoothingTimeConstant = 0;
  readonly #context: FakeAudioContext;

  constructor(context: FakeAudioContext) {
    super("analyser");
    this.#context = context;
  }

  get frequencyBinCount() {
    return this.fftSize / 2;
  }

  getFloatTimeDomainData(samples: Float32Array) {
    samples.forEach((_, index) => {
      samples[index] = index % 2 ? this.#context.amplitude : -this.#context.amplitude;
    });
  }

  /** White as far as `band` Hz, and nothing above. */
  getFloatFrequencyData(bins: Float32Array) {
    const { amplitude, band, sampleRate } = this.#context;
    const width = sampleRate / this.fftSize;
    const level = 20 * Math.log10(amplitude + 1e-9) - 30;
    bins.forEach((_, index) => {
      bins[index] = index * width <= band ? level : -140;
    });
  }
}

export class FakeAudioContext extends EventTarget {
  /** The browser wants a click first. */
  static blocked = false;

  state = FakeAudioContext.blocked ? "suspended" : "running";
  currentTime = 0;
  readonly sampleRate = 48_000;
  /** What analysers hear: amplitude, and the upper end of the band, Hz. */
  amplitude = 0;
  band = 24_000;
  /** Undefined: a browser without worklets. Where there are some, AudioWorkletNode must be FakeWorkletNode. */
  audioWorklet: { addModule: () => Promise<void> } | undefined;
  /** Undefined where a browser lets only elements choose. */
  setSinkId: ((id: string) => Promise<void>) | undefined;
  sink = "";
  readonly destination = new FakeNode("destination");
  readonly nodes: FakeNode[] = [];

  resume() {
    if (!FakeAudioContext.blocked) this.become("running");
    return Promise.resolve();
  }

  close() {
    this.state = "closed";
    return Promise.resolve();
  }

  become(state: string) {
    if (this.state === state) return;
    this.state = state;
    this.dispatchEvent(new Event("statechange"));
  }

  createMediaStreamSource(stream: FakeStream) {
    return this.#made(new FakeNode("source", stream));
  }

  createMediaStreamDestination() {
    return this.#made(new FakeNode("stream", { tracks: [] } as unknown as FakeStream));
  }

  createGain() {
    return this.#made(new FakeNode("gain"));
  }

  createBiquadFilter() {
    const node = this.#made(new FakeNode("filter"));
    node.gain.value = 0;
    return node;
  }

  createDynamicsCompressor() {
    return this.#made(new FakeNode("compressor"));
  }

  createAnalyser() {
    return this.#made(new FakeAnalyser(this));
  }

  /** Sources whose sound can reach a node now, loudness aside. */
  sourcesOf(node: FakeNode): FakeNode[] {
    const inputs = this.nodes.filter(({ outputs }) => outputs.has(node));
    return inputs.flatMap((input) => (input.name === "source" ? [input] : this.sourcesOf(input)));
  }

  #made<N extends FakeNode>(node: N): N {
    this.nodes.push(node);
    return node;
  }
}
