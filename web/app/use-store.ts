import { useSyncExternalStore } from "react";
import type { Store } from "../client/index.ts";

/** The store's present value; the view renders again when it changes. */
export function useStore<T>(store: Store<T>): T {
  return useSyncExternalStore(store.subscribe, store.get, store.get);
}
