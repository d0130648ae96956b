import { describe, expect, test } from "vitest";
import { messages as ar } from "../locales/ar/messages.po";
import { messages as en } from "../locales/en/messages.po";
import { messages as es } from "../locales/es/messages.po";
import { messages as fr } from "../locales/fr/messages.po";

/** Names of the values and tags that a compiled message uses. */
function parts(message: unknown): string[] {
  if (typeof message === "string") return (message.match(/<\/?\d+\/?>/g) ?? []).map(String);
  if (!Array.isArray(message)) return [];
  return message.flatMap((part) => (Array.isArray(part) ? [String(part[0])] : parts(part)));
}

describe.each(Object.entries({ es, fr, ar }))("the catalogue %s", (_, catalogue) => {
  test("has every message, with the same values and tags as the English one", () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort());
    for (const [id, message] of Object.entries(en)) {
      expect([id, parts(catalogue[id]).sort()]).toEqual([id, parts(message).sort()]);
    }
  });

  test("leaves nothing in English", () => {
    const same = Object.keys(en).filter((id) => {
      const text = JSON.stringify(en[id]);
      return text === JSON.stringify(catalogue[id]) && text.length > 32;
    });
    expect(same).toEqual([]);
  });
});
