import { type ReactNode, useState } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { Button, IconButton } from "./Button";
import { cx } from "./cx";
import styles from "./Dialog.module.css";

interface DialogProps {
  title: string;
  open: boolean;
  onClose: () => void;
  /** Label of the button that closes. */
  closeLabel: string;
  wide?: boolean;
  /** Nothing inside takes the focus: the body does, so that it can be scrolled by the keyboard. */
  reading?: boolean;
  /** What was typed inside is not lost to Escape or a press beside it: then only its buttons close it. */
  keeps?: boolean;
  children: ReactNode;
}

/** A modal dialogue with a title and a button that closes it; Escape does the same. */
export function Dialog(props: DialogProps) {
  const { title, open, onClose, closeLabel, wide, reading, keeps = false, children } = props;
  const [typed, setTyped] = useState(false);
  const held = keeps && typed;
  return (
    <ModalOverlay
      className={styles.overlay as string}
      isOpen={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
      isDismissable={!held}
      isKeyboardDismissDisabled={held}
    >
      <Modal className={cx(styles.modal, wide && styles.wide)}>
        <AriaDialog className={styles.dialog as string}>
          <header className={styles.header}>
            <Heading slot="title" level={2} className={styles.title as string}>
              {title}
            </Heading>
            <IconButton icon="close" label={closeLabel} onPress={onClose} />
          </header>
          <div
            className={styles.body}
            onInput={() => setTyped(true)}
            {...(reading ? { tabIndex: 0, role: "group", "aria-label": title } : {})}
          >
            {children}
          </div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

interface ConfirmProps {
  title: string;
  open: boolean;
  confirmLabel: string;
  cancelLabel: string;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
}

/** Asks before something that cannot be taken back. The focus starts on the way out. */
export function Confirm(props: ConfirmProps) {
  const { title, open, confirmLabel, cancelLabel, onConfirm, onClose, children } = props;
  return (
    <ModalOverlay
      className={styles.overlay as string}
      isOpen={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Modal className={styles.modal as string}>
        <AriaDialog role="alertdialog" className={styles.dialog as string}>
          <header className={styles.header}>
            <Heading slot="title" level={2} className={styles.title as string}>
              {title}
            </Heading>
          </header>
          <div className={styles.body}>{children}</div>
          <footer className={styles.footer}>
            <Button onPress={onClose} autoFocus>
              {cancelLabel}
            </Button>
            <Button
              variant="danger"
              onPress={() => {
                onConfirm();
                onClose();
              }}
            >
              {confirmLabel}
            </Button>
          </footer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
