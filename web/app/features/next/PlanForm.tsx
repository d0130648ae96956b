import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import {
  CommandProblem,
  type LegDraft,
  legsAt,
  legsToChange,
  type NewLeg,
  type NextMeeting,
  type NextPlan,
  type NextPlanning,
  type NextSlot,
} from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { SelectField, TextField } from "../../design/Field";
import { problemText } from "../meeting/problems";
import styles from "./NextPage.module.css";
import { useModeNames } from "./next-words";
import { complete, TimeFields, timeOf, WhichOne, type WrittenTime } from "./TimeFields";

interface PlanFormProps {
  model: NextPlanning;
  next: NextMeeting;
  slot: NextSlot;
  onClose: () => void;
}

/** An entry of the itinerary as it is written. */
interface WrittenLeg {
  readonly key: number;
  readonly id?: string;
  readonly title: string;
  readonly place: string;
  readonly time: WrittenTime;
}

/** How, where and in which steps the next meeting is held. */
export function PlanForm({ model, next, slot, onClose }: PlanFormProps) {
  const { t, i18n } = useLingui();
  const modes = useModeNames();
  const [mode, setMode] = useState<NextPlan["mode"]>(next.plan?.mode ?? "virtual");
  const [title, setTitle] = useState(next.plan?.title ?? next.title);
  const [legs, setLegs] = useState(() => written(next, slot));
  const [tried, setTried] = useState(false);
  const [problem, setProblem] = useState<unknown>();
  const faulty = placeOf(problem);
  const change = (key: number, part: Partial<WrittenLeg>) => {
    setProblem(undefined);
    setLegs((all) => all.map((leg) => (leg.key === key ? { ...leg, ...part } : leg)));
  };
  const send = async (itinerary: readonly WrittenLeg[]) => {
    setTried(true);
    if (!itinerary.every((leg) => complete(leg.time) && (mode !== "in-person" || leg.place !== ""))) return;
    try {
      await model.set({
        slot: slot.id,
        mode,
        ...(title && title !== next.title ? { title } : {}),
        itinerary: itinerary.map(sent),
      });
      onClose();
    } catch (error) {
      setProblem(error);
    }
  };
  return (
    <Dialog
      title={next.meeting ? t`Move the next meeting` : t`Set the next meeting`}
      open
      onClose={onClose}
      closeLabel={t`Close`}
      wide
    >
      <form
        className={styles.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void send(legs);
        }}
      >
        <div className={styles.fields}>
          <TextField label={t`Title`} value={title} onChange={setTitle} maxLength={200} />
          <SelectField
            label={t`How it is held`}
            options={(["virtual", "in-person", "hybrid"] as const).map((id) => ({ id, label: modes[id] }))}
            selected={mode}
            onSelect={(id) => setMode(id as NextPlan["mode"])}
          />
        </div>
        {legs.map((leg, index) => (
          <fieldset key={leg.key} className={styles.leg}>
            <legend>
              <Entry number={i18n.number(index + 1)} />
            </legend>
            <TimeFields time={leg.time} onChange={(time) => change(leg.key, { time })} tried={tried} />
            <div className={styles.fields}>
              <TextField
                label={t`Place`}
                value={leg.place}
                onChange={(place) => change(leg.key, { place })}
                maxLength={200}
                required={mode === "in-person"}
                error={tried && mode === "in-person" && leg.place === "" ? t`Write where it is.` : undefined}
              />
              <TextField
                label={t`What it is`}
                value={leg.title}
                onChange={(what) => change(leg.key, { title: what })}
                maxLength={200}
              />
            </div>
            {faulty === index ? (
              <WhichOne
                problem={problem}
                zone={leg.time.zone}
                onChoose={(exact) => {
                  const chosen = legs.map((one) =>
                    one.key === leg.key ? { ...one, time: { ...one.time, exact } } : one,
                  );
                  setLegs(chosen);
                  void send(chosen);
                }}
              />
            ) : null}
            {legs.length > 1 ? (
              <div className={styles.actions}>
                <Button
                  variant="quiet"
                  icon="close"
                  onPress={() => setLegs((all) => all.filter(({ key }) => key !== leg.key))}
                >
                  <Trans>Remove this entry</Trans>
                </Button>
              </div>
            ) : null}
          </fieldset>
        ))}
        <div className={styles.actions}>
          <Button icon="plus" onPress={() => setLegs((all) => [...all, another(all)])}>
            <Trans>Add a day or a place</Trans>
          </Button>
        </div>
        <Problem>{problem !== undefined && faulty === undefined ? problemText(problem, i18n) : null}</Problem>
        <div className={styles.actions}>
          <Button type="submit" variant="primary" icon="check">
            {next.meeting ? <Trans>Move</Trans> : <Trans>Set</Trans>}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Entry({ number }: { number: string }) {
  return <Trans>Entry {number}</Trans>;
}

/** What is set, to be changed, where it has the slot's time; or one entry for the slot. */
function written(next: NextMeeting, slot: NextSlot): readonly WrittenLeg[] {
  const before = legsToChange(next.plan && !next.plan.cancelled ? next.plan.itinerary : []);
  const same = next.plan?.slot === slot.id;
  const { wall, zone, at } = slot.when;
  const first = { wall: wall.slice(0, 16), zone, at, minutes: slot.minutes };
  const legs: readonly LegDraft[] = same ? before : legsAt(first, before, next);
  return legs.map((leg, key) => ({
    key,
    ...(leg.id ? { id: leg.id } : {}),
    title: leg.title ?? "",
    place: leg.place ?? "",
    time: { wall: leg.wall, zone: leg.zone, minutes: String(leg.minutes), exact: leg.at },
  }));
}

/** A further entry: the day after the last one, in its zone. */
function another(all: readonly WrittenLeg[]): WrittenLeg {
  const last = all.at(-1);
  const at = Date.parse(`${last?.time.wall}:00Z`);
  const wall = Number.isNaN(at) ? "" : new Date(at + 86_400_000).toISOString().slice(0, 16);
  return {
    key: Math.max(0, ...all.map(({ key }) => key)) + 1,
    title: "",
    place: "",
    time: { wall, zone: last?.time.zone ?? "UTC", minutes: last?.time.minutes ?? "60" },
  };
}

function sent({ id, title, place, time }: WrittenLeg): NewLeg {
  return { ...timeOf(time), ...(id ? { id } : {}), ...(title ? { title } : {}), ...(place ? { place } : {}) };
}

/** The entry whose time is asked for. */
function placeOf(problem: unknown): number | undefined {
  if (!(problem instanceof CommandProblem) || problem.choices.length === 0) return undefined;
  const [, index] = /^itinerary\[(\d+)\]/.exec(problem.detail ?? "") ?? [];
  return index === undefined ? undefined : Number(index);
}
