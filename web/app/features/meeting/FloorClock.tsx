import { Trans, useLingui } from "@lingui/react/macro";
import { delegationStyle } from "../../design/delegation";
import { Icon } from "../../design/icons";
import { formatClock } from "../../i18n/format";
import { useStore } from "../../use-store";
import styles from "./FloorClock.module.css";
import { useRoom } from "./room";
import { useNow } from "./use-now";

/** Who has the floor, and for how long. */
export function FloorClock() {
  const { client } = useRoom();
  const { floor, meeting } = useStore(client.meeting);
  const { holder, since } = floor;
  if (!holder) {
    return (
      <p className={styles.floor}>
        <Icon name="floor" />
        <Trans>The floor is open</Trans>
      </p>
    );
  }
  return (
    <p className={styles.floor} data-held style={delegationStyle(meeting, holder.delegation?.id)}>
      <Icon name="floor" />
      <span className={styles.label}>
        <Trans>Has the floor</Trans>
      </span>
      <bdi className={styles.name}>{holder.name}</bdi>
      {since === undefined ? null : <Elapsed since={since} />}
    </p>
  );
}

function Elapsed({ since }: { since: number }) {
  const { i18n } = useLingui();
  const now = useNow(1000);
  return (
    <span className={styles.clock} role="timer">
      {formatClock(now - since, i18n.locale)}
    </span>
  );
}
