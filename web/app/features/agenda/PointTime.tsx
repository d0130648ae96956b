import { useLingui } from "@lingui/react/macro";
import { type PointView, spentAt } from "../../../client/index.ts";
import { cx } from "../../design/cx";
import { formatClock } from "../../i18n/format";
import { useNow } from "../meeting/use-now";
import styles from "./PointTime.module.css";

/** The time that the meeting has spent at a point, of what was planned, in words and as a bar. */
export function PointTime({ point, bar = true }: { point: PointView; bar?: boolean }) {
  const { t, i18n } = useLingui();
  // Once a second where it runs; a point that is over does not change.
  const now = useNow(point.current ? 1000 : 60_000);
  const ms = spentAt(point, now);
  const spent = formatClock(ms, i18n.locale);
  const { minutes } = point;
  if (minutes === undefined) return <span className={styles.words}>{spent}</span>;
  const planned = formatClock(minutes * 60_000, i18n.locale);
  const over = ms > minutes * 60_000;
  const share = Math.min(1, ms / (minutes * 60_000));
  return (
    <span className={cx(styles.time, over && styles.over)}>
      <span className={styles.words}>
        {over ? t`${spent} of ${planned}, over time` : t`${spent} of ${planned}`}
      </span>
      {bar ? (
        <span className={styles.bar} aria-hidden="true">
          <span className={styles.fill} style={{ inlineSize: `${share * 100}%` }} />
        </span>
      ) : null}
    </span>
  );
}
