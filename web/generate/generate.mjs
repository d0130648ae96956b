// Makes client/generated/schema.d.ts from client/generated/openapi.json, which `cumbre openapi` printed (make generate).

import { readFile, writeFile } from "node:fs/promises";
import { argv } from "node:process";
import { fileURLToPath } from "node:url";
import openapiTS, { astToString } from "openapi-typescript";

const HEADER = "// Made from the Go structs by `make generate`. Change those.\n\n";

export async function typesOf(document) {
  // rootTypes: each schema under its own name too, for protocol.ts and api.ts to take.
  const nodes = await openapiTS(document, { rootTypes: true, rootTypesNoSchemaPrefix: true });
  return HEADER + astToString(nodes);
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL("../client/generated/", import.meta.url);
  const document = await readFile(new URL("openapi.json", folder), "utf8");
  await writeFile(new URL("schema.d.ts", folder), await typesOf(document));
}
