import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Form } from "react-aria-components";
import { Banner } from "../../design/Banner";
import { Button, IconButton } from "../../design/Button";
import { type Option, SelectField, TextField } from "../../design/Field";
import { channelName } from "../interpretation/channel-name";
import type { AdminModel } from "./admin-model";
import { BoothsField } from "./BoothsField";
import { type BoothDraft, boothsFit, setupOf } from "./booths";
import { LanguagesField } from "./LanguagesField";
import styles from "./MeetingForm.module.css";
import { useSubmit } from "./use-submit";
import { instantOf } from "./zoned-time";

interface DelegationDraft {
  readonly key: number;
  readonly name: string;
  readonly language: string;
}

interface MeetingFormProps {
  model: AdminModel;
  onDone: () => void;
}

/** A new meeting: title, when and where, languages, delegations. */
export function MeetingForm({ model, onDone }: MeetingFormProps) {
  const { t } = useLingui();
  const [title, setTitle] = useState("");
  const [start, setStart] = useState("");
  const [timezone, setTimezone] = useState(() => new Intl.DateTimeFormat().resolvedOptions().timeZone);
  const [languages, setLanguages] = useState<readonly string[]>(["es", "en"]);
  const [delegations, setDelegations] = useState<readonly DelegationDraft[]>([
    { key: 1, name: "", language: "es" },
    { key: 2, name: "", language: "en" },
  ]);
  const [agenda, setAgenda] = useState("");
  const [booths, setBooths] = useState<readonly BoothDraft[]>([]);
  const [rehearsal, setRehearsal] = useState(false);
  const [lowWhenOff, setLowWhenOff] = useState(false);
  const complete = title.trim() !== "" && languages.length > 0 && boothsFit(booths, languages);
  const { tried, saving, problem, onSubmit } = useSubmit(complete, async () => {
    const at = start ? instantOf(start, timezone) : undefined;
    const points = agenda
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    await model.create({
      title: title.trim(),
      languages: [...languages],
      delegations: delegations
        .filter(({ name }) => name.trim() !== "")
        .map(({ name, language }) => ({ name: name.trim(), languages: [language] })),
      ...(at ? { start: at, timezone } : {}),
      ...(booths.length > 0 ? { interpretation: { rehearsal, lowWhenOff, booths: setupOf(booths) } } : {}),
      ...(points.length > 0 ? { agenda: points.map((point) => ({ title: point })) } : {}),
    });
    onDone();
  });

  return (
    <Form className={styles.form as string} onSubmit={onSubmit}>
      <h2>
        <Trans>New meeting</Trans>
      </h2>
      <TextField
        label={t`Title`}
        value={title}
        onChange={setTitle}
        autoFocus
        required
        maxLength={200}
        error={tried && title.trim() === "" ? t`A meeting needs a title.` : undefined}
      />
      <div className={styles.pair}>
        <TextField label={t`Start`} type="datetime-local" value={start} onChange={setStart} />
        <SelectField
          label={t`Time zone`}
          options={timeZones(timezone)}
          selected={timezone}
          onSelect={setTimezone}
        />
      </div>
      <LanguagesField
        selected={languages}
        onChange={setLanguages}
        error={tried && languages.length === 0 ? t`Choose at least one language.` : undefined}
      />
      <Delegations delegations={delegations} languages={languages} onChange={setDelegations} />
      <BoothsField
        booths={booths}
        languages={languages}
        onChange={setBooths}
        rehearsal={rehearsal}
        onRehearsal={setRehearsal}
        lowWhenOff={lowWhenOff}
        onLowWhenOff={setLowWhenOff}
        tried={tried}
      />
      <TextField
        label={t`Agenda`}
        value={agenda}
        onChange={setAgenda}
        rows={4}
        description={<Trans>One point a line.</Trans>}
      />
      {problem ? (
        <div role="alert">
          <Banner tone="danger" title={<Trans>The meeting was not created</Trans>}>
            {problem}
          </Banner>
        </div>
      ) : null}
      <div className={styles.actions}>
        <Button variant="primary" type="submit" isDisabled={saving}>
          <Trans>Create the meeting</Trans>
        </Button>
        <Button onPress={onDone}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Form>
  );
}

/** Every zone that the browser knows, with the present one even where the browser hides it (UTC). */
function timeZones(present: string): readonly Option[] {
  const known = Intl.supportedValuesOf("timeZone");
  const all = known.includes(present) ? known : [present, ...known];
  return all.map((zone) => ({ id: zone, label: zone.replaceAll("_", " ") }));
}

interface DelegationsProps {
  delegations: readonly DelegationDraft[];
  languages: readonly string[];
  onChange: (delegations: readonly DelegationDraft[]) => void;
}

function Delegations({ delegations, languages, onChange }: DelegationsProps) {
  const { t, i18n } = useLingui();
  const change = (key: number, part: Partial<DelegationDraft>) =>
    onChange(delegations.map((one) => (one.key === key ? { ...one, ...part } : one)));
  const next = Math.max(0, ...delegations.map(({ key }) => key)) + 1;
  return (
    <fieldset className={styles.delegations}>
      <legend>
        <Trans>Delegations</Trans>
      </legend>
      {delegations.map(({ key, name, language }, index) => (
        <div key={key} className={styles.delegation}>
          <TextField
            label={t`Name of delegation ${index + 1}`}
            value={name}
            onChange={(value) => change(key, { name: value })}
            maxLength={200}
          />
          <SelectField
            label={t`Language`}
            options={[...new Set([...languages, language])].map((tag) => ({
              id: tag,
              label: channelName(tag, i18n),
            }))}
            selected={language}
            onSelect={(id) => change(key, { language: id })}
          />
          <IconButton
            icon="close"
            label={t`Take delegation ${index + 1} away`}
            onPress={() => onChange(delegations.filter((one) => one.key !== key))}
          />
        </div>
      ))}
      <Button
        icon="plus"
        onPress={() => onChange([...delegations, { key: next, name: "", language: languages[0] ?? "en" }])}
      >
        <Trans>Add a delegation</Trans>
      </Button>
    </fieldset>
  );
}
