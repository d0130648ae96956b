import { Trans, useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button } from "../../design/Button";
import { atStart, formatDateTime, formatList, languageName } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { instantOf } from "../admin/zoned-time";
import { regimes } from "../regime/regime-words";
import { type Draft, meetingOf, plannedMinutes, type Step } from "./draft";
import { useStepNames } from "./step";
import styles from "./Wizard.module.css";

/** All that will be created, with the way back to each part. */
export function CheckStep({ draft, onStep }: { draft: Draft; onStep: (step: Step) => void }) {
  const { i18n } = useLingui();
  const meeting = meetingOf(draft);
  const { agenda = [], delegations = [], titles } = meeting;
  const instant = draft.start ? instantOf(draft.start, draft.timezone) : undefined;
  const planned = plannedMinutes(draft);
  const missing = draft.languages.filter((tag) => titles !== undefined && !titles[tag]);
  const names = (tags: readonly string[]) =>
    formatList(
      tags.map((tag) => languageName(tag, i18n.locale)),
      i18n.locale,
    );
  const untitled = names(missing);
  return (
    <dl className={styles.facts}>
      <Part step="what" onStep={onStep}>
        <strong>
          <bdi>{titleIn(meeting, i18n.locale)}</bdi>
        </strong>
        {instant ? (
          <span>{formatDateTime(instant, i18n.locale, draft.timezone)}</span>
        ) : (
          <span>
            <Trans>No date yet: the lobby is always open.</Trans>
          </span>
        )}
        {missing.length > 0 ? (
          <span className={styles.note}>
            <Trans>Without a title of its own: {untitled}</Trans>
          </span>
        ) : null}
      </Part>
      <Part step="parties" onStep={onStep}>
        <span>{atStart(names(draft.languages), i18n.locale)}</span>
        {delegations.length > 0 ? (
          <span>
            <bdi>
              {formatList(
                delegations.map(({ name }) => name),
                i18n.locale,
              )}
            </bdi>
          </span>
        ) : (
          <span>
            <Trans>No delegations</Trans>
          </span>
        )}
      </Part>
      <Part step="agenda" onStep={onStep}>
        {agenda.length === 0 ? (
          <span>
            <Trans>No agenda</Trans>
          </span>
        ) : (
          <ol className={styles.agenda}>
            {agenda.map((item) => (
              <li key={item.title}>
                <bdi>{titleIn(item, i18n.locale)}</bdi>
              </li>
            ))}
          </ol>
        )}
        {planned > 0 ? (
          <span className={styles.note}>
            {i18n.number(planned, { style: "unit", unit: "minute", unitDisplay: "long" })}
          </span>
        ) : null}
      </Part>
      <Part step="interpretation" onStep={onStep}>
        <span>{draft.ownBooths ? <Trans>Booths of one's own</Trans> : <Trans>The usual booths</Trans>}</span>
      </Part>
      <Part step="door" onStep={onStep}>
        <span>
          {i18n.number(Number(draft.lobby), { style: "unit", unit: "minute", unitDisplay: "long" })}
        </span>
        <span>{i18n._(regimes[draft.regime.regime].name)}</span>
      </Part>
    </dl>
  );
}

function Part({ step, onStep, children }: { step: Step; onStep: (step: Step) => void; children: ReactNode }) {
  const { t } = useLingui();
  const names = useStepNames();
  const name = names[step];
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
      <dd className={styles.edit}>
        <Button variant="quiet" aria-label={t`Change: ${name}`} onPress={() => onStep(step)}>
          <Trans>Change</Trans>
        </Button>
      </dd>
    </div>
  );
}
