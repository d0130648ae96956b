import type { Store } from "../client/index.ts";
import { type BoothKeys, defaultKeys, keysFrom } from "./features/booth/booth-keys";
import { chooseLocale, isLocale, type Locale } from "./i18n/locales";

export type Theme = "system" | "light" | "dark";

/** What a person chose for this browser. Devices are remembered by the headless client. */
export interface Preferences {
  readonly locale: Locale;
  readonly theme: Theme;
  /** Keys without Ctrl or Alt act in a meeting; some people's aids type letters, so they can be off (WCAG 2.1.4). */
  readonly shortcuts: boolean;
  /** Whether one's own picture is among the others. */
  readonly ownPicture: boolean;
  /** The keys of the interpreter's console. */
  readonly boothKeys: BoothKeys;
  /** Size of a prepared text in the console, rem: one of readingSizes. */
  readonly readingSize: number;
  /** Size of the captions over the stage, rem: one of captionSizes. */
  readonly captionSize: number;
  /** Whole sentences of the captions are told to screen readers. */
  readonly captionsAloud: boolean;
}

/** Sizes of captions, rem: from a phone in the hand to a screen across a room. */
export const captionSizes: readonly number[] = [1, 1.25, 1.75, 2.5];

/** Sizes of a text that is read while somebody speaks, rem: from a close screen to two metres. */
export const readingSizes: readonly number[] = [0.875, 1, 1.125, 1.375, 1.75, 2.25];

export interface PreferencesStore extends Store<Preferences> {
  set(change: Partial<Preferences>): void;
}

const key = "cumbre.preferences";

/** Preferences kept in a storage; without one (a private window may refuse) they last as long as the page. */
export function createPreferences(
  storage: Storage | undefined,
  languages: readonly string[],
): PreferencesStore {
  let value: Preferences = {
    locale: chooseLocale(languages),
    theme: "system",
    shortcuts: true,
    ownPicture: true,
    boothKeys: defaultKeys,
    readingSize: 1.125,
    captionSize: 1.25,
    captionsAloud: false,
    ...read(storage),
  };
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (change) => {
      value = { ...value, ...change };
      try {
        storage?.setItem(key, JSON.stringify(value));
      } catch {
        // A full or forbidden storage costs the memory of a choice, nothing else.
      }
      for (const listener of listeners) listener();
    },
  };
}

/** What is stored and still makes sense; anything else is dropped. */
function read(storage: Storage | undefined): Partial<Preferences> {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(key) ?? "{}");
    if (typeof stored !== "object" || stored === null) return {};
    const { locale, theme, shortcuts, ownPicture, boothKeys, readingSize, captionSize, captionsAloud } =
      stored as Record<string, unknown>;
    return {
      ...(isLocale(locale) ? { locale } : {}),
      ...(theme === "system" || theme === "light" || theme === "dark" ? { theme } : {}),
      ...(typeof shortcuts === "boolean" ? { shortcuts } : {}),
      ...(typeof ownPicture === "boolean" ? { ownPicture } : {}),
      ...(readingSizes.some((size) => size === readingSize) ? { readingSize: readingSize as number } : {}),
      ...(captionSizes.some((size) => size === captionSize) ? { captionSize: captionSize as number } : {}),
      ...(typeof captionsAloud === "boolean" ? { captionsAloud } : {}),
      boothKeys: keysFrom(boothKeys),
    };
  } catch {
    return {};
  }
}

/** Shows the chosen theme; "system" follows the browser. */
export function applyTheme(theme: Theme, root: HTMLElement): void {
  if (theme === "system") delete root.dataset["theme"];
  else root.dataset["theme"] = theme;
}
