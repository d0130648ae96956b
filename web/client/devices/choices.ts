// What the person chose, kept in the browser for the next meeting.

import type { Memory } from "../environment.ts";

export interface Choices {
  readonly microphone: string;
  readonly camera: string;
  readonly speaker: string;
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  /** Worn, as the person says. */
  readonly headphones: boolean;
}

const KEY = "cumbre:devices";
const DEFAULTS: Choices = {
  microphone: "",
  camera: "",
  speaker: "",
  microphoneOn: true,
  cameraOn: true,
  headphones: false,
};

export class ChoiceMemory {
  readonly #memory: Memory;
  #choices: Choices;

  constructor(memory: Memory) {
    this.#memory = memory;
    this.#choices = read(memory.get(KEY));
  }

  get choices(): Choices {
    return this.#choices;
  }

  remember(choices: Partial<Choices>): void {
    this.#choices = { ...this.#choices, ...choices };
    this.#memory.set(KEY, JSON.stringify(this.#choices));
  }
}

function read(text: string | undefined): Choices {
  try {
    const value = JSON.parse(text ?? "{}") as Partial<Record<keyof Choices, unknown>> | null;
    const id = (key: "microphone" | "camera" | "speaker") => {
      const stored = value?.[key];
      return typeof stored === "string" ? stored : "";
    };
    return {
      microphone: id("microphone"),
      camera: id("camera"),
      speaker: id("speaker"),
      microphoneOn: value?.microphoneOn !== false,
      cameraOn: value?.cameraOn !== false,
      headphones: value?.headphones === true,
    };
  } catch {
    return DEFAULTS;
  }
}
