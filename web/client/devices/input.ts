// One own input, the microphone or the camera: what the person wants, and the track that there is.

import type { Environment } from "../environment.ts";
import type { DeviceProblem, DeviceView, OwnInput } from "../model.ts";
import { type Cancel, Scope } from "../scope.ts";
import { createStore, Signal } from "../store.ts";
import { problemOf } from "./problems.ts";

export type InputKind = "microphone" | "camera";

/** Capture wishes: what the layers of lines.ts are made for. */
const CONSTRAINTS: Record<InputKind, MediaTrackConstraints> = {
  microphone: { echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1 },
  camera: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } },
};

/** A microphone with headphones on: no echo to cancel, and nothing taken from the voice that others work from. */
const UNPROCESSED: MediaTrackConstraints = {
  echoCancellation: false,
  noiseSuppression: false,
  autoGainControl: false,
  channelCount: 1,
  sampleRate: { ideal: 48_000 },
};

/** How a device is to be opened. */
interface Opening {
  /** "": the browser chooses. */
  readonly id: string;
  readonly exact: boolean;
  /** Of a microphone: without the browser's processing. */
  readonly unprocessed: boolean;
}

/** The constraints for one device. */
function constraintsFor(kind: InputKind, { id, exact, unprocessed }: Opening): MediaTrackConstraints {
  const wishes = kind === "microphone" && unprocessed ? UNPROCESSED : CONSTRAINTS[kind];
  return id === "" ? wishes : { ...wishes, deviceId: exact ? { exact: id } : { ideal: id } };
}

/** Whether the browser leaves a microphone's sound as it is; undefined: it does not say. */
export function isUnprocessed(track: MediaStreamTrack | undefined): boolean | undefined {
  const { echoCancellation, noiseSuppression, autoGainControl } = track?.getSettings() ?? {};
  const all = [echoCancellation, noiseSuppression, autoGainControl];
  if (all.some((one) => one !== undefined && one !== false)) return false;
  return all.every((one) => one === false) ? true : undefined;
}

export class OwnInputDevice {
  readonly view;
  /** The live track came, went, or was replaced. */
  readonly onTrack = new Signal<MediaStreamTrack | undefined>();
  /** The device was pulled out; the label of the one used instead, if any. */
  readonly onLost = new Signal<string | undefined>();

  readonly kind: InputKind;
  readonly #env: Environment;
  readonly #scope = new Scope();
  #track: MediaStreamTrack | undefined;
  #trackScope = new Scope();
  #queue: Promise<void> = Promise.resolve();
  #unprocessed = false;
  #always = false;
  #silenced = false;

  constructor(env: Environment, kind: InputKind, selected: string, on: boolean) {
    this.#env = env;
    this.kind = kind;
    this.view = createStore<OwnInput>({ on, pending: false, live: false, devices: [], selected });
  }

  get track(): MediaStreamTrack | undefined {
    return this.#track;
  }

  /** Whether something is to be sent now. */
  get sending(): boolean {
    return this.wanted && this.view.get().live;
  }

  get wanted(): boolean {
    return this.#always || this.view.get().on;
  }

