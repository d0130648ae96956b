import type { ReactNode } from "react";
import { cx } from "../../design/cx";
import { Icon, type IconName } from "../../design/icons";
import tones from "../../design/tones.module.css";
import { Page } from "../shell/Page";
import styles from "./MessagePage.module.css";

interface MessagePageProps {
  icon: IconName;
  tone?: "info" | "good" | "warn";
  title: string;
  /** What is the case, and what to do. */
  children: ReactNode;
  actions?: ReactNode;
}

/** A page that says one thing: what is the case and what to do now. */
export function MessagePage({ icon, tone = "info", title, children, actions }: MessagePageProps) {
  return (
    <Page title={title} width="narrow" centred>
      <section className={styles.message}>
        <span className={cx(styles.mark, tones[tone])}>
          <Icon name={icon} size="2rem" />
        </span>
        <h1>{title}</h1>
        <div className={styles.text}>{children}</div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </section>
    </Page>
  );
}
