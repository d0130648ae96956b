import type { ReactNode, Ref } from "react";
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Link as AriaLink,
  ToggleButton as AriaToggleButton,
  type ToggleButtonProps,
} from "react-aria-components";
import styles from "./Button.module.css";
import { cx } from "./cx";
import { Icon, type IconName } from "./icons";

type Variant = "primary" | "secondary" | "quiet" | "danger";

interface ButtonProps extends Omit<AriaButtonProps, "className" | "children" | "style"> {
  variant?: Variant;
  icon?: IconName;
  children: ReactNode;
  wide?: boolean;
  large?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** A button with words. */
export function Button({ variant = "secondary", icon, children, wide, large, ...props }: ButtonProps) {
  return (
    <AriaButton
      {...props}
      className={cx(styles.button, styles[variant], wide && styles.wide, large && styles.large)}
    >
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
    </AriaButton>
  );
}

interface LinkButtonProps {
  variant?: Variant;
  icon?: IconName;
  href: string;
  children: ReactNode;
}

/** A link that looks like a button: it leads somewhere. */
export function LinkButton({ variant = "secondary", icon, href, children }: LinkButtonProps) {
  return (
    <AriaLink href={href} className={cx(styles.button, styles[variant])}>
      {icon ? <Icon name={icon} /> : null}
      <span>{children}</span>
    </AriaLink>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, "className" | "children" | "style"> {
  icon: IconName;
  label: string;
  variant?: "quiet" | "danger" | "onPicture";
  ref?: Ref<HTMLButtonElement>;
}

/** A button with an icon alone; its label is read and shown as a title. */
export function IconButton({ icon, label, variant = "quiet", ...props }: IconButtonProps) {
  return (
    <AriaButton {...props} aria-label={label} className={cx(styles.button, styles.square, styles[variant])}>
      <Icon name={icon} />
    </AriaButton>
  );
}

interface ControlProps {
  icon: IconName;
  /** What is seen under the icon: short. It begins the accessible name, so that speech input finds the control. */
  caption: string;
  /** What is read after the caption: what pressing does. Left out where the caption says it. */
  label?: string;
  /** The key that does the same, shown in the title. */
  shortcut?: string;
  /** How it is drawn: "off" warns that nothing is sent, "active" that something unusual is. */
  tone?: "off" | "active" | "leave";
  badge?: string | undefined;
  collapsible?: boolean;
}

/** One control of the meeting's bar, as a button. */
export function ControlButton(
  props: ControlProps & Omit<AriaButtonProps, "className" | "children" | "style">,
) {
  return <AriaButton {...dressed(props)} />;
}

/** One control of the meeting's bar that is on or off. */
export function ControlToggle(
  props: ControlProps & Omit<ToggleButtonProps, "className" | "children" | "style">,
) {
  return <AriaToggleButton {...dressed(props)} />;
}

/** What a control is drawn as, beside what it does. */
function dressed<Props extends ControlProps>(props: Props) {
  const { icon, caption, label, shortcut, tone, badge, collapsible, ...behaviour } = props;
  return {
    ...behaviour,
    ...(shortcut ? { "aria-keyshortcuts": shortcut } : {}),
    className: cx(styles.control, tone && styles[tone], collapsible && styles.collapsible),
    children: <ControlFace icon={icon} caption={caption} label={label} badge={badge} shortcut={shortcut} />,
  };
}

interface FaceProps {
  icon: IconName;
  caption: string;
  label: string | undefined;
  badge: string | undefined;
  shortcut: string | undefined;
}

function ControlFace({ icon, caption, label, badge, shortcut }: FaceProps) {
  return (
    <>
      <span className={styles.face}>
        <Icon name={icon} size="1.5rem" />
        {badge ? (
          <span className={styles.badge} aria-hidden="true">
            {badge}
          </span>
        ) : null}
      </span>
      <span className={styles.caption}>
        <span className={styles.words}>{caption}</span>
        {label && label !== caption ? <span className="visually-hidden">. {label}</span> : null}
        {shortcut ? (
          <kbd className={styles.key} aria-hidden="true">
            {shortcut}
          </kbd>
        ) : null}
      </span>
    </>
  );
}
