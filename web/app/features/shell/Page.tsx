import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { usePreferences } from "../../context";
import { IconButton } from "../../design/Button";
import { cx } from "../../design/cx";
import { ActionMenu } from "../../design/Menu";
import type { Theme } from "../../preferences";
import { InterfaceLanguage } from "./InterfaceLanguage";
import styles from "./Page.module.css";
import { useTitle } from "./use-title";

interface PageProps {
  /** The document's title; the product's name is added. */
  title: string;
  width?: "narrow" | "normal" | "wide";
  /** Centres the content in the height of the window. */
  centred?: boolean;
  children: ReactNode;
}

/** A page outside the meeting: brand and preferences above, the content below. */
export function Page({ title, width = "normal", centred, children }: PageProps) {
  useTitle(title);
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        <Brand />
        <div className={styles.preferences}>
          <InterfaceLanguage compact />
          <ThemeMenu />
        </div>
      </header>
      <main className={cx(styles.main, styles[width], centred && styles.centred)}>{children}</main>
    </div>
  );
}

/** The mark (two ridges that meet in one summit) and the name. */
function Brand() {
  return (
    <span className={styles.brand} translate="no">
      <svg viewBox="0 0 32 32" width="1.75rem" height="1.75rem" aria-hidden="true" focusable="false">
        <path className={styles.ridgeFar} d="M2 26 12.5 9l4 6.5L12 26z" />
        <path className={styles.ridgeNear} d="M9 26 19.5 6 30 26z" />
      </svg>
      Cumbre
    </span>
  );
}

/** Names of the themes, in the reader's language. */
export function useThemeNames(): Readonly<Record<Theme, string>> {
  const { t } = useLingui();
  return { system: t`As the device`, light: t`Light`, dark: t`Dark` };
}

function ThemeMenu() {
  const { t } = useLingui();
  const names = useThemeNames();
  const [preferences, set] = usePreferences();
  const themes: readonly Theme[] = ["system", "light", "dark"];
  const current = names[preferences.theme];
  return (
    <ActionMenu
      label={t`Appearance`}
      trigger={<IconButton icon="theme" label={t`Appearance: ${current}`} />}
      actions={themes.map((theme) => ({
        id: theme,
        label: names[theme],
        ...(theme === preferences.theme ? { icon: "check" as const } : {}),
        run: () => set({ theme }),
      }))}
    />
  );
}
