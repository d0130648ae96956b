import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Button as AriaButton } from "react-aria-components";
import type { PointView } from "../../../client/index.ts";
import { Button, IconButton } from "../../design/Button";
import { formatList, languageName } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { SidePanel } from "../meeting/SidePanel";
import { When } from "../prejoin/When";
import { AddDocuments } from "./AddDocuments";
import { Adoption } from "./Adoption";
import styles from "./AgendaPanel.module.css";
import { Documents } from "./Documents";
import { PointTime } from "./PointTime";

/** The meeting's agenda: its points with their time and documents, and the chair's way through them. */
export function AgendaPanel({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { meeting } = useStore(client.meeting);
  const { points, loose, mayMove, mayAdd } = useStore(client.agenda.view);
  const languages = (meeting?.languages ?? []).map((tag) => languageName(tag, i18n.locale));
  return (
    <SidePanel
      title={t`Agenda`}
      onClose={onClose}
      {...(mayMove && points.length > 0 ? { footer: <Moves /> } : {})}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list is reached by the keyboard */}
      <div className={styles.agenda} tabIndex={0} role="group" aria-label={t`Agenda`}>
        {meeting ? <When meeting={meeting} /> : null}
        {languages.length > 0 ? (
          <p className={styles.soft}>
            <Trans>Languages of the meeting: {formatList(languages, i18n.locale)}</Trans>
          </p>
        ) : null}
        {points.length === 0 ? (
          <p className={styles.soft}>
            <Trans>This meeting has no agenda.</Trans>
          </p>
        ) : (
          <ol className={styles.points}>
            {points.map((point) => (
              <Point key={point.id} point={point} mayMove={mayMove} />
            ))}
          </ol>
        )}
        <Adoption />
        {loose.length > 0 ? (
          <section className={styles.loose} aria-labelledby="agenda-loose">
            <h3 id="agenda-loose">
              <Trans>Documents of the meeting</Trans>
            </h3>
            <Documents documents={loose} />
          </section>
        ) : null}
        {mayAdd ? <AddDocuments /> : null}
        <p>
          <a href={quotesAddress(location)} target="_blank" rel="noreferrer">
            <Trans>Check a quotation, or take the record along</Trans>
          </a>
        </p>
      </div>
    </SidePanel>
  );
}

/** The meeting's page of quotations, with the same token. */
function quotesAddress({ pathname, hash }: Pick<Location, "pathname" | "hash">): string {
  return `${pathname.replace(/\/$/, "")}/quotes${hash}`;
}

function Point({ point, mayMove }: { point: PointView; mayMove: boolean }) {
  const { t, i18n } = useLingui();
  const { client, run } = useRoom();
  const { id, current, minutes, documents } = point;
  const title = titleIn(point, i18n.locale);
  const number = i18n.number(point.number);
  return (
    <li className={styles.point} aria-current={current ? "step" : undefined}>
      <span className={styles.number}>{number}</span>
      {mayMove ? (
        <AriaButton
          className={styles.move as string}
          aria-label={t`Move to point ${number}: ${title}`}
          onPress={() => run(client.agenda.move(id))}
        >
          <bdi>{title}</bdi>
        </AriaButton>
      ) : (
        <bdi className={styles.title}>{title}</bdi>
      )}
      <div className={styles.below}>
        {current ? (
          <strong className={styles.now}>
            <Trans>Now</Trans>
          </strong>
        ) : null}
        {current || point.spentMs > 0 ? (
          <PointTime point={point} />
        ) : minutes ? (
          <span className={styles.soft}>
            <Plural value={minutes} one="# minute" other="# minutes" />
          </span>
        ) : null}
        {point.adopted ? null : (
          <span className={styles.provisional}>
            <Trans>Provisional</Trans>
          </span>
        )}
        <Documents documents={documents} />
      </div>
    </li>
  );
}

/** The chair's steps. */
function Moves() {
  const { t } = useLingui();
  const { client, run } = useRoom();
  const { previous, next, current } = useStore(client.agenda.view);
  const move = (to: string | undefined) => to !== undefined && run(client.agenda.move(to));
  return (
    <div className={styles.moves}>
      <IconButton
        icon="previous"
        label={t`Previous point`}
        isDisabled={previous === undefined}
        onPress={() => move(previous)}
      />
      <Button variant="primary" wide isDisabled={next === undefined} onPress={() => move(next)}>
        {current ? <Trans>Next point</Trans> : <Trans>Begin with the agenda</Trans>}
      </Button>
      <Button variant="quiet" isDisabled={current === undefined} onPress={() => move("")}>
        <Trans>Break</Trans>
      </Button>
    </div>
  );
}
