/** Ends something: a subscription, a timer. Calling it twice is harmless. */
export type Cancel = () => void;

/**
 * A lifetime. Every subscription and timer of the client belongs to one, so that ending the scope leaves nothing
 * behind. What is added to an ended scope ends at once.
 */
export class Scope {
  #cancels: Set<Cancel> | undefined = new Set();

  get ended(): boolean {
    return this.#cancels === undefined;
  }

  /** Adds an end to the scope and returns one that also removes it. */
  add(cancel: Cancel): Cancel {
    if (this.#cancels === undefined) {
      cancel();
      return () => {};
    }
    const once: Cancel = () => {
      if (this.#cancels?.delete(once)) cancel();
    };
    this.#cancels.add(once);
    return once;
  }

  /** A scope that ends with this one, or earlier by itself. */
  child(): Scope {
    const child = new Scope();
    const remove = this.add(() => child.end());
    child.add(remove);
    return child;
  }

  /** Ends all, latest first. */
  end(): void {
    const cancels = [...(this.#cancels ?? [])].reverse();
    for (const cancel of cancels) cancel();
    this.#cancels = undefined;
  }
}
