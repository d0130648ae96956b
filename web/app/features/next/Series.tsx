import { Trans, useLingui } from "@lingui/react/macro";
import type { SeriesMeeting } from "../../../client/index.ts";
import { cx } from "../../design/cx";
import { formatDateTime } from "../../i18n/format";
import styles from "./Series.module.css";

interface SeriesProps {
  series: readonly SeriesMeeting[];
  linkTo: (meeting: string) => string | undefined;
}

/** The meetings of a series in their order; nothing of a meeting by itself. */
export function Series({ series, linkTo }: SeriesProps) {
  const { i18n } = useLingui();
  if (series.length < 2) return null;
  return (
    <section className={styles.series} aria-labelledby="series">
      <h2 id="series">
        <Trans>The series</Trans>
      </h2>
      <ol className={styles.line}>
        {series.map((one) => {
          const link = one.here ? undefined : linkTo(one.id);
          return (
            <li
              key={one.id}
              className={cx(styles.point, one.here && styles.here)}
              {...(one.here ? { "aria-current": true as const } : {})}
            >
              <span>{link ? <a href={link}>{one.title}</a> : <bdi>{one.title}</bdi>}</span>
              {one.start ? (
                <time className={styles.soft} dateTime={one.start}>
                  {formatDateTime(one.start, i18n.locale, one.timezone)}
                </time>
              ) : null}
              <span className={styles.soft}>
                {one.here ? <Trans>This meeting</Trans> : <State state={one.state} />}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function State({ state }: { state: SeriesMeeting["state"] }) {
  if (state === "ended") return <Trans>Ended</Trans>;
  if (state === "cancelled") return <Trans>Cancelled</Trans>;
  if (state === "in-session") return <Trans>In session</Trans>;
  return <Trans>To come</Trans>;
}
