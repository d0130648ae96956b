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

/** The constraints for one device: `id` "" leaves the choice to the browser. */
export function constraintsFor(kind: InputKind, id: string, exact: boolean): MediaTrackConstraints {
  if (id === "") return CONSTRAINTS[kind];
  return { ...CONSTRAINTS[kind], deviceId: exact ? { exact: id } : { ideal: id } };
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
    return this.view.get().on && this.view.get().live;
  }

  /** Turns it on or off. Off, a camera is given back, so that its light goes out; a microphone only falls silent. */
  setOn(on: boolean): Promise<void> {
    this.view.patch({ on });
    if (!on) this.#clearProblem();
    if (!on && this.kind === "camera") this.#release();
    if (this.#track !== undefined) {
      this.#track.enabled = on;
      return Promise.resolve();
    }
    return on ? this.acquire() : Promise.resolve();
  }

  /** Changes to another device, live. */
  choose(id: string): Promise<void> {
    this.view.patch({ selected: id });
    if (this.#track === undefined && !this.view.get().on) return Promise.resolve();
    return this.#run(() => this.#open(id, true));
  }

  /** Opens the device in use anew, where there is one: something about how it is to be opened has changed. */
  reopen(): Promise<void> {
    if (this.#track === undefined) return Promise.resolve();
    return this.#run(() => this.#open(this.view.get().selected, false));
  }

  /** Asks the browser for the device, unless there is a track already. */
  acquire(): Promise<void> {
    return this.#run(async () => {
      if (this.#track === undefined && this.view.get().on) await this.#open(this.view.get().selected, false);
    });
  }

  /** Takes a track that was asked for together with another. */
  adopt(track: MediaStreamTrack): void {
    this.#use(track);
  }

  fail(problem: DeviceProblem): void {
    this.view.set({ ...this.view.get(), problem });
  }

  /** The list of devices changed. Tries again where one was missed. */
  setDevices(devices: readonly DeviceView[]): void {
    const { problem, on } = this.view.get();
    const more = devices.length > this.view.get().devices.length;
    this.view.patch({ devices });
    if (on && more && (problem === "none" || problem === "unplugged")) void this.acquire();
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
    const constraints = constraintsFor(this.kind, id, exact);
    const stream = await devices.getUserMedia(
      this.kind === "microphone" ? { audio: constraints } : { video: constraints },
    );
    const track = stream.getTracks()[0];
    if (track === undefined) return this.fail("none");
    const unwanted = this.kind === "camera" && !this.view.get().on;
    if (unwanted || this.#scope.ended) track.stop();
    else this.#use(track);
  }

  #use(track: MediaStreamTrack): void {
    const before = this.#track;
    this.#trackScope.end();
    this.#trackScope = this.#scope.child();
    this.#track = track;
    track.enabled = this.view.get().on;
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
    if (!this.view.get().on) return;
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
