import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const text = (path: string) => readFileSync(new URL(path, import.meta.url), "utf8");

// React Aria adds this style element on iOS while something is open above the page.
test("the server's policy allows the one style element that React Aria adds, and no other", () => {
  const source = text("../node_modules/react-aria/dist/private/overlays/usePreventScroll.mjs");
  const style = /style\.textContent = `([^`$]*)`\.trim\(\)/.exec(source)?.[1]?.trim();
  expect(style).toContain("overscroll-behavior");
  const hash = createHash("sha256")
    .update(style ?? "")
    .digest("base64");
  const policy = text("../../internal/httpapi/headers.go");
  expect(policy).toContain(`style-src 'self' 'sha256-${hash}'; `);
});
