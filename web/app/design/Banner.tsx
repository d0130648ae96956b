import type { ReactNode } from "react";
import styles from "./Banner.module.css";
import { cx } from "./cx";
import { Icon, type IconName } from "./icons";
import tones from "./tones.module.css";

type Tone = "info" | "good" | "warn" | "danger" | "floor";

const icons: Record<Tone, IconName> = {
  info: "info",
  good: "check",
  warn: "warning",
  danger: "warning",
  floor: "floor",
};

interface BannerProps {
  tone: Tone;
  title?: ReactNode;
  icon?: IconName;
  action?: ReactNode;
  children?: ReactNode;
}

/** A line that says what is the matter and what to do. */
export function Banner({ tone, title, icon, action, children }: BannerProps) {
  return (
    <div className={cx(styles.banner, tones[tone])}>
      <Icon name={icon ?? icons[tone]} />
      <div className={styles.text}>
        {title ? <strong>{title}</strong> : null}
        {children ? <div>{children}</div> : null}
      </div>
      {action ? <div className={styles.action}>{action}</div> : null}
    </div>
  );
}

/** What went wrong, told at once; nothing where nothing did. */
export function Problem({ children }: { children: ReactNode }) {
  return children ? (
    <div role="alert">
      <Banner tone="danger">{children}</Banner>
    </div>
  ) : null;
}
