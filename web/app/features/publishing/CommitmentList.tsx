import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import {
  type Commitment,
  type Commitments,
  directionOf,
  latest,
  type Meeting,
  type PublishingModel,
  type PublishingView,
} from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { formatDate, formatList } from "../../i18n/format";
import { AssessmentDialog } from "./AssessmentDialog";
import { CommitmentChart, StatusMark, useStatusNames } from "./CommitmentChart";
import { CommitmentDialog } from "./CommitmentDialog";
import styles from "./Publishing.module.css";

interface CommitmentListProps {
  model: PublishingModel;
  view: PublishingView;
  meeting: Meeting;
  commitments: Commitments;
}

/** What was promised, and what each delegation says became of it. */
export function CommitmentList({ model, view, meeting, commitments }: CommitmentListProps) {
  const [making, setMaking] = useState(false);
  const [assessing, setAssessing] = useState<Commitment>();
  const { may } = commitments;
  return (
    <section className={styles.part} aria-labelledby="commitments">
      <h2 id="commitments">
        <Trans>Commitments</Trans>
      </h2>
      {commitments.commitments.length === 0 ? (
        <p className={styles.soft}>
          <Trans>None is written down yet. They come from paragraphs that every delegation has agreed.</Trans>
        </p>
      ) : null}
      {commitments.commitments.map((one) => (
        <OneCommitment
          key={one.id}
          one={one}
          meeting={meeting}
          own={may.assess ? (may.delegation ?? "") : undefined}
          onAssess={() => setAssessing(one)}
        />
      ))}
      {may.make ? (
        <div className={styles.actions}>
          <Button icon="plus" onPress={() => setMaking(true)}>
            <Trans>Write down a commitment…</Trans>
          </Button>
        </div>
      ) : null}
      {making ? (
        <CommitmentDialog
          model={model}
          view={view}
          parties={meeting.delegations.filter(({ id }) => may.makeAny || id === may.delegation)}
          own={may.makeAny ? undefined : may.delegation}
          onClose={() => setMaking(false)}
        />
      ) : null}
      {assessing ? (
        <AssessmentDialog
          model={model}
          one={assessing}
          own={may.delegation ?? ""}
          onClose={() => setAssessing(undefined)}
        />
      ) : null}
    </section>
  );
}

interface OneCommitmentProps {
  one: Commitment;
  meeting: Meeting;
  /** The delegation that may say something; undefined: nobody does. */
  own: string | undefined;
  onAssess: () => void;
}

function OneCommitment({ one, meeting, own, onAssess }: OneCommitmentProps) {
  const { t, i18n } = useLingui();
  const names = useStatusNames();
  const day = (date: string) => formatDate(date.slice(0, 10), i18n.locale, { dateStyle: "long" });
  const language = one.action[i18n.locale]
    ? i18n.locale
    : (meeting.languages.find((tag) => one.action[tag]) ?? Object.keys(one.action)[0] ?? "");
  const who = formatList([...one.actors.map(({ name }) => name), ...one.partners], i18n.locale);
  const due = one.dueDay ? t`Due: ${day(one.dueDay)}` : one.due ? t`Due at the next meeting` : t`No due date`;
  const said = latest(one);
  return (
    <article className={styles.card}>
      <h3 lang={language} dir={directionOf(language)}>
        {one.action[language]}
      </h3>
      <p className={styles.soft}>
        {who ? (
          <>
            <bdi>{who}</bdi> ·{" "}
          </>
        ) : null}
        {due}
        {one.number ? <> · {t`Paragraph ${one.number}`}</> : null}
      </p>
      {one.vague ? (
        <p className={styles.vague}>
          <Trans>Vague: it does not say who, or by when.</Trans>
        </p>
      ) : null}
      {one.disagree ? (
        <p className={styles.vague}>
          <Trans>The delegations disagree on what became of it.</Trans>
        </p>
      ) : null}
      <dl className={styles.said}>
        {meeting.delegations.map(({ id, name }) => {
          const last = said.get(id);
          return (
            <div key={id}>
              <dt>
                <bdi>{name}</bdi>
              </dt>
              <dd>
                {last ? (
                  <>
                    <StatusMark status={last.status} /> {names(last.status)} · {day(last.at)}
                    {last.note ? (
                      <>
                        {" "}
                        — <bdi>{last.note}</bdi>
                      </>
                    ) : null}
                  </>
                ) : (
                  <Trans>has not said</Trans>
                )}
                {one.settled.includes(id) && !one.closed ? (
                  <>
                    {" "}
                    · <Trans>holds it for settled</Trans>
                  </>
                ) : null}
              </dd>
            </div>
          );
        })}
      </dl>
      <CommitmentChart one={one} meeting={meeting} />
      {one.closed ? (
        <p className={styles.checked}>
          <Trans>Settled by every delegation: {day(one.closed)}</Trans>
        </p>
      ) : own !== undefined ? (
        <div className={styles.actions}>
          <Button onPress={onAssess}>
            <Trans>Say what became of it…</Trans>
          </Button>
        </div>
      ) : null}
    </article>
  );
}
