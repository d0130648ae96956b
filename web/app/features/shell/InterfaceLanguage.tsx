import { useLingui } from "@lingui/react/macro";
import { usePreferences } from "../../context";
import { SelectField } from "../../design/Field";
import { isLocale, localeNames, locales } from "../../i18n/locales";

/** The language of the interface, each named in itself. */
export function InterfaceLanguage({ compact = false }: { compact?: boolean }) {
  const { t } = useLingui();
  const [preferences, set] = usePreferences();
  return (
    <SelectField
      compact={compact}
      icon="globe"
      label={t`Language of the interface`}
      options={locales.map((locale) => ({ id: locale, label: localeNames[locale], lang: locale }))}
      selected={preferences.locale}
      onSelect={(id) => {
        if (isLocale(id)) set({ locale: id });
      }}
    />
  );
}
