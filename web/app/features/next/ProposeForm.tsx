import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, type RefObject, useState } from "react";
import { FileTrigger } from "react-aria-components";
import { CommandProblem, type NextMeeting, type NextPlanning, ownZone } from "../../../client/index.ts";
import { Banner, Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { TextField } from "../../design/Field";
import { formatDayWithin, formatWall } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import styles from "./NextPage.module.css";
import { complete, TimeFields, timeOf, WhichOne, type WrittenTime } from "./TimeFields";

interface ProposeFormProps {
  ref: RefObject<HTMLElement | null>;
  model: NextPlanning;
  next: NextMeeting;
  /** The slot in whose place a time is proposed; "": none. */
  counter: string;
  onCounter: (slot: string) => void;
}

/** A time to propose, on the clocks of one's own zone. */
export function ProposeForm({ ref, model, next, counter, onCounter }: ProposeFormProps) {
  const { t, i18n } = useLingui();
  const [time, setTime] = useState<WrittenTime>(() => ({
    wall: "",
    zone: ownZone(next, Intl.DateTimeFormat().resolvedOptions().timeZone),
    minutes: "60",
  }));
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const before = next.slots.find(({ id }) => id === counter);
  const send = async (written: WrittenTime) => {
    setTried(true);
    if (!complete(written)) return;
    try {
      await model.propose({
        ...timeOf(written),
        ...(note ? { note } : {}),
        ...(before ? { counter: before.id } : {}),
      });
      const { exact: _, ...rest } = written;
      setTime({ ...rest, wall: "" });
      setNote("");
      setTried(false);
      setProblem(undefined);
      onCounter("");
    } catch (error) {
      setProblem(error);
    }
  };
  /** What a calendar proposes in the place of an entry. */
  const add = async (file: File | undefined) => {
    if (!file) return;
    setProblem(undefined);
    await file
      .text()
      .then((text) => model.counter(text))
      .catch(setProblem);
  };
  const asked = problem instanceof CommandProblem && problem.choices.length > 0;
  return (
    <section ref={ref} className={styles.part} aria-labelledby="propose">
      <h2 id="propose">
        <Trans>Propose a time</Trans>
      </h2>
      <form
        className={styles.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void send(time);
        }}
      >
        {before ? (
          <Banner
            tone="info"
            action={
              <Button variant="quiet" onPress={() => onCounter("")}>
                <Trans>Not instead</Trans>
              </Button>
            }
          >
            <Instead
              day={formatDayWithin(before.when.wall.slice(0, 10), i18n.locale)}
              at={formatWall(before.when.wall, i18n.locale)}
            />
          </Banner>
        ) : null}
        <TimeFields
          time={time}
          onChange={(written) => {
            setTime(written);
            setProblem(undefined);
          }}
          tried={tried}
        />
        <TextField label={t`Note`} value={note} onChange={setNote} maxLength={200} />
        <WhichOne
          problem={problem}
          zone={time.zone}
          onChoose={(exact) => {
            const written = { ...time, exact };
            setTime(written);
            void send(written);
          }}
        />
        <Problem>{problem !== undefined && !asked ? problemText(problem, i18n) : null}</Problem>
        <div className={styles.actions}>
          <Button type="submit" variant="primary" icon="plus">
            <Trans>Propose</Trans>
          </Button>
          {next.plan && !next.plan.cancelled ? (
            <FileTrigger
              acceptedFileTypes={[".ics", "text/calendar"]}
              onSelect={(files) => void add(files?.[0])}
            >
              <Button icon="agenda">
                <Trans>From a calendar…</Trans>
              </Button>
            </FileTrigger>
          ) : null}
          {next.may.answer ? (
            <span className={styles.soft}>
              <Trans>Your delegation accepts it by that.</Trans>
            </span>
          ) : null}
        </div>
      </form>
    </section>
  );
}

function Instead({ day, at }: { day: string; at: string }) {
  return (
    <Trans>
      Instead of {day}, {at}
    </Trans>
  );
}
