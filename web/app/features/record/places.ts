import { useEffect, useState } from "react";
import { type Choice, choiceShowing, placeAddress, type Segment } from "../../../client/index.ts";

/** Where a segment's place is, which one is marked, and how one goes there on this page. */
export interface Places {
  readonly marked: string;
  address(segment: string): string;
  onGo(segment: string): void;
}

/** Brings a part of the page into sight, and the keyboard there. */
export function focusOn(id: string, block: ScrollLogicalPosition): void {
  const element = document.getElementById(id);
  if (!element) return;
  element.scrollIntoView({ block });
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/** The places in the record: one goes there, and it is marked. */
export function usePlaces(
  segments: readonly Segment[],
  meeting: string,
  at: string,
  choice: Choice,
  onChoice: (choice: Choice) => void,
): { places: Places; lost: boolean } {
  // Another object each time: whoever goes to the same place again is brought there again.
  const [marked, setMarked] = useState<{ id: string }>();
  const [lost, setLost] = useState(false);
  const onGo = (id: string) => {
    const shows = choiceShowing(segments, id, choice);
    setLost(shows === undefined);
    if (!shows) return;
    onChoice(shows);
    setMarked({ id });
  };
  useEffect(() => {
    if (marked) focusOn(marked.id, "center");
  }, [marked]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, where the page begins
  useEffect(() => {
    if (at === "quotation") focusOn(at, "start");
    else if (at !== "") onGo(at);
  }, []);
  return {
    places: { marked: marked?.id ?? "", address: (id) => placeAddress(meeting, id), onGo },
    lost,
  };
}
