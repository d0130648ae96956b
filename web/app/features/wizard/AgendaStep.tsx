import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Button, IconButton } from "../../design/Button";
import { SwitchField, TextField } from "../../design/Field";
import { languageName } from "../../i18n/format";
import { moved, nextKey, type PointDraft, plannedMinutes } from "./draft";
import type { StepProps } from "./step";
import styles from "./Wizard.module.css";

/** The points of the agenda with their minutes, in their order. */
export function AgendaStep({ draft, change, words }: StepProps) {
  const { t } = useLingui();
  const { points, languages } = draft;
  const [every, setEvery] = useState(() =>
    points.some(({ titles }) => languages.slice(1).some((tag) => titles[tag])),
  );
  const set = (key: number, part: Partial<PointDraft>) =>
    change({ points: points.map((one) => (one.key === key ? { ...one, ...part } : one)) });
  const planned = plannedMinutes(draft);
  return (
    <>
      <p className={styles.note}>
        <Trans>
          The agenda is provisional until every delegation has adopted it. Until then it can be changed.
        </Trans>
      </p>
      {languages.length > 1 ? (
        <SwitchField selected={every} onChange={setEvery}>
          <Trans>Titles in every language of the meeting</Trans>
        </SwitchField>
      ) : null}
      <ol className={styles.points} aria-label={t`Agenda`}>
        {points.map((point, index) => (
          <Point
            key={point.key}
            point={point}
            place={index}
            languages={every ? languages : languages.slice(0, 1)}
            words={words}
            onChange={(part) => set(point.key, part)}
            onMove={(by) => change({ points: moved(points, point.key, by) })}
            onRemove={() => change({ points: points.filter((one) => one !== point) })}
          />
        ))}
      </ol>
      <div className={styles.actions}>
        <Button
          icon="plus"
          onPress={() => change({ points: [...points, { key: nextKey(points), titles: {}, minutes: "" }] })}
        >
          <Trans>Add a point</Trans>
        </Button>
        <span className={styles.note}>
          <Plural value={planned} one="# minute planned" other="# minutes planned" />
        </span>
      </div>
    </>
  );
}

interface PointProps {
  point: PointDraft;
  place: number;
  languages: readonly string[];
  words: Readonly<Record<string, string>>;
  onChange: (part: Partial<PointDraft>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function Point({ point, place, languages, words, onChange, onMove, onRemove }: PointProps) {
  const { t, i18n } = useLingui();
  const { key, titles, minutes } = point;
  const number = i18n.number(place + 1);
  return (
    <li className={styles.point}>
      <div className={styles.titles}>
        {languages.map((tag, index) => {
          const language = languageName(tag, i18n.locale);
          return (
            <TextField
              key={tag}
              label={languages.length > 1 ? t`Point ${number} in ${language}` : t`Point ${number}`}
              value={titles[tag] ?? ""}
              onChange={(title) => onChange({ titles: { ...titles, [tag]: title } })}
              lang={tag}
              maxLength={200}
              error={index === 0 ? words[`point.${key}`] : undefined}
            />
          );
        })}
      </div>
      <TextField
        label={t`Minutes of point ${number}`}
        value={minutes}
        onChange={(value) => onChange({ minutes: value })}
        inputMode="numeric"
        maxLength={4}
        error={words[`minutes.${key}`]}
      />
      <div className={styles.moves}>
        <IconButton icon="previous" label={t`Point ${number} earlier`} onPress={() => onMove(-1)} />
        <IconButton icon="next" label={t`Point ${number} later`} onPress={() => onMove(1)} />
        <IconButton icon="close" label={t`Take point ${number} away`} onPress={onRemove} />
      </div>
    </li>
  );
}
