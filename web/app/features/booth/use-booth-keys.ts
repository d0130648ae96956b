import { useEffect, useRef } from "react";
import {
  type BoothAction,
  type BoothFocus,
  type BoothKeys,
  boothActionOf,
  keyName,
  repeats,
} from "./booth-keys";

/** Where the focus is. What was clicked keeps the focus without wanting the keys: only Tab gives them to it. */
function focusOf(element: Element | null, byTab: boolean): BoothFocus {
  if (!element || element === document.body) return "none";
  if (element instanceof HTMLInputElement && element.type === "range") return "slider";
  if (element.closest("input, textarea, select, [contenteditable=true], [role=textbox]")) return "text";
  return byTab ? "control" : "none";
}

interface BoothKeyActions {
  /** Pressed (again, for volumes). */
  readonly act: (action: BoothAction) => void;
  /** The cough key goes down, or up, or its window is left. */
  readonly cough: (held: boolean) => void;
}

/**
 * Listens for the booth's keys, before any control does: a key of the booth works wherever the last click was. The
 * cough ends with its key, and whenever the window no longer has the keyboard.
 */
export function useBoothKeys(keys: BoothKeys, overlay: boolean, actions: BoothKeyActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    let byTab = false;
    let coughing = false;
    const release = () => {
      if (!coughing) return;
      coughing = false;
      latest.current.cough(false);
    };
    const onDown = (event: KeyboardEvent) => {
      if (event.key === "Tab") byTab = true;
      const open = overlay || document.querySelector("[role=menu], [role=listbox], [role=dialog]") !== null;
      const place = { focus: focusOf(document.activeElement, byTab), overlay: open };
      const action = boothActionOf(event, place, keys);
      if (!action) return;
      event.preventDefault();
      event.stopPropagation();
      if (event.repeat && !repeats(action)) return;
      if (action !== "cough") latest.current.act(action);
      else if (!coughing) {
        coughing = true;
        latest.current.cough(true);
      }
    };
    const onUp = (event: KeyboardEvent) => {
      if (!coughing || keyName(event) !== keys.cough) return;
      event.preventDefault();
      event.stopPropagation();
      release();
    };
    const onPointer = () => {
      byTab = false;
    };
    const onHide = () => {
      if (document.hidden) release();
    };
    document.addEventListener("keydown", onDown, true);
    document.addEventListener("keyup", onUp, true);
    document.addEventListener("pointerdown", onPointer, true);
    document.addEventListener("visibilitychange", onHide);
    window.addEventListener("blur", release);
    return () => {
      release();
      document.removeEventListener("keydown", onDown, true);
      document.removeEventListener("keyup", onUp, true);
      document.removeEventListener("pointerdown", onPointer, true);
      document.removeEventListener("visibilitychange", onHide);
      window.removeEventListener("blur", release);
    };
  }, [keys, overlay]);
}
