import type { Client } from "../../../client/index.ts";
import { boothNoticeWords, roomNoticeWords } from "../booth/booth-words";
import { useNoticesOf } from "../booth/use-booth-notices";
import type { Announcement } from "../meeting/announcements";

/** The notices of interpretation in the meeting: a technician's are the booths', everybody else's the room's. */
export function useInterpretationNotices(client: Client, add: (announcement: Announcement) => void): void {
  useNoticesOf(
    client,
    (notice, i18n) => {
      const { me } = client.meeting.get();
      return me?.role === "technician"
        ? boothNoticeWords(notice, i18n)
        : roomNoticeWords(notice, me?.id, i18n);
    },
    add,
  );
}
