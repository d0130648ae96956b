import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useRef } from "react";
import { type TileRequest, tileOf } from "../../../client/index.ts";
import { SelectField } from "../../design/Field";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { PointTime } from "../agenda/PointTime";
import { channelName } from "../interpretation/channel-name";
import { FloorClock } from "../meeting/FloorClock";
import { useRoom } from "../meeting/room";
import { StageArea } from "../meeting/StageArea";
import { useConsole } from "./booth-context";
import styles from "./Floor.module.css";

// Height of a partner's picture, px.
const partnerHeight = 90;

/** The room as the booth's window shows it: who speaks, in which language, who is next, which point. */
export function Floor() {
  const { t, i18n } = useLingui();
  const { client, run } = useRoom();
  const [{ booth, floorLanguage }, console] = useConsole();
  const { meeting, hands } = useStore(client.meeting);
  const { list } = useStore(client.floor.view);
  const next = list.entries.length > 0 || list.open ? list.entries : hands;
  const ids = (booth?.seats ?? []).filter(({ isMe }) => !isMe).map(({ participant }) => participant);
  const key = ids.join(" ");
  const partners = useMemo(() => partnerRequests(key), [key]);
  const languages = meeting?.languages ?? [];
  return (
    <section className={styles.floor} aria-label={t({ message: "Floor", context: "console" })}>
      <div className={styles.line}>
        <FloorClock />
        <SelectField
          compact
          icon="globe"
          label={t`Language spoken on the floor`}
          options={[
            ...(languages.includes(floorLanguage) ? [] : [{ id: floorLanguage, label: t`language unknown` }]),
            ...languages.map((tag) => ({ id: tag, label: channelName(tag, i18n) })),
          ]}
          selected={floorLanguage}
          onSelect={(tag) => run(console.setFloorLanguage(tag))}
        />
      </div>
      <div className={styles.stage}>
        <StageArea also={partners} />
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>
            <Trans>Next speakers</Trans>
          </dt>
          <dd>
            {next.length === 0 ? (
              <Trans>Nobody asks for the floor.</Trans>
            ) : (
              <ol className={styles.next}>
                {next.slice(0, 4).map(({ id, name, language }) => (
                  <li key={id}>
                    <bdi>{name}</bdi> <small>{language ? channelName(language, i18n) : null}</small>
                  </li>
                ))}
              </ol>
            )}
          </dd>
        </div>
        <Points />
      </dl>
    </section>
  );
}

/** The agenda with its points and the time at the present one, which stays in sight. */
function Points() {
  const { i18n } = useLingui();
  const { client } = useRoom();
  const { points, current } = useStore(client.agenda.view);
  const here = useRef<HTMLLIElement>(null);
  const at = current?.id;
  useEffect(() => {
    if (at !== undefined) here.current?.scrollIntoView({ block: "nearest" });
  }, [at]);
  return (
    <div>
      <dt>
        <Trans>Agenda</Trans>
      </dt>
      <dd>
        {points.length === 0 ? (
          <Trans>This meeting has no agenda.</Trans>
        ) : (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list is reached by the keyboard
          <ol className={styles.agenda} tabIndex={0}>
            {points.map((point) => (
              <li
                key={point.id}
                aria-current={point.current ? "step" : undefined}
                {...(point.current ? { ref: here } : {})}
              >
                {i18n.number(point.number)}. <bdi>{titleIn(point, i18n.locale)}</bdi>{" "}
                {point.current ? (
                  <PointTime point={point} bar={false} />
                ) : point.minutes ? (
                  <small>
                    {i18n.number(point.minutes, { style: "unit", unit: "minute", unitDisplay: "short" })}
                  </small>
                ) : null}
              </li>
            ))}
          </ol>
        )}
      </dd>
    </div>
  );
}

/** Pictures of partners as the client is asked for them, from their ids with spaces between. */
function partnerRequests(ids: string): TileRequest[] {
  return ids
    .split(" ")
    .filter(Boolean)
    .map((id) => ({ tile: tileOf(id, "camera"), height: partnerHeight }));
}
