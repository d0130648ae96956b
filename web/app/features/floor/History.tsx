import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import type { InterventionView } from "../../../client/index.ts";
import { Facts } from "../../design/Facts";
import { formatClock, formatTime } from "../../i18n/format";
import { useStore } from "../../use-store";
import { channelName } from "../interpretation/channel-name";
import { problemText } from "../meeting/problems";
import { useRoom } from "../meeting/room";
import { kindName } from "./floor-words";
import styles from "./History.module.css";

/** The interventions on the present point, as they began; fetched while it is open to be read. */
export function History() {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.history} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Trans>Interventions on this point</Trans>
      </summary>
      {open ? <Interventions /> : null}
    </details>
  );
}

function Interventions() {
  const { i18n } = useLingui();
  const { client } = useRoom();
  const { turn, list } = useStore(client.floor.view);
  const [known, setKnown] = useState<readonly InterventionView[]>();
  const [problem, setProblem] = useState<unknown>();
  // Anew with each turn, and at another point of the agenda.
  const key = `${list.item} ${turn?.holder.id} ${turn?.kind} ${turn?.spentMs}`;
  useEffect(() => {
    let wanted = key !== "";
    client.floor.history().then(
      (found) => wanted && setKnown(found),
      (error: unknown) => wanted && setProblem(error),
    );
    return () => {
      wanted = false;
    };
  }, [client, key]);
  if (problem !== undefined) return <p role="alert">{problemText(problem, i18n)}</p>;
  if (known === undefined) return null;
  if (known.length === 0) {
    return (
      <p className={styles.soft}>
        <Trans>Nobody has had the floor yet.</Trans>
      </p>
    );
  }
  return (
    <ol className={styles.list}>
      {known.map(({ id, name, delegation, kind, language, onBehalfOf, ms, start, over }) => (
        <li key={id} className={styles.one}>
          <span className={styles.when}>{formatTime(start, i18n.locale)}</span>
          <span className={styles.words}>
            <bdi>{name}</bdi>
            <small className={styles.soft}>
              <Facts
                facts={[
                  delegation?.name,
                  kindName(kind, i18n),
                  language ? channelName(language, i18n) : undefined,
                  onBehalfOf || undefined,
                ]}
              />
            </small>
          </span>
          <span className={styles.figure}>{over ? formatClock(ms, i18n.locale) : <Trans>now</Trans>}</span>
        </li>
      ))}
    </ol>
  );
}
