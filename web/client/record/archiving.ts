// The archives of a meeting: which were sealed, and how one is made and downloaded. The server says who may.

import { type Call, createCall } from "../api.ts";
import type { Archive } from "../generated/schema.d.ts";
import type { Store } from "../model.ts";
import { createStore } from "../store.ts";

export type { Archive, Seal } from "../generated/schema.d.ts";

export interface ArchivingView {
  /** Absent: not read yet. */
  readonly archive?: Archive;
  /** One is being made. */
  readonly sealing: boolean;
}

/** Promises reject with CommandProblem. */
export interface Archiving {
  readonly view: Store<ArchivingView>;
  read(): Promise<void>;
  /** Makes an archive of the meeting as it is now; minutes for a long one. */
  seal(): Promise<void>;
  /** A fresh address of the last archive's file, good for an hour: a download sends no token. */
  address(): Promise<string>;
}

export function createArchiving(meeting: string, token: string, call: Call = createCall(token)): Archiving {
  const base = `/meetings/${encodeURIComponent(meeting)}/archive`;
  const view = createStore<ArchivingView>({ sealing: false });
  const read = async () => {
    const archive = await call<Archive>("GET", `${base}/seals`);
    view.patch({ archive });
    return archive;
  };
  return {
    view,
    read: async () => void (await read()),
    seal: async () => {
      view.patch({ sealing: true });
      try {
        view.patch({ archive: await call<Archive>("POST", base) });
      } finally {
        view.patch({ sealing: false });
      }
    },
    address: async () => `/api/v1${base}?ticket=${encodeURIComponent((await read()).ticket ?? "")}`,
  };
}

/** How somebody else verifies the last archive. */
export function verification(meeting: string, { seals, key }: Archive): string {
  const last = seals.at(-1);
  return `cumbre verify --key ${last?.key ?? key} ${meeting}-${last?.number ?? 1}.cumbre`;
}
