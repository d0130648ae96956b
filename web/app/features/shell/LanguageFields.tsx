import { useLingui } from "@lingui/react/macro";
import { usePreferences } from "../../context";
import { SelectField } from "../../design/Field";
import { languageName } from "../../i18n/format";
import { InterfaceLanguage } from "./InterfaceLanguage";

interface LanguageFieldsProps {
  /** The meeting's languages. */
  languages: readonly string[];
  /** The language that one listens in; "" the floor. */
  listening: string;
  onListening: (language: string) => void;
}

/** The two languages that one chooses: of the interface, and to listen in. */
export function LanguageFields({ languages, listening, onListening }: LanguageFieldsProps) {
  const { t } = useLingui();
  const [preferences] = usePreferences();
  return (
    <>
      <InterfaceLanguage />
      <SelectField
        label={t`Language that you listen in`}
        icon="headphones"
        options={[
          { id: "", label: t`The floor (as it is spoken)` },
          ...languages.map((tag) => ({ id: tag, label: languageName(tag, preferences.locale) })),
        ]}
        selected={listening}
        onSelect={onListening}
      />
    </>
  );
}
