import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { memo } from "react";
import {
  type ObstacleGroup,
  obstacleGroups,
  type ParagraphStatus,
  type Place,
  tally,
} from "../../../client/index.ts";
import { cx } from "../../design/cx";
import { colon, formatList, languageName } from "../../i18n/format";
import styles from "./Standing.module.css";
import { StatusMark } from "./StatusMark";
import { numberOf, useObstacleNames, useStatusNames } from "./text-words";
import { useHeading, useText, useWork } from "./work";

/** Links to paragraphs that are shown in one line before they are only counted. */
const MOST_LINKS = 12;

const statuses: readonly ParagraphStatus[] = ["agreed", "ad-referendum", "bracketed", "proposed"];

/** How far the text is: each paragraph by its status, in order. */
export function Standing({ places }: { places: readonly Place[] }) {
  const Heading = useHeading(1);
  return (
    <section className={styles.standing} aria-labelledby="standing">
      <Heading id="standing" className={styles.title}>
        <Trans>From here to adoption</Trans>
      </Heading>
      <Strip places={places} />
      <Legend places={places} />
    </section>
  );
}

/** What stands between here and adoption. */
export function Obstacles({ places }: { places: readonly Place[] }) {
  const { head } = useText();
  const groups = obstacleGroups(head.obstacles);
  const { i18n } = useLingui();
  const [told, all] = [i18n.number(head.obstacles.length), i18n.number(head.obstacleCount)];
  return (
    <div className={styles.standing}>
      {groups.length === 0 ? (
        <p className={styles.clear}>
          <StatusMark status="agreed" />
          <Trans>Nothing stands in the way any more.</Trans>
        </p>
      ) : (
        <ul className={styles.obstacles}>
          {groups.map((group) => (
            <ObstacleLine key={group.code} group={group} places={places} />
          ))}
        </ul>
      )}
      {head.obstacleCount > head.obstacles.length ? (
        <p className={styles.more}>
          <Trans>
            These are the first {told} of {all}.
          </Trans>
        </p>
      ) : null}
    </div>
  );
}

/** The text as a strip, a piece for each paragraph; alternatives share a place. */
function Strip({ places }: { places: readonly Place[] }) {
  const { t } = useLingui();
  if (places.length === 0) return null;
  return (
    <nav aria-label={t`Paragraphs by their status`}>
      <ol className={styles.strip}>
        {places.map((place) => (
          <li key={place[0]?.id} className={styles.place}>
            {place.map(({ id, status, ...paragraph }) => (
              <Piece key={id} id={id} status={status} number={numberOf(paragraph)} />
            ))}
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface PieceProps {
  id: string;
  status: ParagraphStatus;
  number: string;
}

const Piece = memo(function Piece({ id, status, number }: PieceProps) {
  const { t } = useLingui();
  const { goTo } = useWork();
  const name = useStatusNames()[status];
  return (
    <button
      type="button"
      className={cx(styles.piece, styles[status])}
      onClick={() => goTo(id)}
      title={t`Paragraph ${number}: ${name}`}
      aria-label={t`Paragraph ${number}: ${name}`}
    >
      <StatusMark status={status} />
    </button>
  );
});

function Legend({ places }: { places: readonly Place[] }) {
  const { i18n } = useLingui();
  const names = useStatusNames();
  const counts = tally(places);
  return (
    <ul className={styles.legend}>
      {statuses
        .filter((status) => counts[status] > 0)
        .map((status) => (
          <li key={status} className={cx(styles.key, styles[status])}>
            <StatusMark status={status} />
            <span>
              {names[status]}
              {colon(i18n.locale)}
              <strong>{i18n.number(counts[status])}</strong>
            </span>
          </li>
        ))}
    </ul>
  );
}

function ObstacleLine({ group, places }: { group: ObstacleGroup; places: readonly Place[] }) {
  const { t, i18n } = useLingui();
  const { goTo, partyName } = useWork();
  const names = useObstacleNames();
  const { code, paragraphs, delegations, languages } = group;
  const numbered = places.flat().filter(({ id }) => paragraphs.includes(id));
  const more = numbered.length - MOST_LINKS;
  const who = formatList(
    code === "not-agreed" || code === "bracket-open"
      ? delegations.map(partyName)
      : languages.map((tag) => languageName(tag, i18n.locale)),
    i18n.locale,
  );
  return (
    <li>
      <strong>{names[code]}</strong>
      {who ? <span> ({who})</span> : null}
      {numbered.length > 0 ? (
        <span className={styles.links}>
          {numbered.slice(0, MOST_LINKS).map((paragraph) => {
            const number = numberOf(paragraph);
            return (
              <button
                key={paragraph.id}
                type="button"
                className={styles.link}
                aria-label={t`Go to paragraph ${number}`}
                onClick={() => goTo(paragraph.id)}
              >
                {number}
              </button>
            );
          })}
          {more > 0 ? (
            <span>
              <Plural value={more} one="and # more" other="and # more" />
            </span>
          ) : null}
        </span>
      ) : null}
    </li>
  );
}
