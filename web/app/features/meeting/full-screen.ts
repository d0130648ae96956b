import type { Store } from "../../../client/index.ts";

/** The part of a document that full screen needs. */
export type FullScreenPage = Pick<
  Document,
  "fullscreenEnabled" | "fullscreenElement" | "exitFullscreen" | "addEventListener" | "removeEventListener"
> & { readonly documentElement: Pick<HTMLElement, "requestFullscreen"> };

/**
 * Full screen as the browser has it: it is also left by Escape or by the browser's own controls. The whole page goes
 * there, not one picture alone, so that dialogues, notices and the controls are seen over it.
 */
export interface FullScreen {
  /** False where the browser has no such function (a telephone of Apple's) or forbids it. */
  readonly available: boolean;
  readonly on: Store<boolean>;
  /** Call it from a click or a key: browsers refuse it otherwise, and nothing changes. */
  toggle(): void;
  leave(): void;
}

/** Full screen of a page. */
export function createFullScreen(page: FullScreenPage): FullScreen {
  const available = page.fullscreenEnabled === true;
  const get = () => Boolean(page.fullscreenElement);
  const leave = () => {
    if (get()) page.exitFullscreen().catch(() => undefined);
  };
  return {
    available,
    on: {
      get,
      subscribe: (listener) => {
        page.addEventListener("fullscreenchange", listener);
        return () => page.removeEventListener("fullscreenchange", listener);
      },
    },
    toggle: () => {
      if (get()) leave();
      else if (available) page.documentElement.requestFullscreen().catch(() => undefined);
    },
    leave,
  };
}
