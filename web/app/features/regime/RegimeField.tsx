import { useLingui } from "@lingui/react/macro";
import { type Attribution, attributed, type RegimeName } from "../../../client/index.ts";
import { SelectField, TextField } from "../../design/Field";
import { regimeNames, regimes } from "./regime-words";

interface RegimeFieldProps {
  label: string;
  value: Attribution;
  onChange: (value: Attribution) => void;
  /** A label is missing, and was asked for. */
  tried?: boolean;
}

/** What may be made of words, with the label that background needs. */
export function RegimeField({ label, value, onChange, tried }: RegimeFieldProps) {
  const { t, i18n } = useLingui();
  const background = value.regime === "background";
  return (
    <>
      <SelectField
        label={label}
        options={regimeNames.map((id) => ({ id, label: i18n._(regimes[id].name) }))}
        selected={value.regime}
        onSelect={(id) => onChange({ regime: id as RegimeName, label: value.label ?? "" })}
        description={i18n._(regimes[value.regime].means)}
      />
      {background ? (
        <TextField
          label={t`Attributed to`}
          value={value.label ?? ""}
          onChange={(text) => onChange({ ...value, label: text })}
          description={t`For example: a senior official`}
          required
          maxLength={200}
          error={tried && !attributed(value) ? t`Say what the words are attributed to.` : undefined}
        />
      ) : null}
    </>
  );
}
