import { regimes } from "../regime/regime-words";
import type { Draft } from "./draft";
import { newDraft } from "./draft";

const key = "cumbre.draft";

/** Where drafts are kept; undefined: the browser refuses, and they last as long as the page. */
type Kept = Pick<Storage, "getItem" | "setItem" | "removeItem"> | undefined;

/** The draft of before, if there is one that still makes sense. Fields that it lacks are a new one's. */
export function readDraft(storage: Kept, timezone: string): Draft | undefined {
  try {
    const stored: unknown = JSON.parse(storage?.getItem(key) ?? "null");
    if (typeof stored !== "object" || stored === null) return undefined;
    const fresh = newDraft(timezone);
    const entries = Object.entries(stored).filter(([name, value]) => fits(fresh[name as keyof Draft], value));
    const kept: Draft = { ...fresh, ...Object.fromEntries(entries) };
    return Object.hasOwn(regimes, kept.regime.regime) ? kept : { ...kept, regime: fresh.regime };
  } catch {
    return undefined;
  }
}

/** Whether a stored value is of the kind that the field has; what is in lists was written by us. */
function fits(sample: unknown, value: unknown): boolean {
  return (
    sample !== undefined &&
    typeof sample === typeof value &&
    Array.isArray(sample) === Array.isArray(value) &&
    value !== null
  );
}

export function keepDraft(storage: Kept, draft: Draft): void {
  try {
    storage?.setItem(key, JSON.stringify(draft));
  } catch {
    // A full or forbidden storage costs the memory of a draft, nothing else.
  }
}

export function dropDraft(storage: Kept): void {
  storage?.removeItem(key);
}

/** The browser's storage, where it allows one. */
export function draftStorage(): Kept {
  try {
    return window.localStorage;
  } catch {
    return undefined;
  }
}
