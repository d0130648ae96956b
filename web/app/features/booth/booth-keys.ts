import type { KeyPress } from "../meeting/shortcuts";

/** What a key does in the booth. */
export const boothActions = [
  "microphone",
  "cough",
  "swap",
  "floor",
  "relay-a",
  "relay-b",
  "relay-c",
  "hand-over",
  "accept",
  "decline",
  "slow-down",
  "sound-inadequate",
  "clock",
  "louder",
  "softer",
  "partner-louder",
  "partner-softer",
  "help",
] as const;
export type BoothAction = (typeof boothActions)[number];

/** A key for each action, by its name as keyName gives it. */
export type BoothKeys = Readonly<Record<BoothAction, string>>;

export const defaultKeys: BoothKeys = {
  microphone: "M",
  cough: "Space",
  swap: "X",
  floor: "F",
  "relay-a": "1",
  "relay-b": "2",
  "relay-c": "3",
  "hand-over": "H",
  accept: "Enter",
  decline: "Escape",
  "slow-down": "S",
  "sound-inadequate": "Q",
  clock: "P",
  louder: "ArrowUp",
  softer: "ArrowDown",
  "partner-louder": "]",
  "partner-softer": "[",
  help: "?",
};

/** What has the focus. */
export type BoothFocus =
  /** A text field, which takes every key itself. */
  | "text"
  /** A slider, reached by the keyboard or not: the arrows are its own. */
  | "slider"
  /** Something reached by the Tab key: Enter, Escape and the arrows are its own. */
  | "control"
  | "none";

export interface BoothPlace {
  readonly focus: BoothFocus;
  /** A dialogue, menu or list is open. */
  readonly overlay: boolean;
}

const arrows: ReadonlySet<string> = new Set(["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);

/** Keys that a control reached by the keyboard needs itself. Space is not among them: the cough key always works. */
const ofControls: ReadonlySet<string> = new Set([...arrows, "Enter", "Escape"]);

// Keys that the browser or the way through the page needs.
const reserved: ReadonlySet<string> = new Set(["Tab", "CapsLock", "Dead", "Unidentified", ""]);

// Digits and brackets are found by their place: French keyboards write digits with Shift, Spanish ones brackets
// with AltGr.
const placed: Readonly<Record<string, string>> = { BracketLeft: "[", BracketRight: "]", Space: "Space" };

/** The name of a key: a Latin letter (by place on other layouts), a digit, "[", "]", "Space", "ArrowUp" …; "" none. */
export function keyName({ key, code }: Pick<KeyPress, "key" | "code">): string {
  const place = placed[code] ?? /^(?:Digit|Numpad)([0-9])$/.exec(code)?.[1];
  if (place) return place;
  if (key === "?" || key === "؟") return "?";
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  if (/^\p{L}$/u.test(key)) return /^Key([A-Z])$/.exec(code)?.[1] ?? "";
  if (["Shift", "Control", "Alt", "AltGraph", "Meta"].includes(key)) return "";
  return key;
}

/** What a key press means in the booth; undefined: nothing of ours. A repeated press only changes volumes. */
export function boothActionOf(press: KeyPress, place: BoothPlace, keys: BoothKeys): BoothAction | undefined {
  if (press.defaultPrevented || press.ctrlKey || press.altKey || press.metaKey) return undefined;
  if (place.overlay || place.focus === "text") return undefined;
  const name = keyName(press);
  if (place.focus === "slider" && arrows.has(name)) return undefined;
  if (place.focus === "control" && ofControls.has(name)) return undefined;
  return boothActions.find((action) => keys[action] === name);
}

const volumes: ReadonlySet<BoothAction> = new Set(["louder", "softer", "partner-louder", "partner-softer"]);

/** Whether a key that is held down acts again. */
export function repeats(action: BoothAction): boolean {
  return volumes.has(action);
}

/** Why a key cannot be given to an action, or the keys with it. */
export type Rebinding =
  | { readonly keys: BoothKeys }
  | { readonly taken: BoothAction }
  | { readonly reserved: true };

/** Gives an action another key; one that does something else already is refused. */
export function rebind(keys: BoothKeys, action: BoothAction, name: string): Rebinding {
  if (!usable(name)) return { reserved: true };
  const taken = boothActions.find((other) => other !== action && keys[other] === name);
  return taken ? { taken } : { keys: { ...keys, [action]: name } };
}

/** The default keys with the changes that are stored; what makes no sense, or would give a key twice, is dropped. */
export function keysFrom(stored: unknown): BoothKeys {
  if (typeof stored !== "object" || stored === null) return defaultKeys;
  const keys: BoothKeys = { ...defaultKeys, ...namesIn(stored) };
  return new Set(Object.values(keys)).size === boothActions.length ? keys : defaultKeys;
}

function namesIn(stored: object): Partial<Record<BoothAction, string>> {
  const names: Partial<Record<BoothAction, string>> = {};
  for (const [action, name] of Object.entries(stored)) {
    const known = boothActions.find((one) => one === action);
    if (known && typeof name === "string" && usable(name)) names[known] = name;
  }
  return names;
}

function usable(name: string): boolean {
  return !reserved.has(name) && !/^F\d+$/.test(name);
}
