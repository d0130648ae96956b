// What a person chose for interpretation, kept in the browser: for the latest meetings, and for all.

import type { Memory } from "../environment.ts";
import type { ListenChoice, Mix, RelayPreset } from "./model.ts";

/** What is remembered of one meeting. */
export interface MeetingChoices {
  readonly listen?: ListenChoice;
  readonly sign?: string;
  readonly presets?: Partial<Record<RelayPreset["key"], string>>;
}

/** What is remembered for all meetings. */
interface Preferences {
  readonly mix?: Partial<Mix>;
  /** dB; JSON knows no −Infinity, so null is it. */
  readonly original?: number | null;
}

const MEETINGS_KEY = "cumbre:interpretation:meetings";
const PREFERENCES_KEY = "cumbre:interpretation";
/** Meetings remembered: a delegate's year. Each costs some 100 bytes of the browser's storage. */
const MAX_MEETINGS = 50;

/** −18 dB: the original is still followed as a voice and understood no more (interpretation.md). */
const DEFAULT_ORIGINAL_DB = -18;
/** Quieter than this is called nothing. */
const QUIETEST_ORIGINAL_DB = -40;

const DEFAULT_MIX: Mix = { main: 1, partner: 0.5, monitor: 0.5, bass: 0, treble: 0 };
const LOUDEST = 1.5;
const TONE_DB = 12;

export class InterpretationMemory {
  readonly #memory: Memory;
  readonly #meeting: string;

  constructor(memory: Memory, meeting: string) {
    this.#memory = memory;
    this.#meeting = meeting;
  }

  get choices(): MeetingChoices {
    const { listen, sign, presets } = this.#meetings()[this.#meeting] ?? {};
    return {
      ...(isChoice(listen) ? { listen } : {}),
      ...(typeof sign === "string" ? { sign } : {}),
      ...(isRecord(presets) ? { presets } : {}),
    };
  }

  get mix(): Mix {
    return boundMix({ ...DEFAULT_MIX, ...this.#preferences().mix });
  }

  get original(): number {
    const { original } = this.#preferences();
    if (original === null) return Number.NEGATIVE_INFINITY;
    return typeof original === "number" ? boundOriginal(original) : DEFAULT_ORIGINAL_DB;
  }

  remember(changes: MeetingChoices): void {
    const { [this.#meeting]: before, ...others } = this.#meetings();
    const kept = Object.entries(others).slice(1 - MAX_MEETINGS);
    const all = { ...Object.fromEntries(kept), [this.#meeting]: { ...before, ...changes } };
    this.#memory.set(MEETINGS_KEY, JSON.stringify(all));
  }

  rememberMix(mix: Mix): void {
    this.#memory.set(PREFERENCES_KEY, JSON.stringify({ ...this.#preferences(), mix }));
  }

  rememberOriginal(db: number): void {
    const original = Number.isFinite(db) ? db : null;
    this.#memory.set(PREFERENCES_KEY, JSON.stringify({ ...this.#preferences(), original }));
  }

  #meetings(): Record<string, MeetingChoices> {
    const value = read(this.#memory.get(MEETINGS_KEY));
    const entries = Object.entries(value).filter(([, choices]) => isRecord(choices));
    return Object.fromEntries(entries) as Record<string, MeetingChoices>;
  }

  #preferences(): Preferences {
    const { mix, original } = read(this.#memory.get(PREFERENCES_KEY));
    return {
      ...(isRecord(mix) ? { mix } : {}),
      ...(typeof original === "number" || original === null ? { original } : {}),
    };
  }
}

/** 0 … −40 dB, or nothing at all. */
export function boundOriginal(db: number): number {
  if (Number.isNaN(db)) return DEFAULT_ORIGINAL_DB;
  return db < QUIETEST_ORIGINAL_DB ? Number.NEGATIVE_INFINITY : Math.min(0, db);
}

/** A mix with every member within its bounds; what is no number is as it was at first. */
export function boundMix(mix: Mix): Mix {
  const bound = (key: keyof Mix, least: number, most: number) => {
    const value = mix[key];
    return Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : DEFAULT_MIX[key];
  };
  return {
    main: bound("main", 0, LOUDEST),
    partner: bound("partner", 0, LOUDEST),
    monitor: bound("monitor", 0, LOUDEST),
    bass: bound("bass", -TONE_DB, TONE_DB),
    treble: bound("treble", -TONE_DB, TONE_DB),
  };
}

function isChoice(value: unknown): value is ListenChoice {
  if (!isRecord(value)) return false;
  if (value["to"] === "floor") return true;
  return (value["to"] === "language" || value["to"] === "automatic") && typeof value["language"] === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function read(text: string | undefined): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? "{}");
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
