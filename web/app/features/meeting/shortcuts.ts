/** What a key does in a meeting. */
export type ShortcutAction =
  | "microphone"
  | "camera"
  | "share"
  | "full"
  | "hand"
  | "chat"
  | "people"
  | "agenda"
  | "settings"
  | "help"
  | "close";

/** Keys by the letter that they write on a Latin layout; on others, by the place of the key. */
export const shortcutKeys: Readonly<Record<Exclude<ShortcutAction, "close">, string>> = {
  microphone: "M",
  camera: "V",
  share: "S",
  full: "F",
  hand: "H",
  chat: "C",
  people: "P",
  agenda: "A",
  settings: "E",
  help: "?",
};

/** The part of a KeyboardEvent that decides. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
  readonly repeat: boolean;
  readonly defaultPrevented: boolean;
}

/** Where the focus is. */
export interface KeyPlace {
  /** In a text field, a list, or anything else that takes letters itself. */
  readonly typing: boolean;
  /** A dialogue or menu is open. */
  readonly overlay: boolean;
}

/** What a key press means; undefined: nothing of ours. */
export function shortcutOf(press: KeyPress, place: KeyPlace): ShortcutAction | undefined {
  if (press.defaultPrevented || press.repeat || press.ctrlKey || press.altKey || press.metaKey)
    return undefined;
  if (place.overlay) return undefined;
  if (press.key === "Escape") return "close";
  if (place.typing) return undefined;
  const pressed = letterOf(press);
  for (const [action, key] of Object.entries(shortcutKeys)) {
    if (key === pressed) return action as ShortcutAction;
  }
  return undefined;
}

/** The Latin letter of a press: as written, or by place where the layout writes another script (Arabic). */
function letterOf({ key, code }: KeyPress): string {
  if (key === "?" || key === "؟") return "?";
  if (/^[a-z]$/i.test(key)) return key.toUpperCase();
  return /^\p{L}$/u.test(key) ? (/^Key([A-Z])$/.exec(code)?.[1] ?? "") : "";
}

/** Whether an element takes letters itself. */
export function takesLetters(element: Element | null): boolean {
  if (!element) return false;
  if (element.closest("input, textarea, select, [contenteditable=true], [contenteditable='']")) return true;
  return element.closest("[role=listbox], [role=menu], [role=combobox], [role=textbox]") !== null;
}
