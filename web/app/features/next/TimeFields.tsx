import { Trans, useLingui } from "@lingui/react/macro";
import { CommandProblem } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { type Option, SelectField, TextField } from "../../design/Field";
import { formatDateTime } from "../../i18n/format";
import { instantOf } from "../admin/zoned-time";
import styles from "./NextPage.module.css";
import { zoneName } from "./next-words";

/** A local time as it is written. */
export interface WrittenTime {
  /** 2021-06-08T10:00 */
  readonly wall: string;
  readonly zone: string;
  readonly minutes: string;
  /** The instant (RFC 3339) of a time that was there, or the one of two that was meant; until another is written. */
  readonly exact?: string;
}

/** What is sent of it. */
export function timeOf({ wall, zone, minutes, exact }: WrittenTime) {
  return { wall: exact ?? wall, zone, minutes: Number(minutes) };
}

/** Whether it can be sent. */
export function complete(time: WrittenTime): boolean {
  return time.wall !== "" && hasMinutes(time) && !isOver(time);
}

function hasMinutes({ minutes }: WrittenTime): boolean {
  return /^[1-9]\d{0,3}$/.test(minutes);
}

/** The server says it, too, in English. */
function isOver({ wall, zone, exact }: WrittenTime): boolean {
  const at = Date.parse(exact ?? instantOf(wall, zone) ?? "");
  return at <= Date.now();
}

interface TimeFieldsProps {
  time: WrittenTime;
  onChange: (time: WrittenTime) => void;
  tried: boolean;
  autoFocus?: boolean;
}

/** Date and time, zone, and how long. */
export function TimeFields({ time, onChange, tried, autoFocus }: TimeFieldsProps) {
  const { t } = useLingui();
  const change = (part: Pick<WrittenTime, "wall"> | Pick<WrittenTime, "zone">) => {
    const { exact: _, ...rest } = time;
    onChange({ ...rest, ...part });
  };
  const wrong = time.wall === "" ? t`Choose a date and a time.` : t`Choose a time that is still to come.`;
  const fault = tried && (time.wall === "" || isOver(time)) ? wrong : undefined;
  return (
    <div className={styles.fields}>
      <TextField
        label={t`Date and time`}
        type="datetime-local"
        value={time.wall}
        onChange={(wall) => change({ wall })}
        required
        error={fault}
        {...(autoFocus ? { autoFocus } : {})}
      />
      <SelectField
        label={t`Time zone`}
        options={zones(time.zone)}
        selected={time.zone}
        onSelect={(zone) => change({ zone })}
      />
      <TextField
        label={t`Minutes`}
        inputMode="numeric"
        value={time.minutes}
        onChange={(minutes) => onChange({ ...time, minutes })}
        required
        error={tried && !hasMinutes(time) ? t`Write how many minutes.` : undefined}
      />
    </div>
  );
}

/** The zones that the browser knows, and the present one even where it hides it. */
export function zones(present: string): readonly Option[] {
  const known = Intl.supportedValuesOf("timeZone");
  const all = known.includes(present) || present === "" ? known : [present, ...known];
  return all.map((zone) => ({ id: zone, label: zoneName(zone) }));
}

/** Asks which of two times is meant; nothing where the problem is another. */
export function WhichOne({
  problem,
  zone,
  onChoose,
}: {
  problem: unknown;
  zone: string;
  onChoose: (exact: string) => void;
}) {
  const { i18n } = useLingui();
  if (!(problem instanceof CommandProblem) || problem.choices.length === 0) return null;
  const name = zoneName(zone);
  return (
    <div role="alert">
      <Banner
        tone="warn"
        title={
          <Trans>
            On that day the clocks of {name} skip this time, or show it twice. Which one is meant?
          </Trans>
        }
      >
        <div className={styles.actions}>
          {problem.choices.map((choice) => (
            <Button key={choice} icon="clock" onPress={() => onChoose(choice)}>
              {formatDateTime(choice, i18n.locale, zone)}
            </Button>
          ))}
        </div>
      </Banner>
    </div>
  );
}