  /** Opens the device with the browser's processing or without, from now on. */
  setUnprocessed(unprocessed: boolean): Promise<void> {
    if (unprocessed === this.#unprocessed) return Promise.resolve();
    this.#unprocessed = unprocessed;
    if (this.#track === undefined) return Promise.resolve();
    return this.#run(() => this.#open(this.view.get().selected, false));
  }

  /** It is sent whether it is wanted on or not: an interpreter's, whose gate is the server's. */
  setAlways(always: boolean): Promise<void> {
    if (always === this.#always) return Promise.resolve();
    this.#always = always;
    this.#enable();
    return always && this.#track === undefined ? this.acquire() : Promise.resolve();
  }

  /** Sends silence in its place, at once. Packets go on: nobody takes it for a loss. */
  silence(silenced: boolean): void {
    this.#silenced = silenced;
    this.#enable();
  }

  #enable(): void {
    if (this.#track !== undefined) this.#track.enabled = this.wanted && !this.#silenced;
  }

  /** Turns it on or off. Off, a camera is given back, so that its light goes out; a microphone only falls silent. */
  setOn(on: boolean): Promise<void> {
    this.view.patch({ on });
    if (!on) this.#clearProblem();
    if (!on && this.kind === "camera") this.#release();
    if (this.#track !== undefined) {
      this.#enable();
      return Promise.resolve();
    }
    return on ? this.acquire() : Promise.resolve();
  }

  /** Changes to another device, live. */
  choose(id: string): Promise<void> {
    this.view.patch({ selected: id });
    if (this.#track === undefined && !this.wanted) return Promise.resolve();
    return this.#run(() => this.#open(id, true));
  }

  /** What to ask the browser for. */
  constraints(id: string, exact: boolean): MediaTrackConstraints {
    return constraintsFor(this.kind, { id, exact, unprocessed: this.#unprocessed });
  }

  /** Asks the browser for the device, unless there is a track already. */
  acquire(): Promise<void> {
    return this.#run(async () => {
      if (this.#track === undefined && this.wanted) await this.#open(this.view.get().selected, false);
    });
  }

  /** Takes a track that was asked for together with another; gives it back where it was turned off meanwhile. */
  adopt(track: MediaStreamTrack): void {
    if (this.#unwanted) track.stop();
    else this.#use(track);
  }

  /** A camera that is off is not to be open; a microphone that is off only falls silent. */
  get #unwanted(): boolean {
    return this.#scope.ended || (this.kind === "camera" && !this.view.get().on);
  }

  fail(problem: DeviceProblem): void {
    this.view.set({ ...this.view.get(), problem });
  }

  /** The list of devices changed. Tries again where one was missed. */
  setDevices(devices: readonly DeviceView[]): void {
    const { problem } = this.view.get();
    const more = devices.length > this.view.get().devices.length;
    this.view.patch({ devices });
    if (this.wanted && more && (problem === "none" || problem === "unplugged")) void this.acquire();
  }

  /** Gives the device back; what the person wants stays as it is. */
  release(): void {
    this.#release();
  }

  dispose(): void {
    this.#release();
    this.#scope.end();
  }

  // ---- The track ----

  /** One request to the browser after the other. */
  #run(step: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      this.view.patch({ pending: true });
      try {
        await step();
      } catch (error) {
        this.fail(problemOf(error));
      }
      this.view.patch({ pending: false });
    });
    return this.#queue;
  }

  async #open(id: string, exact: boolean): Promise<void> {
    const { devices, secure } = this.#env;
    if (devices === undefined) return this.fail(secure ? "unsupported" : "insecure");
    const constraints = this.constraints(id, exact);
    const stream = await devices.getUserMedia(
      this.kind === "microphone" ? { audio: constraints } : { video: constraints },
    );
    const track = stream.getTracks()[0];
    if (track === undefined) return this.fail("none");
    if (this.#unwanted) track.stop();
    else this.#use(track);
  }

  #use(track: MediaStreamTrack): void {
    const before = this.#track;
    this.#trackScope.end();
    this.#trackScope = this.#scope.child();
    this.#track = track;
    this.#enable();
    if (this.kind === "camera") track.contentHint = "motion";
    this.#trackScope.add(listen(track, "ended", () => this.#ended()));
    this.#clearProblem();
    this.view.patch({ live: true, selected: track.getSettings().deviceId ?? this.view.get().selected });
    this.onTrack.emit(track);
    before?.stop();
  }

  #release(): void {
    const track = this.#track;
    this.#trackScope.end();
    this.#track = undefined;
    track?.stop();
    this.view.patch({ live: false });
    if (track !== undefined) this.onTrack.emit(undefined);
  }

  /** The device went away under us (pulled out, or permission withdrawn): another one, or on without. */
  #ended(): void {
    this.#release();
    if (!this.wanted) return;
    this.fail("unplugged");
    void this.#run(async () => {
      await this.#open("", false).catch((error: unknown) => {
        const problem = problemOf(error);
        this.fail(problem === "denied" ? "denied" : "unplugged");
      });
      this.onLost.emit(this.#track?.label);
    });
  }

  #clearProblem(): void {
    const { problem, ...rest } = this.view.get();
    if (problem !== undefined) this.view.set(rest);
  }
}

function listen(track: MediaStreamTrack, event: "ended", listener: () => void): Cancel {
  track.addEventListener(event, listener);
  return () => track.removeEventListener(event, listener);
}
