import { useLingui } from "@lingui/react/macro";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import styles from "./AgendaLine.module.css";
import { PointTime } from "./PointTime";

/** The point that the meeting is at, in one line over the stage. */
export function AgendaLine() {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { current } = useStore(client.agenda.view);
  if (!current) return null;
  return (
    <div role="note" className={styles.line} aria-label={t`Point of the agenda`}>
      <span className={styles.number}>{i18n.number(current.number)}</span>
      <bdi className={styles.title}>{titleIn(current, i18n.locale)}</bdi>
      <PointTime point={current} bar={false} />
    </div>
  );
}
