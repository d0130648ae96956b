import type { Store } from "./model.ts";
import type { Cancel } from "./scope.ts";

/** A store that its owner sets. */
export interface WritableStore<T> extends Store<T> {
  readonly set: (value: T) => void;
  /** Sets a copy with these members, unless all are the same already. */
  readonly patch: (members: Partial<T>) => void;
}

/** Makes a store. Listeners run synchronously after a change, in order of subscription. */
export function createStore<T>(initial: T): WritableStore<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  const set = (next: T) => {
    if (Object.is(next, value)) return;
    value = next;
    for (const listener of [...listeners]) listener();
  };
  return {
    get: () => value,
    set,
    patch: (members) => {
      const changed = (Object.keys(members) as (keyof T)[]).some(
        (key) => !Object.is(members[key], value[key]),
      );
      if (changed) set({ ...value, ...members });
    },
    subscribe: (listener) => {
      // Wrapped, so that the same function subscribed twice is two subscriptions.
      const entry = () => listener();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
  };
}

/** Something that happens; listeners do not see what happened before they came. */
export class Signal<T> {
  readonly #listeners = new Set<(value: T) => void>();

  on(listener: (value: T) => void): Cancel {
    const entry = (value: T) => listener(value);
    this.#listeners.add(entry);
    return () => void this.#listeners.delete(entry);
  }

  emit(value: T): void {
    for (const listener of [...this.#listeners]) listener(value);
  }
}

/** Whether two objects have the same members, compared by identity. */
export function shallowEqual<T extends object>(a: T, b: T): boolean {
  const keys = Object.keys(a) as (keyof T)[];
  return keys.length === Object.keys(b).length && keys.every((key) => Object.is(a[key], b[key]));
}
