import { type Api, CommandProblem, createApi, type Store } from "../../../client/index.ts";
import { forgetLink, type LinkStorage, linkOf, readLinks, rememberLink, type SavedLink } from "./links";
import { inOrder } from "./order";

export interface HomeItem extends SavedLink {
  /** The link does not open the meeting any more: the problem's code. */
  readonly void?: string;
}

/** The meetings that this browser has links for: what is under way and what comes first, past ones last. */
export interface HomeModel extends Store<readonly HomeItem[]> {
  /** Forgets a link; the meeting does not feel it. */
  forget(link: SavedLink): void;
}

/** Problems after which a link will not work again. */
const VOID = new Set([
  "token-unknown",
  "token-revoked",
  "token-expired",
  "token-replaced",
  "participant-removed",
  "meeting-unknown",
]);

/** Shows what is kept at once, and what the server says of each link as it comes. */
export function createHome(
  storage: LinkStorage,
  apiOf: (token: string) => Pick<Api, "invitation"> = createApi,
): HomeModel {
  const listeners = new Set<() => void>();
  let items: readonly HomeItem[] = inOrder(readLinks(storage), Date.now());
  const become = (next: readonly HomeItem[]) => {
    items = inOrder(next, Date.now());
    for (const listener of listeners) listener();
  };
  const replace = (token: string, change: Partial<HomeItem>) =>
    become(items.map((item) => (item.token === token ? { ...item, ...change } : item)));
  for (const { token } of items) {
    apiOf(token)
      .invitation()
      .then(
        (info) => {
          const link = linkOf(info, token);
          rememberLink(storage, link, true);
          replace(token, link);
        },
        (error: unknown) => {
          if (error instanceof CommandProblem && VOID.has(error.code)) replace(token, { void: error.code });
        },
      );
  }
  return {
    get: () => items,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    forget: (link) => {
      forgetLink(storage, link);
      become(items.filter(({ meeting, token }) => meeting !== link.meeting || token !== link.token));
    },
  };
}
