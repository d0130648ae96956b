import type { ReactElement } from "react";
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from "react-aria-components";
import { cx } from "./cx";
import { Icon, type IconName } from "./icons";
import styles from "./Menu.module.css";
import popover from "./popover.module.css";

/** One entry of a menu. */
export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly shortcut?: string;
  readonly danger?: boolean;
  /** A line is drawn above it. */
  readonly separated?: boolean;
  readonly run: () => void;
}

interface ActionMenuProps {
  /** What the menu is about, for screen readers. */
  label: string;
  /** The button that opens it. */
  trigger: ReactElement;
  actions: readonly MenuAction[];
}

/** A button that opens a list of actions. */
export function ActionMenu({ label, trigger, actions }: ActionMenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={cx(popover.popover, styles.popover)}>
        <AriaMenu
          aria-label={label}
          className={popover.list as string}
          onAction={(key) => actions.find((action) => action.id === key)?.run()}
        >
          {actions.flatMap((action) => [
            action.separated ? (
              <Separator key={`${action.id}-line`} className={styles.line as string} />
            ) : null,
            <MenuItem
              key={action.id}
              id={action.id}
              textValue={action.label}
              className={cx(popover.entry, styles.item, action.danger && styles.danger)}
            >
              {action.icon ? <Icon name={action.icon} /> : null}
              <span className={styles.text}>{action.label}</span>
              {action.shortcut ? <kbd className={styles.key}>{action.shortcut}</kbd> : null}
            </MenuItem>,
          ])}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
