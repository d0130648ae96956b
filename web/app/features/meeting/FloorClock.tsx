import { Trans } from "@lingui/react/macro";
import { delegationStyle } from "../../design/delegation";
import { Icon } from "../../design/icons";
import { useStore } from "../../use-store";
import { TurnTime } from "../floor/TurnCard";
import styles from "./FloorClock.module.css";
import { useRoom } from "./room";

/** Who has the floor, and for how long. */
export function FloorClock() {
  const { client } = useRoom();
  const { meeting } = useStore(client.meeting);
  const { turn } = useStore(client.floor.view);
  if (!turn) {
    return (
      <p className={styles.floor}>
        <Icon name="floor" />
        <Trans>The floor is open</Trans>
      </p>
    );
  }
  const { holder, kind } = turn;
  return (
    <p className={styles.floor} data-held style={delegationStyle(meeting, holder.delegation?.id)}>
      <Icon name="floor" />
      <span className={styles.label}>
        {kind === "point-of-order" ? <Trans>Point of order</Trans> : <Trans>Has the floor</Trans>}
      </span>
      <bdi className={styles.name}>{holder.name}</bdi>
      <span className={styles.clock}>
        <TurnTime turn={turn} bar={false} />
      </span>
    </p>
  );
}
