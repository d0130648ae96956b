import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { type Band, bandsOf, DAY, dayOf, type LocalHours, type NextMeeting } from "../../../client/index.ts";
import { cx } from "../../design/cx";
import { colon, formatShortDay, formatWall } from "../../i18n/format";
import styles from "./Bands.module.css";
import { useHoursNames, zoneName } from "./next-words";

interface BandsProps {
  next: NextMeeting;
  local: readonly LocalHours[];
  /** What stands at the end of a delegation's line. */
  beside?: (delegation: string) => ReactNode;
}

/** A time as it is for each delegation: what its clocks show, what that means there, and where in its day it lies. */
export function Bands({ next, local, beside }: BandsProps) {
  const bands = bandsOf(next, local);
  return (
    <ul className={styles.bands}>
      {bands.length > 0 ? <Scale /> : null}
      {next.homes.map(({ delegation, name, zone }, index) => {
        const at = local.find((one) => one.delegation === delegation);
        const band = bands.find((one) => one.delegation === delegation);
        return (
          <li key={delegation} className={styles.line} style={colour(index)}>
            <span className={styles.who}>
              <span>
                <bdi>{name}</bdi>
              </span>
            </span>
            {at && band ? (
              <>
                <Local at={at} zone={zone ?? ""} />
                <Day band={band} hours={at.hours} />
              </>
            ) : (
              <span className={cx(styles.soft, styles.unknown)}>
                <Trans>The time zone is not known yet.</Trans>
              </span>
            )}
            {beside ? <span className={styles.beside}>{beside(delegation)}</span> : null}
          </li>
        );
      })}
    </ul>
  );
}

/** The hours of the day over the lines, for the eye. */
function Scale() {
  const { i18n } = useLingui();
  return (
    <li className={cx(styles.line, styles.scale)} aria-hidden="true">
      <span className={styles.hoursOf}>
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour} style={{ insetInlineStart: share(hour * 60) }}>
            {i18n.number(hour)}
          </span>
        ))}
      </span>
    </li>
  );
}

/** The delegation's colour by its place in the meeting's list, as everywhere. */
function colour(index: number) {
  return { "--delegation": `var(--delegation-${index % 8})` } as React.CSSProperties;
}

function Local({ at, zone }: { at: LocalHours; zone: string }) {
  const { i18n } = useLingui();
  const names = useHoursNames();
  const begin = formatWall(at.wall, i18n.locale);
  const end = formatWall(at.endWall, i18n.locale);
  return (
    <span className={styles.local}>
      <bdi className={styles.hours}>{`${begin}–${end}`}</bdi>
      <span className={styles.soft}>{formatShortDay(dayOf(at.wall), i18n.locale)}</span>
      <span className={cx(styles.tag, styles[at.hours])} title={zoneName(zone)}>
        {names[at.hours]}
        {at.closed ? (
          <>
            {colon(i18n.locale)}
            <bdi>{at.closed}</bdi>
          </>
        ) : null}
      </span>
    </span>
  );
}

/** 24 hours with the time on them; everything that it shows is said in words beside it. */
function Day({ band, hours }: { band: Band; hours: LocalHours["hours"] }) {
  return (
    <span className={styles.day} aria-hidden="true">
      {band.parts.map((part) => (
        <span key={part.from} className={cx(styles.part, styles[part.kind])} style={place(part)} />
      ))}
      {[6, 12, 18].map((hour) => (
        <span key={hour} className={styles.tick} style={{ insetInlineStart: share(hour * 60) }} />
      ))}
      <span
        className={cx(styles.slot, styles[hours], band.overnight && styles.overnight)}
        style={place(band)}
      />
    </span>
  );
}

function place({ from, to }: { from: number; to: number }) {
  return { insetInlineStart: share(from), inlineSize: share(to - from) };
}

function share(minutes: number): string {
  return `${(100 * minutes) / DAY}%`;
}
