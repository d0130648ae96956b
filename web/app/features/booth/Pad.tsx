import { type ReactNode, useCallback, useEffect, useRef } from "react";
import { Button, ToggleButton } from "react-aria-components";
import { cx } from "../../design/cx";
import { Icon, type IconName } from "../../design/icons";
import type { BoothTone } from "./booth-words";
import styles from "./Pad.module.css";

interface PadProps {
  label: string;
  /** A second line: what it leads to, or how it stands. */
  detail?: ReactNode;
  icon?: IconName;
  /** Its key, as written on it. */
  keyName?: string;
  tone?: BoothTone | "accent";
  large?: boolean;
  disabled?: boolean;
}

function Face({ label, detail, icon, keyName }: PadProps) {
  return (
    <>
      {icon ? <Icon name={icon} /> : null}
      <span className={styles.text}>
        <span className={styles.label}>{label}</span>
        {detail ? <small>{detail}</small> : null}
      </span>
      {keyName ? (
        <kbd className={styles.key} aria-hidden="true">
          {keyName}
        </kbd>
      ) : null}
    </>
  );
}

const classOf = ({ tone, large }: PadProps) => cx(styles.pad, tone && styles[tone], large && styles.large);

/** One of the console's buttons. */
export function Pad({ onPress, ...face }: PadProps & { onPress: () => void }) {
  return (
    <Button className={classOf(face)} isDisabled={face.disabled ?? false} onPress={onPress}>
      <Face {...face} />
    </Button>
  );
}

/** One of the console's buttons that is on or off. */
export function PadToggle({
  on,
  onChange,
  ...face
}: PadProps & { on: boolean; onChange: (on: boolean) => void }) {
  return (
    <ToggleButton
      className={classOf(face)}
      isDisabled={face.disabled ?? false}
      isSelected={on}
      onChange={onChange}
    >
      <Face {...face} />
    </ToggleButton>
  );
}

/**
 * A button that does something for as long as it is held, by pointer or by the Enter key; it is let go when the window
 * loses the focus, or the button goes.
 */
export function PadHold({ onHold, ...face }: PadProps & { onHold: (held: boolean) => void }) {
  const latest = useRef(onHold);
  useEffect(() => {
    latest.current = onHold;
  });
  const held = useRef(false);
  const hold = useCallback((next: boolean) => {
    if (held.current === next) return;
    held.current = next;
    latest.current(next);
  }, []);
  useEffect(() => {
    const release = () => hold(false);
    window.addEventListener("blur", release);
    return () => {
      window.removeEventListener("blur", release);
      release();
    };
  }, [hold]);
  return (
    <Button
      className={classOf(face)}
      isDisabled={face.disabled ?? false}
      onPressStart={() => hold(true)}
      onPressEnd={() => hold(false)}
      onBlur={() => hold(false)}
    >
      <Face {...face} />
    </Button>
  );
}
