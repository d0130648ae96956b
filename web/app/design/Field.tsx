import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Select as AriaSelect,
  Switch as AriaSwitch,
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
  TextArea,
} from "react-aria-components";
import { cx } from "./cx";
import styles from "./Field.module.css";
import { Icon, type IconName } from "./icons";
import popover from "./popover.module.css";

interface TextFieldProps {
  label: string;
  value: string;
  onChange?: (value: string) => void;
  description?: ReactNode;
  required?: boolean;
  type?: "text" | "datetime-local";
  /** A time has seconds, too. */
  seconds?: boolean;
  maxLength?: number;
  rows?: number;
  error?: string | undefined;
  autoFocus?: boolean;
  readOnly?: boolean;
  inputMode?: "numeric";
  /** Of the value (BCP 47), where it is not the page's. */
  lang?: string;
}

/** One line of text, or several where `rows` is given. */
export function TextField(props: TextFieldProps) {
  const {
    label,
    description,
    required,
    type = "text",
    seconds,
    rows,
    error,
    readOnly,
    lang,
    ...rest
  } = props;
  const written = lang ? { lang } : {};
  return (
    <AriaTextField
      {...rest}
      type={type}
      isReadOnly={readOnly ?? false}
      isRequired={required ?? false}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={styles.field as string}
    >
      <Label className={styles.label as string}>{label}</Label>
      {rows ? (
        <TextArea className={styles.input as string} rows={rows} {...written} />
      ) : (
        <Input className={styles.input as string} {...written} {...(seconds ? { step: 1 } : {})} />
      )}
      {description ? (
        <Text slot="description" className={styles.description as string}>
          {description}
        </Text>
      ) : null}
      <FieldError className={styles.error as string}>{error}</FieldError>
    </AriaTextField>
  );
}

/** One of a select's options. */
export interface Option {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  /** Language of the label, where it is not the page's. */
  readonly lang?: string;
}

interface SelectFieldProps {
  label: string;
  /** Shows the label to screen readers only; the icon stands for it. */
  compact?: boolean;
  icon?: IconName;
  options: readonly Option[];
  selected: string;
  onSelect: (id: string) => void;
  description?: ReactNode;
  disabled?: boolean;
}

/** A choice of one. */
export function SelectField(props: SelectFieldProps) {
  const { label, compact, icon, options, selected, onSelect, description, disabled } = props;
  return (
    <AriaSelect
      className={cx(styles.field, compact && styles.compact)}
      value={selected}
      onChange={(key) => {
        if (key !== null) onSelect(String(key));
      }}
      isDisabled={disabled ?? false}
    >
      <Label className={compact ? "visually-hidden" : (styles.label as string)}>{label}</Label>
      <AriaButton className={styles.trigger as string}>
        {icon ? <Icon name={icon} /> : null}
        <SelectValue className={styles.value as string} />
        <Icon name="chevron" size="1rem" />
      </AriaButton>
      {description ? (
        <Text slot="description" className={styles.description as string}>
          {description}
        </Text>
      ) : null}
      <Popover className={cx(popover.popover, styles.popover)}>
        <ListBox className={popover.list as string} items={options}>
          {(option) => (
            <ListBoxItem
              id={option.id}
              textValue={option.label}
              className={cx(popover.entry, styles.option)}
              {...(option.lang ? { lang: option.lang } : {})}
            >
              {({ isSelected }) => (
                <>
                  <span className={styles.optionText} dir="auto">
                    {option.label}
                    {option.detail ? <small>{option.detail}</small> : null}
                  </span>
                  {isSelected ? <Icon name="check" size="1.1rem" /> : null}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

interface SwitchFieldProps {
  children: ReactNode;
  selected: boolean;
  onChange: (selected: boolean) => void;
  description?: ReactNode;
}

/** Something that is on or off at once. */
export function SwitchField({ children, selected, onChange, description }: SwitchFieldProps) {
  return (
    <AriaSwitch isSelected={selected} onChange={onChange} className={styles.switch as string}>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.thumb} />
      </span>
      <span className={styles.switchText}>
        {children}
        {description ? <small>{description}</small> : null}
      </span>
    </AriaSwitch>
  );
}
