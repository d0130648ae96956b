import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { IconButton } from "../../design/Button";
import { cx } from "../../design/cx";
import styles from "./SidePanel.module.css";

interface SidePanelProps {
  title: string;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  /** In a small window all of it scrolls, footer included; else only what is between header and footer. */
  flows?: boolean;
  /** More than half of the window: what is worked in. */
  large?: boolean;
}

/** A panel beside the room; on a phone it covers the room. The focus goes to its title when it opens, and back. */
export function SidePanel({ title, onClose, children, footer, flows, large }: SidePanelProps) {
  const { t } = useLingui();
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    const before = document.activeElement;
    heading.current?.focus();
    return () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <aside className={cx(styles.panel, flows && styles.flows, large && styles.large)} aria-labelledby={id}>
      <header className={styles.header}>
        <h2 id={id} ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h2>
        <IconButton icon="close" label={t`Close the panel`} onPress={onClose} />
      </header>
      {children}
      {footer ? <footer className={styles.footer}>{footer}</footer> : null}
    </aside>
  );
}
