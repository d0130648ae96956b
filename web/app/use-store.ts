import { useCallback, useSyncExternalStore } from "react";
import type { Store } from "../client/index.ts";

const whole = <T>(value: T): T => value;

/** The store's present value; the view renders again when it changes. */
export function useStore<T>(store: Store<T>): T {
  return usePartOf(store, whole);
}

/**
 * A part of the store's value; the view renders again only when that is another one. `part` is a constant function that
 * makes no new object.
 */
export function usePartOf<T, P>(store: Store<T>, part: (value: T) => P): P {
  const get = useCallback(() => part(store.get()), [store, part]);
  return useSyncExternalStore(store.subscribe, get, get);
}
