import { useLingui } from "@lingui/react/macro";
import { type Option, SelectField, TextField } from "../../design/Field";
import { languageName } from "../../i18n/format";
import { fromTemplate, type TemplateID } from "./draft";
import type { StepProps } from "./step";
import styles from "./Wizard.module.css";

/** The kind of meeting, its title in each of its languages, and when it begins. */
export function WhatStep({ draft, change, words }: StepProps) {
  const { t, i18n } = useLingui();
  const kinds: readonly (Option & { id: TemplateID })[] = [
    { id: "bilateral", label: t`Bilateral`, detail: t`Two delegations, two languages, one booth` },
    { id: "multilateral", label: t`Multilateral`, detail: t`Several delegations, four languages` },
    { id: "blank", label: t`Blank`, detail: t`Nothing is filled in` },
  ];
  return (
    <>
      <SelectField
        label={t`Kind of meeting`}
        options={kinds}
        selected={draft.template}
        onSelect={(id) => change(fromTemplate(kinds.find((kind) => kind.id === id)?.id ?? "blank", draft))}
        description={t`A beginning: everything can be changed in the next steps.`}
      />
      {draft.languages.map((tag, index) => {
        const language = languageName(tag, i18n.locale);
        return (
          <TextField
            key={tag}
            label={t`Title in ${language}`}
            value={draft.titles[tag] ?? ""}
            onChange={(title) => change({ titles: { ...draft.titles, [tag]: title } })}
            lang={tag}
            required={index === 0}
            autoFocus={index === 0}
            maxLength={200}
            error={words[`title.${tag}`]}
          />
        );
      })}
      <div className={styles.pair}>
        <TextField
          label={t`Start`}
          type="datetime-local"
          value={draft.start}
          onChange={(start) => change({ start })}
          description={t`By the clocks of the time zone. Without one the lobby is always open.`}
        />
        <SelectField
          label={t`Time zone`}
          options={timeZones(draft.timezone)}
          selected={draft.timezone}
          onSelect={(timezone) => change({ timezone })}
        />
      </div>
    </>
  );
}

/** Every zone that the browser knows, with the present one even where the browser hides it (UTC). */
function timeZones(present: string): readonly Option[] {
  const known = Intl.supportedValuesOf("timeZone");
  const all = known.includes(present) ? known : [present, ...known];
  return all.map((zone) => ({ id: zone, label: zone.replaceAll("_", " ") }));
}
