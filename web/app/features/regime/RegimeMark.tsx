import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Form, Button as PlainButton } from "react-aria-components";
import { type Attribution, attributed, ON_THE_RECORD, regimeTargets } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { cx } from "../../design/cx";
import { Dialog } from "../../design/Dialog";
import { SelectField } from "../../design/Field";
import { Icon } from "../../design/icons";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { problemText } from "../meeting/problems";
import { useRoom } from "../meeting/room";
import { RegimeField } from "./RegimeField";
import styles from "./RegimeMark.module.css";
import { regimes } from "./regime-words";

/** What applies to the words that are spoken now, in words; for who may change something about it, a button. */
export function RegimeMark() {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { meeting, me } = useStore(client.meeting);
  const { current } = useStore(client.agenda.view);
  const [open, setOpen] = useState(false);
  if (!meeting || !me) return null;
  const applies = meeting.regime?.applies ?? ON_THE_RECORD;
  const name = i18n._(regimes[applies.regime].name);
  const free = applies.regime === "on-the-record";
  const targets = regimeTargets(meeting, me, current?.id);
  const text = (
    <>
      <Icon name={free ? "document" : "lock"} size="1.1rem" />
      <span className={styles.name}>
        {name}
        {applies.label ? (
          <>
            {" "}
            (<bdi>{applies.label}</bdi>)
          </>
        ) : null}
      </span>
    </>
  );
  const look = cx(styles.mark, free && styles.free);
  return (
    <>
      {/* Announced where it changes: who speaks next must know. */}
      <span role="status" className="visually-hidden">
        {free && !meeting.regime ? "" : t`What applies to what is said: ${name}`}
      </span>
      {targets.length === 0 ? (
        free ? null : (
          <span className={look} title={i18n._(regimes[applies.regime].means)}>
            {text}
          </span>
        )
      ) : (
        <PlainButton
          className={cx(look, styles.button)}
          aria-label={t`${name}: what may be made of what is said`}
          onPress={() => setOpen(true)}
        >
          {text}
        </PlainButton>
      )}
      {open ? <RegimeDialog applies={applies} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function RegimeDialog({ applies, onClose }: { applies: Attribution; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { meeting, me } = useStore(client.meeting);
  const { current } = useStore(client.agenda.view);
  const targets = meeting && me ? regimeTargets(meeting, me, current?.id) : [];
  const [of, setOf] = useState(targets[0]?.of ?? "meeting");
  const [value, setValue] = useState<Attribution>(targets[0]?.now ?? ON_THE_RECORD);
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<string>();
  const target = targets.find((one) => one.of === of);
  const names = {
    meeting: t`The whole meeting`,
    item: current ? t`Item ${current.number}: ${titleIn(current, i18n.locale)}` : "",
    turn: t`My next turn`,
  };
  const save = () => {
    setTried(true);
    if (!target || !attributed(value)) return;
    client.commands
      .setRegime(target, value)
      .then(onClose, (error: unknown) => setProblem(problemText(error, i18n)));
  };
  return (
    <Dialog title={t`What may be made of what is said`} open onClose={onClose} closeLabel={t`Close`}>
      <Form
        className={styles.form as string}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p>
          <Trans>
            Words keep what applied when they were spoken. Only the delegation that spoke can release them
            later.
          </Trans>
        </p>
        <p className={styles.soft}>
          {t`Now: ${i18n._(regimes[applies.regime].name)}`} – {i18n._(regimes[applies.regime].means)}
        </p>
        {targets.length > 1 ? (
          <SelectField
            label={t`For`}
            options={targets.map((one) => ({ id: one.of, label: names[one.of] }))}
            selected={of}
            onSelect={(id) => {
              const chosen = targets.find((one) => one.of === id);
              if (!chosen) return;
              setOf(chosen.of);
              setValue(chosen.now);
            }}
          />
        ) : null}
        <RegimeField label={names[of]} value={value} onChange={setValue} tried={tried} />
        <Problem>{problem}</Problem>
        <div className={styles.actions}>
          <Button variant="primary" type="submit">
            <Trans>Set</Trans>
          </Button>
          <Button onPress={onClose}>
            <Trans>Cancel</Trans>
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
