import { useLingui } from "@lingui/react/macro";
import { useCallback, useEffect, useRef, useState } from "react";
import type { Client } from "../../../client/index.ts";
import { type Announcement, announce } from "./announcements";

/** A line shown for some seconds. */
export interface Notice {
  readonly key: number;
  readonly tone: NonNullable<Announcement["notice"]>;
  readonly text: string;
  /** Who waits in the lobby, where it is about somebody who does. */
  readonly waits?: string | undefined;
  /** The text that it is about. */
  readonly opens?: string | undefined;
}

/** What the live regions say; the key changes with each, so that the same words twice are said twice. */
export interface Spoken {
  readonly key: number;
  readonly text: string;
}

export interface Notices {
  readonly notices: readonly Notice[];
  readonly polite: Spoken;
  readonly urgent: Spoken;
  readonly add: (announcement: Announcement) => void;
  readonly dismiss: (key: number) => void;
}

// How long a notice stays, ms: time to read two lines. It can be dismissed, and the live region has said it.
const stay = 8000;
// The most notices at once; the oldest goes first.
const most = 3;

const silence: Spoken = { key: 0, text: "" };

/** Turns the client's events into notices and announcements. */
export function useNotices(client: Client): Notices {
  const { i18n } = useLingui();
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const [polite, setPolite] = useState(silence);
  const [urgent, setUrgent] = useState(silence);
  const next = useRef(1);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());

  const dismiss = useCallback((key: number) => {
    setNotices((old) => old.filter((notice) => notice.key !== key));
  }, []);
  const add = useCallback(
    (announcement: Announcement) => {
      const key = next.current++;
      const say = announcement.urgent ? setUrgent : setPolite;
      say({ key, text: announcement.text });
      const tone = announcement.notice;
      if (!tone) return;
      const { text, waits, opens } = announcement;
      setNotices((old) => {
        const others = opens === undefined ? old : old.filter((notice) => notice.opens === undefined);
        return [...others, { key, tone, text, waits, opens }].slice(-most);
      });
      const timer = setTimeout(() => {
        timers.current.delete(timer);
        dismiss(key);
      }, stay);
      timers.current.add(timer);
    },
    [dismiss],
  );

  useEffect(
    () =>
      client.onEvent((event) => {
        const announcement = announce(event, i18n);
        if (announcement) add(announcement);
      }),
    [client, i18n, add],
  );
  useEffect(() => {
    const pending = timers.current;
    return () => {
      for (const timer of pending) clearTimeout(timer);
    };
  }, []);
  return { notices, polite, urgent, add, dismiss };
}
