import { Trans, useLingui } from "@lingui/react/macro";
import { Button } from "../../design/Button";
import { formatList } from "../../i18n/format";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { SidePanel } from "../meeting/SidePanel";
import { useNow } from "../meeting/use-now";
import { Asking } from "./Asking";
import { FloorTimes } from "./FloorTimes";
import { listState, orderName } from "./floor-words";
import { History } from "./History";
import { ListSettings } from "./ListSettings";
import { PointsOfOrder } from "./PointsOfOrder";
import { SpeakersList } from "./SpeakersList";
import styles from "./SpeakersPanel.module.css";
import { TurnCard } from "./TurnCard";

/** The floor and the list of speakers of the present point: who speaks, who is next, the own place, the times. */
export function SpeakersPanel({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { list, may } = useStore(client.floor.view);
  const { current } = useStore(client.agenda.view);
  const now = useNow(10_000);
  return (
    <SidePanel title={t`Speakers`} onClose={onClose} {...(may.preside ? { footer: <Next /> } : {})}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling panel is reached by the keyboard */}
      <div className={styles.panel} tabIndex={0} role="group" aria-label={t`Floor and list of speakers`}>
        <TurnCard />
        {may.preside ? (
          <div className={styles.points}>
            <PointsOfOrder />
          </div>
        ) : null}
        <section className={styles.section} aria-labelledby="speakers-list">
          <h3 id="speakers-list">
            <Trans>List of speakers</Trans>
          </h3>
          {current ? (
            <p className={styles.soft}>
              {i18n.number(current.number)}. <bdi>{current.title}</bdi>
            </p>
          ) : null}
          <p className={styles.soft}>
            {listState(list, now, i18n)} {list.entries.length > 1 ? `(${orderName(list.order, i18n)})` : null}
          </p>
          <SpeakersList />
          <Asking />
        </section>
        {may.preside ? <ListSettings /> : null}
        <FloorTimes />
        <History />
      </div>
    </SidePanel>
  );
}

/** The chair's step: the floor to the next, whom it names. */
function Next() {
  const { i18n } = useLingui();
  const { client, run } = useRoom();
  const { next } = useStore(client.floor.view);
  const name = next?.name ?? "";
  const skipped = formatList(next?.skipped ?? [], i18n.locale);
  return (
    <>
      {skipped ? (
        <p className={styles.soft}>
          <Trans>
            Not in the meeting, and skipped: <bdi>{skipped}</bdi>
          </Trans>
        </p>
      ) : null}
      <Button variant="primary" icon="floor" wide isDisabled={!next} onPress={() => run(client.floor.next())}>
        {next === undefined ? (
          <Trans>Nobody is next</Trans>
        ) : next.point ? (
          <Trans>
            Point of order: <bdi>{name}</bdi>
          </Trans>
        ) : (
          <Trans>
            Give the floor to <bdi>{name}</bdi>
          </Trans>
        )}
      </Button>
    </>
  );
}
