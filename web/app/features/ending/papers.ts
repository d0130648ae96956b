import type { Role } from "../../../client/index.ts";
import { endingName } from "./endings";

/** Addresses that an ending's page leads to. */
export interface Papers {
  readonly record?: string;
  readonly text?: string;
  readonly next?: string;
}

/** The ways to the record, the texts and the next meeting, for who has been in this one or may have been. The token is in the hash. */
export function papersOf(
  code: string,
  role: Role | undefined,
  at: { pathname: string; hash: string },
): Papers {
  if (!["ended", "left", "cancelled"].includes(endingName(code))) return {};
  const path = at.pathname.replace(/\/$/, "");
  // Observers and press are told no text that is negotiated.
  const outside = role === undefined || role === "observer" || role === "press";
  return {
    record: `${path}/record${at.hash}`,
    next: `${path}/next${at.hash}`,
    ...(outside ? {} : { text: `${path}/text${at.hash}` }),
  };
}
