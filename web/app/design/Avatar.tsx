import styles from "./Avatar.module.css";
import { initialsOf } from "./initials";

/** A person's initials on their delegation's colour (`--delegation` of an element around it). */
export function Avatar({ name, size = "2.5rem" }: { name: string; size?: string }) {
  return (
    <span className={styles.avatar} style={{ inlineSize: size, blockSize: size }} aria-hidden="true">
      <svg viewBox="0 0 40 40" className={styles.text} role="presentation" focusable="false">
        <text x="20" y="21" textAnchor="middle" dominantBaseline="central">
          {initialsOf(name)}
        </text>
      </svg>
    </span>
  );
}
