import { useLingui } from "@lingui/react/macro";
import { mayPublish, type ParticipantView, type Quality } from "../../../client/index.ts";
import { cx } from "../../design/cx";
import { Icon, type IconName } from "../../design/icons";
import styles from "./Marks.module.css";

interface MarkProps {
  icon: IconName;
  label: string;
  tone?: "warn" | "brass" | "speaking";
}

function Mark({ icon, label, tone }: MarkProps) {
  return (
    <span className={cx(styles.mark, tone && styles[tone])} title={label}>
      <Icon name={icon} size="1.15em" />
      <span className="visually-hidden">{label}</span>
    </span>
  );
}

/** Signs of a person's state: floor, hand, muted, camera off, connection. Each has its words. */
export function Marks({ person, speaking }: { person: ParticipantView; speaking: boolean }) {
  const { t } = useLingui();
  const sends = mayPublish(person.role);
  return (
    <span className={styles.marks}>
      {person.holdsFloor ? <Mark icon="floor" label={t`Has the floor`} tone="brass" /> : null}
      {person.handSince === undefined ? null : <Mark icon="hand" label={t`Hand raised`} tone="brass" />}
      {person.screen ? <Mark icon="screen" label={t`Shares a screen`} /> : null}
      {speaking ? <Mark icon="speaker" label={t`Is speaking`} tone="speaking" /> : null}
      {sends && !person.microphone ? (
        <Mark icon="microphoneOff" label={t`Microphone off`} tone="warn" />
      ) : null}
      <QualityMark quality={person.quality} />
    </span>
  );
}

const heights = [5, 9, 13];

/** Quality of a connection as one to three bars. */
export function QualityMark({ quality }: { quality: Quality | undefined }) {
  const { t } = useLingui();
  if (!quality) return null;
  const names: Readonly<Record<Quality, string>> = {
    good: t`Connection good`,
    fair: t`Connection fair`,
    poor: t`Connection poor`,
  };
  const lit = quality === "good" ? 3 : quality === "fair" ? 2 : 1;
  return (
    <span
      className={cx(styles.mark, styles[quality], quality === "poor" && styles.warn)}
      title={names[quality]}
      data-quality={quality}
    >
      <svg viewBox="0 0 16 16" width="1.05em" height="1.05em" aria-hidden="true" focusable="false">
        {heights.map((height, index) => (
          <rect
            key={height}
            x={1 + index * 5}
            y={15 - height}
            width="3.5"
            height={height}
            rx="0.8"
            fill="currentColor"
            opacity={index < lit ? 1 : 0.3}
          />
        ))}
      </svg>
      <span className="visually-hidden">{names[quality]}</span>
    </span>
  );
}
