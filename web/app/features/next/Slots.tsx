import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { type NextMeeting, type NextPlanning, type NextSlot, slotsInOrder } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { cx } from "../../design/cx";
import { Dialog } from "../../design/Dialog";
import { TextField } from "../../design/Field";
import { Icon } from "../../design/icons";
import { colon, formatDay, formatDuration, formatWall } from "../../i18n/format";
import { Bands } from "./Bands";
import styles from "./NextPage.module.css";
import { zoneName } from "./next-words";
import { PlanForm } from "./PlanForm";

interface SlotsProps {
  model: NextPlanning;
  next: NextMeeting;
  run: (command: Promise<void>) => void;
  onCounter: (slot: string) => void;
}

/** The times that are proposed, each as it is for every delegation, with what that says to it. */
export function Slots(props: SlotsProps) {
  const { next } = props;
  return (
    <section className={styles.part} aria-labelledby="slots">
      <h2 id="slots">
        <Trans>Proposed times</Trans>
      </h2>
      {next.slots.length === 0 ? (
        <p className={styles.soft}>
          <Trans>No time is proposed yet.</Trans>
        </p>
      ) : (
        <ol className={styles.list}>
          {slotsInOrder(next.slots).map((slot) => (
            <li key={slot.id} className={cx(styles.card, slot.over && styles.over)}>
              <Slot {...props} slot={slot} />
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

function Slot({ slot, ...props }: SlotsProps & { slot: NextSlot }) {
  const { i18n } = useLingui();
  const { next } = props;
  const by = next.homes.find(({ delegation }) => delegation === slot.delegation)?.name ?? slot.byName;
  const begin = formatWall(slot.when.wall, i18n.locale);
  const minutes = formatDuration(slot.minutes, i18n.locale);
  return (
    <>
      <h3>
        <time dateTime={slot.when.at}>
          {formatDay(slot.when.wall.slice(0, 10), i18n.locale)}, <bdi>{begin}</bdi>
        </time>
      </h3>
      <p className={styles.soft}>
        <bdi dir="ltr">{zoneName(slot.when.zone)}</bdi> · {minutes}
        {by ? (
          <>
            {" · "}
            <Trans>
              proposed by <bdi>{by}</bdi>
            </Trans>
          </>
        ) : null}
      </p>
      {slot.note ? (
        <p>
          <bdi>{slot.note}</bdi>
        </p>
      ) : null}
      {slot.when.moved ? <Moved /> : null}
      <Bands
        next={next}
        local={slot.local}
        beside={(delegation) => <Answer slot={slot} party={delegation} />}
      />
      {next.homes.length === 0 ? <Answer slot={slot} party="" /> : null}
      <Actions {...props} slot={slot} />
    </>
  );
}

/** The zone's rules have changed since the time was agreed. */
export function Moved() {
  return (
    <p className={styles.warn}>
      <Icon name="warning" />{" "}
      <Trans>
        The rules of this time zone have changed since: the clocks there will not show this time at that
        moment. Agree on it again.
      </Trans>
    </p>
  );
}

function Answer({ slot, party }: { slot: NextSlot; party: string }) {
  const { i18n } = useLingui();
  const answer = slot.answers.find(({ delegation = "" }) => delegation === party);
  if (answer === undefined)
    return (
      <span className={styles.soft}>
        <Trans>No answer yet</Trans>
      </span>
    );
  if (answer.accepted)
    return (
      <span className={styles.good}>
        <Icon name="check" size="1.1em" /> <Trans>Accepted</Trans>
      </span>
    );
  return (
    <span className={styles.danger}>
      <Icon name="close" size="1.1em" /> <Trans>Declined</Trans>
      {answer.reason ? (
        <small>
          {colon(i18n.locale)}
          <bdi>{answer.reason}</bdi>
        </small>
      ) : null}
    </span>
  );
}

function Actions({ model, next, run, onCounter, slot }: SlotsProps & { slot: NextSlot }) {
  const { t } = useLingui();
  const [asking, setAsking] = useState<"decline" | "set">();
  const own = slot.answers.find(({ delegation = "" }) => delegation === (next.may.for ?? ""));
  const { plan } = next;
  const isSet = plan?.slot === slot.id && !plan.cancelled;
  const sets = next.may.arrange && slot.agreed && !slot.over && !isSet;
  return (
    <div className={styles.actions}>
      {isSet ? (
        <strong className={styles.good}>
          <Icon name="check" size="1.1em" /> <Trans>The next meeting is set for this time</Trans>
        </strong>
      ) : null}
      {sets ? (
        <Button variant="primary" icon="check" onPress={() => setAsking("set")}>
          {next.meeting ? <Trans>Move the meeting to this time</Trans> : <Trans>Set the next meeting</Trans>}
        </Button>
      ) : null}
      {slot.may.answer && !own?.accepted ? (
        <Button
          variant={sets ? "secondary" : "primary"}
          icon="agree"
          onPress={() => run(model.answer(slot.id, true))}
        >
          <Trans>Accept</Trans>
        </Button>
      ) : null}
      {slot.may.answer && own?.accepted !== false ? (
        <Button icon="disagree" onPress={() => setAsking("decline")}>
          <Trans>Decline</Trans>
        </Button>
      ) : null}
      {next.may.propose && !slot.over ? (
        <Button icon="swap" onPress={() => onCounter(slot.id)}>
          <Trans>Another time instead</Trans>
        </Button>
      ) : null}
      {slot.may.withdraw ? (
        <Button variant="quiet" icon="close" onPress={() => run(model.withdraw(slot.id))}>
          <Trans>Withdraw</Trans>
        </Button>
      ) : null}
      {asking === "decline" ? (
        <Reason
          title={t`Decline this time`}
          confirm={t`Decline`}
          onClose={() => setAsking(undefined)}
          onSend={(reason) => run(model.answer(slot.id, false, reason))}
        />
      ) : null}
      {asking === "set" ? (
        <PlanForm model={model} next={next} slot={slot} onClose={() => setAsking(undefined)} />
      ) : null}
    </div>
  );
}

interface ReasonProps {
  title: string;
  confirm: string;
  onClose: () => void;
  onSend: (reason: string) => void;
}

/** Asks why, which need not be said. */
export function Reason({ title, confirm, onClose, onSend }: ReasonProps) {
  const { t } = useLingui();
  const [reason, setReason] = useState("");
  return (
    <Dialog title={title} open onClose={onClose} closeLabel={t`Close`}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSend(reason);
          onClose();
        }}
      >
        <TextField
          label={t`Reason`}
          description={t`Everybody sees it. It may be left out.`}
          value={reason}
          onChange={setReason}
          maxLength={200}
          autoFocus
        />
        <div className={styles.actions}>
          <Button type="submit" variant="primary">
            {confirm}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
