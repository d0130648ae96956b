import { Trans, useLingui } from "@lingui/react/macro";
import type { Meeting } from "../../../client/index.ts";
import { formatDateTime, formatHere } from "../../i18n/format";
import styles from "./When.module.css";

/** When the meeting begins: in its own time zone, and in the reader's where that differs. */
export function When({ meeting }: { meeting: Meeting }) {
  const { i18n } = useLingui();
  if (!meeting.start) return null;
  const there = formatDateTime(meeting.start, i18n.locale, meeting.timezone);
  const here = formatHere(meeting.start, i18n.locale, meeting.timezone);
  if (!there) return null;
  return (
    <p className={styles.when}>
      <time dateTime={meeting.start}>{there}</time>
      {formatDateTime(meeting.start, i18n.locale) !== there ? (
        <span>
          <Trans>Your local time: {here}</Trans>
        </span>
      ) : null}
    </p>
  );
}
