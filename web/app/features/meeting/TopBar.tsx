import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Icon } from "../../design/icons";
import { formatTime } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { RecordingMark } from "../recording/RecordingMark";
import { RegimeMark } from "../regime/RegimeMark";
import { FloorClock } from "./FloorClock";
import { QualityMark } from "./Marks";
import { useRoom } from "./room";
import styles from "./TopBar.module.css";
import { useNow } from "./use-now";

/** The meeting's name, who has the floor, whether the door is locked, the own connection and the hour. */
export function TopBar({ children, recording }: { children: ReactNode; recording?: boolean }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { meeting } = useStore(client.meeting);
  const { own } = useStore(client.quality);
  const now = useNow(10_000);
  const title = meeting ? titleIn(meeting, i18n.locale) : undefined;
  return (
    <header className={styles.bar}>
      {children}
      <h1 className={styles.title} title={title} dir="auto">
        {title}
      </h1>
      <FloorClock />
      <div className={styles.state}>
        <RecordingMark initiallyOpen={recording ?? false} />
        <RegimeMark />
        {meeting?.locked ? (
          <span title={t`The meeting is locked`}>
            <Icon name="lock" />
            <span className="visually-hidden">{t`The meeting is locked`}</span>
          </span>
        ) : null}
        <QualityMark quality={own} />
        <time className={styles.time}>{formatTime(now, i18n.locale)}</time>
      </div>
    </header>
  );
}
