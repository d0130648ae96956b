import { useId } from "react";
import { cx } from "./cx";
import styles from "./Range.module.css";

interface RangeProps {
  label: string;
  /** What the value is in words: seen beside the label and read by screen readers. */
  words: string;
  value: number;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
  /** The keys that do the same, shown beside the label. */
  keys?: string | undefined;
  /** Label, slider and value in one line. */
  line?: boolean;
  disabled?: boolean;
}

/** A slider whose value is said in words. */
export function Range({ label, words, value, min, max, step, onChange, keys, line, disabled }: RangeProps) {
  const id = useId();
  return (
    <div className={cx(styles.range, line && styles.line)}>
      <label htmlFor={id} className={styles.label}>
        {label}
        {keys ? (
          <kbd className={styles.keys} aria-hidden="true">
            {keys}
          </kbd>
        ) : null}
      </label>
      <input
        id={id}
        type="range"
        className={styles.input}
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        aria-valuetext={words}
        onChange={(event) => onChange(event.target.valueAsNumber)}
      />
      <output className={styles.words} htmlFor={id} aria-hidden="true">
        {words}
      </output>
    </div>
  );
}
