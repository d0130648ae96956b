import { CommandProblem, type Store } from "../client/index.ts";

/** Something that is fetched: under way, there, or refused with a problem. */
export type Load<T> =
  | { readonly state: "loading" }
  | { readonly state: "loaded"; readonly value: T }
  | { readonly state: "failed"; readonly problem: CommandProblem };

export interface Loader<T> extends Store<Load<T>> {
  /** Fetches again. What is there stays shown until the answer comes. */
  reload(): void;
}

/** Fetches at once, and again on demand; a late answer to an earlier call is dropped. */
export function createLoader<T>(fetch: () => Promise<T>): Loader<T> {
  let value: Load<T> = { state: "loading" };
  let call = 0;
  const listeners = new Set<() => void>();
  const become = (next: Load<T>) => {
    value = next;
    for (const listener of listeners) listener();
  };
  const reload = () => {
    const mine = ++call;
    if (value.state === "failed") become({ state: "loading" });
    fetch().then(
      (loaded) => {
        if (mine === call) become({ state: "loaded", value: loaded });
      },
      (error: unknown) => {
        if (mine === call) become({ state: "failed", problem: problemOf(error) });
      },
    );
  };
  reload();
  return {
    get: () => value,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    reload,
  };
}

/** Any thrown thing as a problem that can be shown. */
function problemOf(error: unknown): CommandProblem {
  if (error instanceof CommandProblem) return error;
  return new CommandProblem("unexpected", error instanceof Error ? error.message : String(error));
}
