import { Trans, useLingui } from "@lingui/react/macro";
import { Button, IconButton } from "../../design/Button";
import { SelectField, SwitchField, TextField } from "../../design/Field";
import { channelName } from "../interpretation/channel-name";
import styles from "./BoothsField.module.css";
import { anotherBooth, type BoothDraft, boothFault, outputsOf } from "./booths";

interface BoothsFieldProps {
  booths: readonly BoothDraft[];
  /** The meeting's languages. */
  languages: readonly string[];
  onChange: (booths: readonly BoothDraft[]) => void;
  rehearsal: boolean;
  onRehearsal: (rehearsal: boolean) => void;
  lowWhenOff: boolean;
  onLowWhenOff: (low: boolean) => void;
  /** Sending was tried: say what is wrong. */
  tried: boolean;
}

/** The booths of a meeting: what each works into, its seats, and how its microphone may be taken. */
export function BoothsField(props: BoothsFieldProps) {
  const { booths, languages, onChange, rehearsal, onRehearsal, lowWhenOff, onLowWhenOff, tried } = props;
  const change = (key: number, part: Partial<BoothDraft>) =>
    onChange(booths.map((one) => (one.key === key ? { ...one, ...part } : one)));
  return (
    <fieldset className={styles.booths}>
      <legend>
        <Trans>Interpretation</Trans>
      </legend>
      {booths.length === 0 ? (
        <p className={styles.note}>
          <Trans>
            No booths yet. One booth with two outputs serves a bilateral meeting: it works both ways.
          </Trans>
        </p>
      ) : null}
      {booths.map((booth, index) => (
        <Booth
          key={booth.key}
          booth={booth}
          number={index + 1}
          languages={languages}
          tried={tried}
          onChange={(part) => change(booth.key, part)}
          onRemove={() => onChange(booths.filter((one) => one.key !== booth.key))}
        />
      ))}
      <Button icon="plus" onPress={() => onChange([...booths, anotherBooth(booths, languages)])}>
        <Trans>Add a booth</Trans>
      </Button>
      {booths.length > 0 ? (
        <>
          <SwitchField
            selected={!lowWhenOff}
            onChange={(comesUp) => onLowWhenOff(!comesUp)}
            description={
              <Trans>
                Off: it stays as low as under an interpretation. Who has lost the interpreter hears it in any
                case.
              </Trans>
            }
          >
            <Trans>The original comes up while an interpreter's microphone is closed</Trans>
          </SwitchField>
          <SwitchField
            selected={rehearsal}
            onChange={onRehearsal}
            description={<Trans>On: everything works, and nobody outside the booths hears it.</Trans>}
          >
            <Trans>Rehearsal</Trans>
          </SwitchField>
        </>
      ) : null}
    </fieldset>
  );
}

interface BoothProps {
  booth: BoothDraft;
  number: number;
  languages: readonly string[];
  tried: boolean;
  onChange: (part: Partial<BoothDraft>) => void;
  onRemove: () => void;
}

function Booth({ booth, number, languages, tried, onChange, onRemove }: BoothProps) {
  const { t, i18n } = useLingui();
  const place = i18n.number(number);
  const offered = outputsOf(booth.kind, languages);
  const options = (present: string) =>
    [...new Set([...offered, ...(present ? [present] : [])])].map((tag) => ({
      id: tag,
      label: channelName(tag, i18n),
    }));
  const fault = tried ? boothFault(booth, languages) : undefined;
  return (
    <div className={styles.booth} role="group" aria-label={t`Booth ${place}`}>
      <div className={styles.line}>
        <TextField
          label={t`Name of booth ${place}`}
          value={booth.name}
          onChange={(name) => onChange({ name })}
          maxLength={100}
        />
        <SelectField
          label={t({ message: "Kind", context: "booth" })}
          options={[
            { id: "voice", label: t({ message: "Voice", context: "booth" }) },
            { id: "sign", label: t({ message: "Sign language", context: "booth" }) },
          ]}
          selected={booth.kind}
          onSelect={(kind) =>
            onChange(
              kind === "sign"
                ? { kind: "sign", outputA: outputsOf("sign", languages)[0] ?? "", outputB: "" }
                : { kind: "voice", outputA: languages[0] ?? "", outputB: "" },
            )
          }
        />
        <IconButton icon="close" label={t`Take booth ${place} away`} onPress={onRemove} />
      </div>
      <div className={styles.line}>
        <SelectField
          label={t`Output A`}
          options={options(booth.outputA)}
          selected={booth.outputA}
          onSelect={(outputA) => onChange({ outputA })}
        />
        <SelectField
          label={t`Output B`}
          options={[{ id: "", label: t({ message: "None", context: "output" }) }, ...options(booth.outputB)]}
          selected={booth.outputB}
          onSelect={(outputB) => onChange({ outputB })}
        />
        <SelectField
          label={t`Seats`}
          options={[1, 2, 3, 4].map((seats) => ({ id: String(seats), label: i18n.number(seats) }))}
          selected={String(booth.seats)}
          onSelect={(seats) => onChange({ seats: Number(seats) })}
        />
        <SelectField
          label={t`Taking the microphone`}
          options={[
            {
              id: "consent",
              label: t({ message: "By consent", context: "policy" }),
              detail: t`The colleague accepts; without asking only who is lost.`,
            },
            {
              id: "override",
              label: t({ message: "At once", context: "policy" }),
              detail: t`Anybody of the booth may take it without asking.`,
            },
          ]}
          selected={booth.policy}
          onSelect={(policy) => onChange({ policy: policy === "override" ? "override" : "consent" })}
        />
      </div>
      {fault ? (
        <p role="alert" className={styles.fault}>
          {fault === "same-outputs"
            ? t`Outputs A and B are the same language.`
            : t`An output is not among the meeting's languages.`}
        </p>
      ) : null}
    </div>
  );
}
