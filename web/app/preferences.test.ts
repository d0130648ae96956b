import { expect, test } from "vitest";
import { defaultKeys } from "./features/booth/booth-keys";
import { createPreferences } from "./preferences";

/** A storage that holds one text, or refuses. */
function storage(text: string | null, refuses = false): Storage {
  let kept = text;
  const touch = () => {
    if (refuses) throw new DOMException("no", "SecurityError");
  };
  return {
    length: 0,
    clear: touch,
    key: () => null,
    removeItem: touch,
    getItem: () => {
      touch();
      return kept;
    },
    setItem: (_, value) => {
      touch();
      kept = value;
    },
  };
}

test("the browser's languages choose the interface's, and a choice is kept", () => {
  const kept = storage(null);
  const preferences = createPreferences(kept, ["de", "fr-CA", "es"]);
  expect(preferences.get().locale).toBe("fr");
  preferences.set({ locale: "ar", theme: "dark" });
  expect(createPreferences(kept, ["en"]).get()).toMatchObject({ locale: "ar", theme: "dark" });
});

test.each(["{", "null", "[]", '{"locale":"tlh","theme":7,"shortcuts":"yes","readingSize":40}'])(
  "stored nonsense (%s) is dropped",
  (text) => {
    expect(createPreferences(storage(text), ["es-MX"]).get()).toEqual({
      locale: "es",
      theme: "system",
      shortcuts: true,
      ownPicture: true,
      boothKeys: defaultKeys,
      readingSize: 1.125,
      captionSize: 1.25,
      captionsAloud: false,
    });
  },
);

test("keys of the booth are kept", () => {
  const kept = storage(null);
  createPreferences(kept, []).set({ boothKeys: { ...defaultKeys, microphone: "K" } });
  expect(createPreferences(kept, []).get().boothKeys.microphone).toBe("K");
});

test("a storage that refuses costs only the memory", () => {
  const preferences = createPreferences(storage(null, true), []);
  preferences.set({ theme: "light" });
  expect(preferences.get().theme).toBe("light");
});
