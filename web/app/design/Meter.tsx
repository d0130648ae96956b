import { useEffect, useRef } from "react";
import type { Store } from "../../client/index.ts";
import styles from "./Meter.module.css";

interface MeterProps {
  label: string;
  level: Store<number>;
}

const bars = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/** A level of 0 … 1 as a row of bars. It is written past React: it changes 15 times a second. */
export function Meter({ label, level }: MeterProps) {
  const meter = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const show = () => {
      const value = Math.max(0, Math.min(1, level.get()));
      const element = meter.current;
      if (!element) return;
      element.setAttribute("aria-valuenow", String(Math.round(value * 100)));
      const lit = Math.round(value * bars.length);
      for (const [index, bar] of [...element.children].entries())
        bar.toggleAttribute("data-lit", index < lit);
    };
    show();
    return level.subscribe(show);
  }, [level]);
  return (
    <div
      ref={meter}
      className={styles.meter}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
    >
      {bars.map((bar) => (
        <span key={bar} className={styles.bar} />
      ))}
    </div>
  );
}

/** A level of 0 … 1 that comes with the view. */
export function Level({ label, value }: { label: string; value: number }) {
  const level = Math.max(0, Math.min(1, value));
  const lit = Math.round(level * bars.length);
  return (
    <div
      className={styles.meter}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(level * 100)}
    >
      {bars.map((bar) => (
        <span key={bar} className={styles.bar} data-lit={bar < lit || undefined} />
      ))}
    </div>
  );
}
