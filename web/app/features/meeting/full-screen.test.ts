import { expect, test } from "vitest";
import { createFullScreen, type FullScreenPage } from "./full-screen";

/** A document whose browser grants or refuses full screen; `escape` is what the person does. */
class Page extends EventTarget {
  fullscreenElement: Element | null = null;
  readonly documentElement = {
    requestFullscreen: () => (this.grants ? this.#become({} as Element) : Promise.reject(new TypeError())),
  };
  readonly fullscreenEnabled: boolean;
  readonly grants: boolean;

  constructor({ enabled = true, grants = true } = {}) {
    super();
    this.fullscreenEnabled = enabled;
    this.grants = grants;
  }

  exitFullscreen() {
    return this.fullscreenElement ? this.#become(null) : Promise.reject(new TypeError());
  }

  #become(element: Element | null) {
    this.fullscreenElement = element;
    this.dispatchEvent(new Event("fullscreenchange"));
    return Promise.resolve();
  }
}

function watched(page: Page) {
  const full = createFullScreen(page as unknown as FullScreenPage);
  const seen: boolean[] = [];
  const end = full.on.subscribe(() => seen.push(full.on.get()));
  return { full, seen, end };
}

test("full screen goes on and off, and knows when the person leaves it by Escape", async () => {
  const page = new Page();
  const { full, seen, end } = watched(page);
  full.toggle();
  full.toggle();
  full.toggle();
  await page.exitFullscreen(); // Escape
  full.leave();
  expect(seen).toEqual([true, false, true, false]);
  end();
  full.toggle();
  expect(seen).toHaveLength(4);
});

test("a browser that refuses it leaves everything as it was", async () => {
  const { full, seen } = watched(new Page({ grants: false }));
  full.toggle();
  await Promise.resolve();
  expect([full.available, full.on.get(), seen]).toEqual([true, false, []]);
});

test.each([false, undefined])("a browser without it (%s) is not asked", (enabled) => {
  const page = new Page();
  Object.defineProperty(page, "fullscreenEnabled", { value: enabled });
  const { full, seen } = watched(page);
  full.toggle();
  expect([full.available, seen]).toEqual([false, []]);
});
