// Reading a negotiated text beside other work, as in a booth: which languages, and which paragraph.

import type { Store } from "../model.ts";
import type { Cancel } from "../scope.ts";
import { createStore } from "../store.ts";
import type { TextsView } from "./texts.ts";

/** The two of a text's languages that are read: those that are wanted, as far as the text has them, then others. */
export function pairOf(languages: readonly string[], wanted: readonly string[]): readonly string[] {
  const base = (tag: string) => tag.split("-")[0];
  const first = wanted.flatMap((tag) => languages.find((one) => base(one) === base(tag)) ?? []);
  return [...new Set([...first, ...languages])].slice(0, 2);
}

/**
 * The paragraph that is worked on after a change: where who has the floor is, else where somebody has gone to, else what was changed;
 * else the one before.
 */
export function workedOn(
  before: string,
  then: Pick<TextsView, "people" | "paragraphs">,
  now: Pick<TextsView, "people" | "paragraphs">,
  holder: string,
): string {
  const speaker = now.people.find(({ participant, paragraph }) => participant === holder && paragraph);
  if (speaker?.paragraph) return speaker.paragraph;
  const moved = now.people.find(
    ({ participant, paragraph }) =>
      paragraph && paragraph !== then.people.find((one) => one.participant === participant)?.paragraph,
  );
  if (moved?.paragraph) return moved.paragraph;
  if (then.paragraphs.size === 0) return before;
  const changed = [...now.paragraphs.values()].find(
    (one) => one.status !== "withdrawn" && one.at !== then.paragraphs.get(one.id)?.at,
  );
  return changed?.id ?? before;
}

/** Follows the work on the open text, until it is closed. `holder`: who has the floor. */
export function followWork(
  view: Store<TextsView>,
  holder: () => string,
): { readonly at: Store<string>; readonly close: Cancel } {
  let then = view.get();
  const at = createStore(workedOn("", { ...then, people: [] }, then, holder()));
  const close = view.subscribe(() => {
    const now = view.get();
    const same = then.head?.id === now.head?.id;
    at.set(same ? workedOn(at.get(), then, now, holder()) : "");
    then = now;
  });
  return { at, close };
}
