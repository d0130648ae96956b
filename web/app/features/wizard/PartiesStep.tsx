import { Trans, useLingui } from "@lingui/react/macro";
import { Button, IconButton } from "../../design/Button";
import { SelectField, TextField } from "../../design/Field";
import { LanguagesField } from "../admin/LanguagesField";
import { channelName } from "../interpretation/channel-name";
import { type DelegationDraft, nextKey } from "./draft";
import type { StepProps } from "./step";
import styles from "./Wizard.module.css";

/** The languages of the meeting, and its parties with the language that each speaks. */
export function PartiesStep({ draft, change, words }: StepProps) {
  const { t, i18n } = useLingui();
  const { languages, delegations } = draft;
  const set = (key: number, part: Partial<DelegationDraft>) =>
    change({ delegations: delegations.map((one) => (one.key === key ? { ...one, ...part } : one)) });
  return (
    <>
      <LanguagesField
        selected={languages}
        onChange={(chosen) => change({ languages: [...chosen] })}
        error={words["languages"]}
      />
      <fieldset className={styles.lines}>
        <legend>
          <Trans>Delegations</Trans>
        </legend>
        {delegations.map(({ key, name, language }, index) => {
          const number = i18n.number(index + 1);
          return (
            <div key={key} className={styles.delegation}>
              <TextField
                label={t`Name of delegation ${number}`}
                value={name}
                onChange={(value) => set(key, { name: value })}
                maxLength={200}
                error={words[`delegation.${key}`]}
              />
              <SelectField
                label={t`Language`}
                options={[...new Set([...languages, language])].map((tag) => ({
                  id: tag,
                  label: channelName(tag, i18n),
                }))}
                selected={language}
                onSelect={(id) => set(key, { language: id })}
              />
              <IconButton
                icon="close"
                label={t`Take delegation ${number} away`}
                onPress={() => change({ delegations: delegations.filter((one) => one.key !== key) })}
              />
            </div>
          );
        })}
        <Button
          icon="plus"
          onPress={() =>
            change({
              delegations: [
                ...delegations,
                { key: nextKey(delegations), name: "", language: languages[0] ?? "en" },
              ],
            })
          }
        >
          <Trans>Add a delegation</Trans>
        </Button>
      </fieldset>
    </>
  );
}
