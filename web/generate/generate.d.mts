/** The text of client/generated/schema.d.ts for an OpenAPI 3.1 document (JSON). */
export function typesOf(document: string): Promise<string>;
