import type { I18n } from "@lingui/core";
import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import type { BoothNotice, Client } from "../../../client/index.ts";
import type { Announcement } from "../meeting/announcements";
import { boothNoticeWords, type NoticeWords } from "./booth-words";

type Words = (notice: BoothNotice, i18n: I18n) => NoticeWords | undefined;

/** Says what happens in interpretation, each thing once; what was there before the page is not news. */
export function useNoticesOf(client: Client, words: Words, add: (announcement: Announcement) => void): void {
  const { i18n } = useLingui();
  const latest = useRef({ words, add, i18n });
  useEffect(() => {
    latest.current = { words, add, i18n };
  });
  useEffect(() => {
    const { notices } = client.console;
    let said = Math.max(0, ...notices.get().map(({ key }) => key));
    return notices.subscribe(() => {
      const fresh = notices.get().filter(({ key }) => key > said);
      for (const notice of [...fresh].reverse()) {
        said = Math.max(said, notice.key);
        const { words: wordsOf, add: say, i18n: language } = latest.current;
        const found = wordsOf(notice, language);
        if (!found) continue;
        const { text, urgent, said: onlySaid } = found;
        say({ text, urgent, ...(onlySaid ? {} : { notice: urgent ? "warn" : "info" }) });
      }
    });
  }, [client]);
}

/** The notices of the console. */
export function useBoothNotices(client: Client, add: (announcement: Announcement) => void): void {
  useNoticesOf(client, boothNoticeWords, add);
}
