import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { NextLeg, NextMeeting, NextPlan, NextPlanning } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button, LinkButton } from "../../design/Button";
import { Confirm } from "../../design/Dialog";
import { formatDay, formatDuration, formatWall } from "../../i18n/format";
import { useStore } from "../../use-store";
import { LetterDialog } from "../invitation/LetterDialog";
import { saveFile } from "../shell/save-file";
import { Bands } from "./Bands";
import styles from "./NextPage.module.css";
import { useModeNames, zoneName } from "./next-words";
import { PlanForm } from "./PlanForm";
import { Moved, Reason } from "./Slots";

interface PlanProps {
  model: NextPlanning;
  next: NextMeeting;
  run: (command: Promise<void>) => void;
}

/** What is set: how, when and where, and what one does with it. */
export function Plan({ model, next, run }: PlanProps) {
  const { t } = useLingui();
  const modes = useModeNames();
  const { plan } = next;
  const { made } = useStore(model.view);
  if (plan === undefined) return null;
  return (
    <section className={styles.part} aria-labelledby="plan">
      <h2 id="plan">
        <bdi>{plan.title}</bdi>
      </h2>
      {plan.cancelled ? (
        <Banner tone="warn" title={<Trans>Cancelled</Trans>}>
          <bdi>{plan.reason}</bdi>
        </Banner>
      ) : (
        <Banner tone="good" title={<Trans>The next meeting is set</Trans>}>
          {modes[plan.mode]}
        </Banner>
      )}
      <ol className={styles.list} aria-label={t`Itinerary`}>
        {plan.itinerary
          .filter(({ cancelled }) => !cancelled)
          .map((leg) => (
            <li key={leg.id} className={styles.card}>
              <Leg leg={leg} next={next} off={plan.cancelled ?? false} />
            </li>
          ))}
      </ol>
      {next.meeting && next.may.arrange && !plan.cancelled ? (
        <p className={styles.soft}>
          <Trans>
            The meeting has been made, and follows what is set here. To move it, propose another time; when
            every delegation has accepted it, set the meeting for it. Calendars keep their entry.
          </Trans>
        </p>
      ) : null}
      {next.meeting && next.may.arrange && plan.cancelled ? (
        <p className={styles.soft}>
          <Trans>
            Nobody can enter the meeting. It is held after all when it is set again for a time that every
            delegation accepts.
          </Trans>
        </p>
      ) : null}
      {next.commitments > 0 && !plan.cancelled ? (
        <p className={styles.soft}>
          <Plural
            value={next.commitments}
            one="Its agenda begins with # open commitment."
            other="Its agenda begins with # open commitments."
          />
        </p>
      ) : null}
      <Actions model={model} next={next} plan={plan} run={run} />
      {made ? (
        <Banner
          tone="good"
          title={<Trans>The meeting is made. Invite its delegations there.</Trans>}
          action={
            <LinkButton variant="primary" icon="door" href={made}>
              <Trans>To the new meeting</Trans>
            </LinkButton>
          }
        />
      ) : null}
    </section>
  );
}

function Leg({ leg, next, off }: { leg: NextLeg; next: NextMeeting; off: boolean }) {
  const { i18n } = useLingui();
  const minutes = formatDuration(leg.minutes, i18n.locale);
  const when = (
    <time dateTime={leg.when.at}>
      {formatDay(leg.when.wall.slice(0, 10), i18n.locale)},{" "}
      <bdi>{formatWall(leg.when.wall, i18n.locale)}</bdi>
    </time>
  );
  return (
    <>
      <h3>{off ? <s>{when}</s> : when}</h3>
      <p>
        {leg.title ? (
          <>
            <bdi>{leg.title}</bdi>
            {leg.place ? " · " : null}
          </>
        ) : null}
        {leg.place ? (
          <strong>
            <bdi>{leg.place}</bdi>
          </strong>
        ) : null}
      </p>
      <p className={styles.soft}>
        <bdi dir="ltr">{zoneName(leg.when.zone)}</bdi> · {minutes}
      </p>
      {leg.when.moved && !off ? <Moved /> : null}
      {off || leg.local.length === 0 ? null : <Bands next={next} local={leg.local} />}
    </>
  );
}

type Asked = "letter" | "change" | "cancel" | "make";

function Actions({ model, next, plan, run }: PlanProps & { plan: NextPlan }) {
  const { t, i18n } = useLingui();
  const [asked, setAsked] = useState<Asked>();
  const slot = next.slots.find(({ id }) => id === plan.slot);
  const arranges = next.may.arrange && !plan.cancelled;
  const close = () => setAsked(undefined);
  const save = async (language: string) => {
    saveFile(await model.calendar(language));
  };
  return (
    <div className={styles.actions}>
      <Button icon="agenda" onPress={() => run(save(i18n.locale))}>
        <Trans>Calendar file</Trans>
      </Button>
      <Button icon="send" onPress={() => setAsked("letter")}>
        <Trans>Text of an e-mail</Trans>
      </Button>
      {arranges && slot && !slot.over ? (
        <Button icon="pencil" onPress={() => setAsked("change")}>
          <Trans>Change</Trans>
        </Button>
      ) : null}
      {arranges ? (
        <Button icon="close" onPress={() => setAsked("cancel")}>
          <Trans>Cancel the meeting</Trans>
        </Button>
      ) : null}
      {arranges && !next.meeting ? (
        <Button variant="primary" icon="plus" onPress={() => setAsked("make")}>
          <Trans>Make the meeting</Trans>
        </Button>
      ) : null}
      {asked === "letter" ? (
        <LetterDialog
          title={t`The next meeting, to be sent`}
          languageLabel={t`Language of the e-mail`}
          load={model.letter}
          save={({ language }) => save(language)}
          onClose={close}
        />
      ) : null}
      {asked === "change" && slot ? <PlanForm model={model} next={next} slot={slot} onClose={close} /> : null}
      {asked === "cancel" ? (
        <Reason
          title={next.meeting ? t`Cancel the meeting that was made` : t`Cancel the next meeting`}
          confirm={t`Cancel the meeting`}
          onClose={close}
          onSend={(reason) => run(model.cancel(reason))}
        />
      ) : null}
      <Confirm
        title={t`Make the meeting now?`}
        open={asked === "make"}
        confirmLabel={t`Make it`}
        cancelLabel={t`Not yet`}
        onConfirm={() => run(model.make())}
        onClose={close}
      >
        <Trans>
          It gets the same delegations, languages and interpretation, and invitations are made there. It
          follows what is set here: once it is made, every delegation is asked again before a time changes.
        </Trans>
      </Confirm>
    </div>
  );
}
