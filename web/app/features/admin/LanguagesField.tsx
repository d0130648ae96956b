import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, CheckboxGroup, FieldError, Label } from "react-aria-components";
import { Icon } from "../../design/icons";
import { channelName } from "../interpretation/channel-name";
import styles from "./LanguagesField.module.css";

// Languages that are offered: those of the United Nations and some of the region's. The API takes any tag.
const offered = ["es", "en", "fr", "ar", "ru", "zh", "pt", "de", "it", "qu", "ay", "gn", "ht"];

interface LanguagesFieldProps {
  /** Without: the meeting's languages. */
  label?: string;
  selected: readonly string[];
  onChange: (languages: readonly string[]) => void;
  error?: string | undefined;
}

/** The meeting's languages. */
export function LanguagesField({ label, selected, onChange, error }: LanguagesFieldProps) {
  const { i18n } = useLingui();
  return (
    <CheckboxGroup
      className={styles.group as string}
      value={[...selected]}
      onChange={onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
    >
      <Label className={styles.label as string}>{label ?? <Trans>Languages of the meeting</Trans>}</Label>
      <div className={styles.boxes}>
        {offered.map((tag) => (
          <Checkbox key={tag} value={tag} className={styles.box as string}>
            {({ isSelected }) => (
              <>
                <span className={styles.tick} aria-hidden="true">
                  {isSelected ? <Icon name="check" size="0.9rem" /> : null}
                </span>
                {channelName(tag, i18n)}
              </>
            )}
          </Checkbox>
        ))}
      </div>
      <FieldError className={styles.error as string}>{error}</FieldError>
    </CheckboxGroup>
  );
}
