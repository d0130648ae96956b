// What is kept in this folder is made, not written. That openapi.json is what the Go structs say now is tested in
// cmd/cumbre, so that neither side needs the other one's tools.

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { typesOf } from "../../generate/generate.mjs";
import { MAX_CHAT_CODE_POINTS } from "../protocol.ts";

const kept = (name: string) => readFileSync(new URL(name, import.meta.url), "utf8");

test("schema.d.ts is made from openapi.json", async () => {
  const made = await typesOf(kept("openapi.json"));
  expect(kept("schema.d.ts") === made, "schema.d.ts is not of this openapi.json: run make generate").toBe(
    true,
  );
});

test("the longest chat text is the server's", () => {
  const { schemas } = JSON.parse(kept("openapi.json")).components;
  expect(MAX_CHAT_CODE_POINTS).toBe(schemas.SendChat.properties.text.maxLength);
});
