import { type ReactNode, useId } from "react";
import { cx } from "../../design/cx";
import styles from "./Block.module.css";

interface BlockProps {
  title: string;
  /** Beside the title: how it stands. */
  status?: ReactNode;
  /** Takes the space that is left. */
  grows?: boolean;
  children: ReactNode;
}

/** One of the console's fields, with its title. */
export function Block({ title, status, grows, children }: BlockProps) {
  const id = useId();
  return (
    <section className={cx(styles.block, grows && styles.grows)} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id}>{title}</h2>
        {status}
      </header>
      {children}
    </section>
  );
}
