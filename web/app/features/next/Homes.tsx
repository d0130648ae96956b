import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import {
  closedDays,
  closedText,
  type DelegationHome,
  type NextMeeting,
  type NextPlanning,
} from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { SelectField, TextField } from "../../design/Field";
import { formatDay, formatWall } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import styles from "./NextPage.module.css";
import { zoneName } from "./next-words";
import { zones } from "./TimeFields";

/** When each delegation works, by its own word. */
export function Homes({ model, next }: { model: NextPlanning; next: NextMeeting }) {
  const { t } = useLingui();
  const [changing, setChanging] = useState<DelegationHome>();
  const { may, homes } = next;
  if (homes.length === 0) return null;
  return (
    <section className={styles.part} aria-labelledby="homes">
      <h2 id="homes">
        <Trans>Working hours and holidays</Trans>
      </h2>
      <ul className={styles.homes}>
        {homes.map((home) => {
          const { name } = home;
          return (
            <li key={home.delegation} className={styles.card}>
              <h3>
                <bdi>{home.name}</bdi>
              </h3>
              <Hours home={home} />
              {may.arrange || (may.propose && may.for === home.delegation) ? (
                <div className={styles.actions}>
                  <Button
                    icon="pencil"
                    aria-label={t`Change the hours of ${name}`}
                    onPress={() => setChanging(home)}
                  >
                    <Trans>Change</Trans>
                  </Button>
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
      {changing ? <HomeForm model={model} home={changing} onClose={() => setChanging(undefined)} /> : null}
    </section>
  );
}

function Hours({ home }: { home: DelegationHome }) {
  const { i18n } = useLingui();
  if (!home.zone)
    return (
      <p className={styles.soft}>
        <Trans>The time zone is not known yet.</Trans>
      </p>
    );
  return (
    <>
      <p>
        <bdi dir="ltr">{zoneName(home.zone)}</bdi>,{" "}
        <bdi>{`${clock(home.from, i18n.locale)}–${clock(home.to, i18n.locale)}`}</bdi>
      </p>
      {home.closed.length > 0 ? (
        <details>
          <summary>
            <Trans>Holidays</Trans>
          </summary>
          <ul>
            {home.closed.map(({ date, name }) => (
              <li key={date}>
                {formatDay(date, i18n.locale)} <bdi>{name}</bdi>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </>
  );
}

/** Minutes of a day as a clock shows them. */
function clock(minutes: number, locale: string): string {
  const at = new Date(minutes * 60_000).toISOString().slice(0, 19);
  return formatWall(at, locale);
}

/** The weekends that there are, as the days' numbers. */
const WEEKENDS = ["0,6", "5,6", "4,5", "0", "5", ""];
const HALF_HOURS = Array.from({ length: 48 }, (_, index) => index * 30);

function HomeForm({
  model,
  home,
  onClose,
}: {
  model: NextPlanning;
  home: DelegationHome;
  onClose: () => void;
}) {
  const { t, i18n } = useLingui();
  const { name } = home;
  const known = home.zone !== undefined;
  const [zone, setZone] = useState(home.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [from, setFrom] = useState(String(known ? home.from : 9 * 60));
  const [to, setTo] = useState(String(known ? home.to : 18 * 60));
  const [weekend, setWeekend] = useState(known ? home.weekend.join(",") : "0,6");
  const [closed, setClosed] = useState(closedText(home.closed));
  const [problem, setProblem] = useState<string>();
  const days = closedDays(closed);
  const times = (present: string) =>
    [...new Set([...HALF_HOURS, Number(present)])]
      .sort((a, b) => a - b)
      .map((minutes) => ({ id: String(minutes), label: clock(minutes, i18n.locale) }));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (days === undefined) return;
    const list = weekend === "" ? [] : weekend.split(",").map(Number);
    try {
      await model.setHome(home.delegation, {
        zone,
        from: Number(from),
        to: Number(to),
        weekend: list,
        closed: days,
      });
      onClose();
    } catch (error) {
      setProblem(problemText(error, i18n));
    }
  };
  return (
    <Dialog title={t`Working hours of ${name}`} open onClose={onClose} closeLabel={t`Close`}>
      <form className={styles.form} onSubmit={(event) => void save(event)}>
        <SelectField label={t`Time zone`} options={zones(zone)} selected={zone} onSelect={setZone} />
        <div className={styles.fields}>
          <SelectField label={t`Work begins`} options={times(from)} selected={from} onSelect={setFrom} />
          <SelectField label={t`Work ends`} options={times(to)} selected={to} onSelect={setTo} />
        </div>
        <SelectField
          label={t`Weekend`}
          options={[...new Set([...WEEKENDS, weekend])].map((id) => ({
            id,
            label: weekdays(id, i18n.locale) || t`No weekend`,
          }))}
          selected={weekend}
          onSelect={setWeekend}
        />
        <TextField
          label={t`Holidays`}
          description={t`One a line: the day as 2021-09-16, then its name.`}
          value={closed}
          onChange={setClosed}
          rows={6}
          error={days === undefined ? t`A line has no day. Write it as 2021-09-16.` : undefined}
        />
        <Problem>{problem}</Problem>
        <div className={styles.actions}>
          <Button type="submit" variant="primary" icon="check">
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** "Saturday, Sunday" of "6,0". */
function weekdays(list: string, locale: string): string {
  if (list === "") return "";
  const name = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" });
  // 3 January 2021 was a Sunday.
  const days = list.split(",").map((day) => name.format(Date.UTC(2021, 0, 3 + Number(day))));
  return new Intl.ListFormat(locale, { type: "unit" }).format(days);
}
