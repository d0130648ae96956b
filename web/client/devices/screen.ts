// The own shared screen, with its sound where the browser gives it.

import type { Environment } from "../environment.ts";
import type { DevicesView } from "../model.ts";
import { createStore, Signal } from "../store.ts";
import { problemOf } from "./problems.ts";

export interface ScreenTracks {
  readonly picture: MediaStreamTrack | undefined;
  readonly sound: MediaStreamTrack | undefined;
}

export class ScreenShare {
  readonly view;
  readonly onTracks = new Signal<ScreenTracks>();
  /** It ended from outside: the browser's own "stop sharing", or the window was closed. */
  readonly onEnded = new Signal<void>();

  readonly #env: Environment;
  #tracks: ScreenTracks = { picture: undefined, sound: undefined };

  constructor(env: Environment) {
    this.#env = env;
    this.view = createStore<DevicesView["screen"]>({
      on: false,
      pending: false,
      sound: false,
      available: env.devices?.getDisplayMedia !== undefined,
    });
  }

  get tracks(): ScreenTracks {
    return this.#tracks;
  }

  async start(sound: boolean): Promise<void> {
    const { devices } = this.#env;
    if (devices?.getDisplayMedia === undefined || this.view.get().on || this.view.get().pending) return;
    this.view.set({ on: false, pending: true, sound: false, available: true });
    try {
      // Its sound is for listening, not for talking: nothing that is made for voices may touch it.
      const audio = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
      const stream = await devices.getDisplayMedia({
        video: { frameRate: { max: 30 } },
        audio: sound && audio,
      });
      this.#use(stream);
    } catch (error) {
      const problem = problemOf(error);
      // Closing the picker is a decision, not a problem; browsers do not tell it from a refusal.
      this.view.set({
        on: false,
        pending: false,
        sound: false,
        available: true,
        ...(problem === "denied" ? {} : { problem }),
      });
    }
  }

  stop(): void {
    this.#tracks.picture?.stop();
    this.#tracks.sound?.stop();
    if (!this.view.get().on) return;
    this.#tracks = { picture: undefined, sound: undefined };
    this.view.set({ on: false, pending: false, sound: false, available: true });
    this.onTracks.emit(this.#tracks);
  }

  #use(stream: MediaStream): void {
    const picture = stream.getVideoTracks()[0];
    const sound = stream.getAudioTracks()[0];
    if (picture !== undefined) {
      picture.contentHint = "detail";
      picture.addEventListener("ended", () => {
        if (this.#tracks.picture !== picture) return;
        this.stop();
        this.onEnded.emit();
      });
    }
    this.#tracks = { picture, sound };
    this.view.set({ on: picture !== undefined, pending: false, sound: sound !== undefined, available: true });
    this.onTracks.emit(this.#tracks);
  }
}
