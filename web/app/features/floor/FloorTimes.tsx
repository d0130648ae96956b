import { Trans, useLingui } from "@lingui/react/macro";
import { partySpent } from "../../../client/index.ts";
import { delegationStyle } from "../../design/delegation";
import { formatClock } from "../../i18n/format";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { useNow } from "../meeting/use-now";
import styles from "./FloorTimes.module.css";

/** How long each delegation has had the floor in this meeting, as bars with their figures; and each speaker. */
export function FloorTimes() {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { delegations, speakers, pointsMs, runs } = useStore(client.floor.view);
  const { meeting } = useStore(client.meeting);
  const now = useNow(runs ? 1000 : 60_000);
  if (delegations.length === 0 && pointsMs === 0) return null;
  const rows = delegations.map((party) => ({ ...party, spent: partySpent(party, "delegation", runs, now) }));
  const most = Math.max(1, ...rows.map(({ spent }) => spent));
  const points = formatClock(pointsMs, i18n.locale);
  return (
    <section className={styles.times} aria-labelledby="floor-times">
      <h3 id="floor-times">
        <Trans>Floor time</Trans>
      </h3>
      <ul className={styles.bars}>
        {rows.map(({ id, name, spent }) => (
          <li key={id} style={delegationStyle(meeting, id)}>
            <span className={styles.words}>
              <bdi>{name || t`Without a delegation`}</bdi>
              <span className={styles.figure}>{formatClock(spent, i18n.locale)}</span>
            </span>
            <span className={styles.bar} aria-hidden="true">
              <span className={styles.fill} style={{ inlineSize: `${(spent / most) * 100}%` }} />
            </span>
          </li>
        ))}
      </ul>
      {pointsMs > 0 ? (
        <p className={styles.soft}>
          <Trans>Points of order, which count for nobody: {points}</Trans>
        </p>
      ) : null}
      <details className={styles.details}>
        <summary>
          <Trans>By speaker</Trans>
        </summary>
        <ul>
          {speakers.map((speaker) => (
            <li key={speaker.id} className={styles.words}>
              <bdi>{speaker.name}</bdi>
              <span className={styles.figure}>
                {formatClock(partySpent(speaker, "speaker", runs, now), i18n.locale)}
              </span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}
