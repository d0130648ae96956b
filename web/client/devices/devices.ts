// All own devices together: asking for both at once, the list of devices, the speaker, the previews.

import type { Environment } from "../environment.ts";
import { play } from "../media/pictures.ts";
import type { ClientEvent, Devices, DevicesView, DeviceView, VideoSurface } from "../model.ts";
import { type Cancel, Scope } from "../scope.ts";
import { createStore, Signal } from "../store.ts";
import { ChoiceMemory } from "./choices.ts";
import { type InputKind, isUnprocessed, OwnInputDevice } from "./input.ts";
import { LevelMeter } from "./level.ts";
import { problemOf } from "./problems.ts";
import { ScreenShare } from "./screen.ts";
import { SourceMeter } from "./source.ts";
import { playTone } from "./tone.ts";

export class OwnDevices implements Devices {
  readonly view;
  readonly microphone: OwnInputDevice;
  readonly camera: OwnInputDevice;
  readonly screen: ScreenShare;
  /** What is sent has changed: a track, or whether it is on. */
  readonly onSending = new Signal<void>();
  /** The speaker was chosen. */
  readonly onSink = new Signal<string>();

  readonly #env: Environment;
  readonly #events: Signal<ClientEvent>;
  readonly #scope = new Scope();
  readonly #memory: ChoiceMemory;
  readonly #meter: LevelMeter;
  readonly #source: SourceMeter;
  readonly #previews = new Map<VideoSurface, "camera" | "screen">();
  readonly #speaker = createStore<DevicesView["speaker"]>({
    devices: [],
    selected: "",
    choosable: false,
    suggestHeadphones: false,
  });
  #context: AudioContext | undefined;
  #started = false;
  #booth = false;

  constructor(env: Environment, events: Signal<ClientEvent>) {
    this.#env = env;
    this.#events = events;
    this.#memory = new ChoiceMemory(env.browser);
    const { choices } = this.#memory;
    this.microphone = new OwnInputDevice(env, "microphone", choices.microphone, choices.microphoneOn);
    this.camera = new OwnInputDevice(env, "camera", choices.camera, choices.cameraOn);
    this.screen = new ScreenShare(env);
    this.#meter = new LevelMeter(env, () => this.audioContext());
    this.#source = new SourceMeter(env, () => this.audioContext());
    void this.microphone.setUnprocessed(choices.headphones);
    this.#speaker.patch({ selected: choices.speaker, choosable: env.createAudio().setSinkId !== undefined });
    this.view = createStore<DevicesView>(this.#viewNow());
    this.#follow();
  }

  get level() {
    return this.#meter.level;
  }

  /** The one AudioContext, for the meter and the test tone. */
  audioContext(): AudioContext {
    this.#context ??= this.#env.createAudioContext();
    // Without a click before, it stays suspended: the next call after one resumes it.
    if (this.#context.state === "suspended") this.#context.resume().catch(() => {});
    return this.#context;
  }

  /** Whether something was said into the microphone within so many ms. */
  spokeWithin(ms: number): boolean {
    return this.#source.spokeWithin(ms);
  }

  // ---- Asking ----

  async start(): Promise<void> {
    this.#started = true;
    void this.microphone.setAlways(this.#booth);
    const missing = this.#inputs().filter((input) => input.wanted && input.track === undefined);
    await this.#listDevices();
    if (missing.length === 2 && this.#env.devices !== undefined) await this.#acquireTogether();
    else await Promise.all(missing.map((input) => input.acquire()));
    await this.#listDevices();
  }

  /** Starts, unless that was done: after a reload, or joining again, there is no pre-join check. */
  ensureStarted(): void {
    if (!this.#started) void this.start();
  }

  /** Gives microphone and camera back until the next start. */
  release(): void {
    this.#started = false;
    for (const input of this.#inputs()) input.release();
  }

  /** One question for both; where that fails, each by itself, so that one missing device does not cost the other. */
  async #acquireTogether(): Promise<void> {
    const { microphone, camera } = this.#memory.choices;
    try {
      const stream = await this.#env.devices?.getUserMedia({
        audio: this.microphone.constraints(microphone, false),
        video: this.camera.constraints(camera, false),
      });
      const [audio, video] = [stream?.getAudioTracks()[0], stream?.getVideoTracks()[0]];
      if (audio) this.microphone.adopt(audio);
      if (video) this.camera.adopt(video);
    } catch (error) {
      await this.#acquireEach(problemOf(error) === "denied");
    }
  }

  async #acquireEach(denied: boolean): Promise<void> {
    for (const input of this.#inputs()) {
      // After a refusal only what is allowed already is asked for again: nobody is to be asked twice.
      const state = denied ? await this.#env.permission(input.kind) : "granted";
      if (state === "granted") await input.acquire();
      else input.fail("denied");
    }
  }

  #inputs(): readonly OwnInputDevice[] {
    return [this.microphone, this.camera];
  }

  // ---- Choosing ----

  async setMicrophone(on: boolean): Promise<void> {
    this.#memory.remember({ microphoneOn: on });
    this.audioContext();
    await this.microphone.setOn(on);
    await this.#afterFirst();
  }

  /** The chair's mute: off now, without changing what is remembered. */
  muteMicrophone(): void {
    void this.microphone.setOn(false);
  }

  /** All off now, without changing what is remembered; whether any was on. */
  turnOff(): boolean {
    const { microphone, camera, screen } = this.view.get();
    for (const input of this.#inputs()) void input.setOn(false);
    this.stopScreen();
    return microphone.on || camera.on || screen.on;
  }

  async setCamera(on: boolean): Promise<void> {
    this.#memory.remember({ cameraOn: on });
    await this.camera.setOn(on);
    await this.#afterFirst();
  }

  async chooseMicrophone(id: string): Promise<void> {
    this.#memory.remember({ microphone: id });
    await this.microphone.choose(id);
  }

  async chooseCamera(id: string): Promise<void> {
    this.#memory.remember({ camera: id });
    await this.camera.choose(id);
  }

  chooseSpeaker(id: string): Promise<void> {
    this.#memory.remember({ speaker: id });
    this.#speaker.patch({ selected: id });
    this.#suggestHeadphones();
    this.onSink.emit(id);
    return Promise.resolve();
  }

  /** What was chosen does not play. It stays remembered: a headset that is off today is there tomorrow. */
  speakerStays(id: string): void {
    this.#speaker.patch({ selected: id });
    this.#suggestHeadphones();
  }

  async setHeadphones(on: boolean): Promise<void> {
    this.#memory.remember({ headphones: on });
    this.view.set(this.#viewNow());
    await this.microphone.setUnprocessed(this.#booth || on);
    this.view.set(this.#viewNow());
  }

  /**
   * An interpreter's place: the microphone is sent all the time and without the browser's processing, whatever is
   * chosen for other meetings. What opens and closes it for listeners is the console, and the server's gate.
   */
  setBooth(booth: boolean): void {
    this.#booth = booth;
    void this.microphone.setUnprocessed(booth || this.#memory.choices.headphones);
    void this.microphone.setAlways(booth && this.#started);
  }

  /** Silences the microphone without ending its packets, or no longer. */
  silence(on: boolean): void {
    this.microphone.silence(on);
  }

  async testSpeaker(): Promise<void> {
    await playTone(this.#env, this.audioContext(), this.#speaker.get().selected);
  }

  startScreen(options: { sound: boolean }): Promise<void> {
    return this.screen.start(options.sound);
  }

  stopScreen(): void {
    this.screen.stop();
  }

  /** Labels are known only once a device was allowed. */
  async #afterFirst(): Promise<void> {
    if (this.microphone.view.get().devices.every(({ label }) => label === "")) await this.#listDevices();
  }

  // ---- Previews ----

  attachPreview(element: VideoSurface): Cancel {
    return this.#attach(element, "camera");
  }

  attachScreenPreview(element: VideoSurface): Cancel {
    return this.#attach(element, "screen");
  }

  #attach(element: VideoSurface, what: "camera" | "screen"): Cancel {
    element.muted = true;
    this.#previews.set(element, what);
    this.#preview();
    return () => {
      this.#previews.delete(element);
      element.srcObject = null;
    };
  }

  #preview(): void {
    const streams = {
      camera: this.#streamOf(this.camera.track),
      screen: this.#streamOf(this.screen.tracks.picture),
    };
    for (const [element, what] of this.#previews) play(element, streams[what]);
  }

  readonly #streams = new WeakMap<MediaStreamTrack, MediaStream>();

  #streamOf(track: MediaStreamTrack | undefined): MediaStream | undefined {
    if (track === undefined) return undefined;
    const stream = this.#streams.get(track) ?? this.#env.createStream([track]);
    this.#streams.set(track, stream);
    return stream;
  }

  // ---- What is there ----

  dispose(): void {
    this.microphone.dispose();
    this.camera.dispose();
    this.screen.stop();
    this.#meter.dispose();
    this.#source.dispose();
    this.#scope.end();
    this.#context?.close().catch(() => {});
  }

  #follow(): void {
    const scope = this.#scope;
    const publish = () => this.view.set(this.#viewNow());
    for (const input of this.#inputs()) {
      scope.add(input.view.subscribe(publish));
      scope.add(input.view.subscribe(() => this.onSending.emit()));
      scope.add(input.onTrack.on(() => this.#trackChanged(input.kind)));
      scope.add(input.onLost.on((label) => this.#lost(input.kind, label)));
    }
    scope.add(this.screen.view.subscribe(publish));
    scope.add(this.#speaker.subscribe(publish));
    scope.add(this.#source.measure.subscribe(publish));
    scope.add(this.screen.onTracks.on(() => this.#screenChanged()));
    scope.add(this.screen.onEnded.on(() => this.#events.emit({ type: "screen-ended" })));
    const changed = () => void this.#listDevices();
    this.#env.devices?.addEventListener("devicechange", changed);
    scope.add(() => this.#env.devices?.removeEventListener("devicechange", changed));
  }

  #viewNow(): DevicesView {
    const unprocessed = isUnprocessed(this.microphone.track);
    const source = this.#source.measure.get();
    return {
      microphone: this.microphone.view.get(),
      camera: this.camera.view.get(),
      speaker: this.#speaker.get(),
      screen: this.screen.view.get(),
      headphones: this.#memory.choices.headphones,
      ...(unprocessed === undefined ? {} : { unprocessed }),
      ...(source === undefined ? {} : { source }),
    };
  }

  #trackChanged(kind: InputKind): void {
    if (kind === "microphone") {
      this.#meter.measure(this.microphone.track);
      this.#source.follow(this.microphone.track);
      this.view.set(this.#viewNow());
    } else this.#preview();
    this.onSending.emit();
  }

  #screenChanged(): void {
    this.#preview();
    this.onSending.emit();
  }

  #lost(device: InputKind, label: string | undefined): void {
    this.#events.emit({
      type: "device-lost",
      device,
      ...(label === undefined ? {} : { replacedBy: label }),
    });
  }

  async #listDevices(): Promise<void> {
    const list = await this.#env.devices?.enumerateDevices().catch(() => []);
    if (list === undefined || this.#scope.ended) return;
    this.microphone.setDevices(ofKind(list, "audioinput"));
    this.camera.setDevices(ofKind(list, "videoinput"));
    this.#speaker.patch({ devices: ofKind(list, "audiooutput") });
    this.#suggestHeadphones();
  }

  #suggestHeadphones(): void {
    const { devices, selected } = this.#speaker.get();
    const label = devices.find(({ id }) => id === (selected || "default"))?.label ?? "";
    this.#speaker.patch({ suggestHeadphones: !HEADPHONES.test(label) });
  }
}

/** Names by which systems call what is worn on the head. Anything else gets the hint: an unneeded one costs little. */
const HEADPHONES = /head|ear|auricular|diadema|casque|écouteur|airpods|buds|hands-?free|سماعة/i;

function ofKind(list: readonly MediaDeviceInfo[], kind: MediaDeviceKind): DeviceView[] {
  return list
    .filter((device) => device.kind === kind && device.deviceId !== "")
    .map(({ deviceId, label }) => ({ id: deviceId, label }));
}
