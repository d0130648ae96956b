import type { CSSProperties } from "react";
import type { Meeting } from "../../client/index.ts";

// How many colours tokens.css has; further delegations take them again, and are told apart by name.
const colours = 8;

/** Sets the custom property `--delegation` to the delegation's colour, by its place in the meeting's list. */
export function delegationStyle(meeting: Meeting | undefined, id: string | undefined): CSSProperties {
  const index = meeting?.delegations.findIndex((delegation) => delegation.id === id) ?? -1;
  const name = index < 0 ? "none" : String(index % colours);
  return { "--delegation": `var(--delegation-${name})` } as CSSProperties;
}
