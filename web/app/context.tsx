import { createContext, use } from "react";
import type { Preferences, PreferencesStore } from "./preferences";
import { useStore } from "./use-store";

const PreferencesContext = createContext<PreferencesStore | undefined>(undefined);

export const PreferencesProvider = PreferencesContext.Provider;

/** The person's preferences and how to change them. */
export function usePreferences(): [Preferences, PreferencesStore["set"]] {
  const store = use(PreferencesContext);
  if (!store) throw new Error("usePreferences outside PreferencesProvider");
  return [useStore(store), store.set];
}
