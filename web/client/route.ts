/** What an address of the web client means. Tokens are in the fragment, so that they never reach a server's log. */
export type Route =
  | { readonly page: "home" }
  /** `/#demo`: as whom to join the demonstration. */
  | { readonly page: "demo" }
  /** `/#admin=TOKEN` */
  | { readonly page: "admin"; readonly token: string }
  /** `/m/ID/delegation#TOKEN`: the list of members that a focal point keeps. */
  | { readonly page: "delegation"; readonly meeting: string; readonly token: string }
  /** `/m/ID#TOKEN`; an empty token: the link is incomplete. */
  | { readonly page: "meeting"; readonly meeting: string; readonly token: string }
  /**
   * `/m/ID/record#TOKEN`: what was said, to be read; `#TOKEN/s12` at a segment. `#s12` can be given to others: whoever opens it
   * has an own token. `/m/ID/quotes#TOKEN` is the same page, at the check of quotations.
   */
  | {
      readonly page: "record";
      readonly meeting: string;
      readonly token: string;
      /** A segment, or "quotation"; "": the beginning. */
      readonly at: string;
    }
  /** `/m/ID/text#TOKEN`: the texts that the delegations negotiate. */
  | { readonly page: "text"; readonly meeting: string; readonly token: string }
  /** `/m/ID/next#TOKEN`: the next meeting. Without a token it can be given to others, as a place in the record. */
  | { readonly page: "next"; readonly meeting: string; readonly token: string }
  /** `/m/ID/publication#TOKEN`: what the public gets to read, and what became of what was promised. */
  | { readonly page: "publication"; readonly meeting: string; readonly token: string }
  | { readonly page: "unknown" };

/** Parses the address (location.pathname and location.hash). */
export function parseRoute(pathname: string, hash: string): Route {
  const fragment = decode(hash.replace(/^#/, ""));
  const delegation = /^\/m\/([^/]+)\/delegation\/?$/.exec(pathname)?.[1];
  if (delegation !== undefined) return { page: "delegation", meeting: decode(delegation), token: fragment };
  const record = /^\/m\/([^/]+)\/record\/?$/.exec(pathname)?.[1];
  if (record !== undefined) return { page: "record", meeting: decode(record), ...placeIn(fragment) };
  const quotes = /^\/m\/([^/]+)\/quotes\/?$/.exec(pathname)?.[1];
  if (quotes !== undefined)
    return { page: "record", meeting: decode(quotes), token: fragment, at: "quotation" };
  const text = /^\/m\/([^/]+)\/text\/?$/.exec(pathname)?.[1];
  if (text !== undefined) return { page: "text", meeting: decode(text), token: fragment };
  const next = /^\/m\/([^/]+)\/next\/?$/.exec(pathname)?.[1];
  if (next !== undefined) return { page: "next", meeting: decode(next), token: fragment };
  const publication = /^\/m\/([^/]+)\/publication\/?$/.exec(pathname)?.[1];
  if (publication !== undefined)
    return { page: "publication", meeting: decode(publication), token: fragment };
  const meeting = /^\/m\/([^/]+)\/?$/.exec(pathname)?.[1];
  if (meeting !== undefined) return { page: "meeting", meeting: decode(meeting), token: fragment };
  if (pathname === "/demo" || (pathname === "/" && fragment === "demo")) return { page: "demo" };
  if (pathname !== "/" && pathname !== "/index.html") return { page: "unknown" };
  if (fragment.startsWith("admin=")) return { page: "admin", token: fragment.slice("admin=".length) };
  return { page: "home" };
}

function placeIn(fragment: string): { token: string; at: string } {
  const [, token = "", at] = /^(?:(.*)\/)?(s[1-9]\d*)$/.exec(fragment) ?? [];
  return at === undefined ? { token: fragment, at: "" } : { token, at };
}

/** The address of a place in the record, for everybody who has an own invitation. */
export function placeAddress(meeting: string, segment: string): string {
  return `/m/${encodeURIComponent(meeting)}/record#${segment}`;
}

/** The address at which everybody reads what a meeting has published; the server makes that page. */
export function publicAddress(meeting: string): string {
  return `/public/${encodeURIComponent(meeting)}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
