import { Trans, useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useState } from "react";
import { usePreferences } from "../../context";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { type BoothAction, boothActions, defaultKeys, keyName, rebind } from "./booth-keys";
import { actionName, keyLabel } from "./booth-words";
import styles from "./KeysDialog.module.css";

/** The keys of the console: what each does, and another key for it. */
export function KeysDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog title={t`Keys of the console`} open={open} onClose={onClose} closeLabel={t`Close`} wide>
      <Keys />
    </Dialog>
  );
}

function Keys() {
  const { t, i18n } = useLingui();
  const [{ boothKeys }, set] = usePreferences();
  const [waiting, setWaiting] = useState<BoothAction>();
  const [said, setSaid] = useState("");

  const onKey = (action: BoothAction, event: KeyboardEvent) => {
    if (waiting !== action) return;
    const name = keyName(event.nativeEvent);
    if (name === "" || name === "Tab") {
      if (name === "Tab") setWaiting(undefined);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const what = actionName(action, i18n);
    const key = keyLabel(name, i18n);
    const result = rebind(boothKeys, action, name);
    if ("taken" in result) {
      const other = actionName(result.taken, i18n);
      setSaid(t`${key} already does something else: ${other}. Press another key.`);
    } else if ("reserved" in result) {
      setSaid(t`${key} belongs to the browser. Press another key.`);
    } else {
      set({ boothKeys: result.keys });
      setWaiting(undefined);
      setSaid(t`${what}: ${key}`);
    }
  };
  return (
    <div className={styles.keys}>
      <p className={styles.note}>
        <Trans>
          Keys do nothing while you write in a field. On a button reached with Tab, Enter presses the button;
          Space is always the cough key, and ends when the window loses the keyboard.
        </Trans>
      </p>
      <p role="status" className={styles.said}>
        {said}
      </p>
      <ul className={styles.list}>
        {boothActions.map((action) => {
          const what = actionName(action, i18n);
          const key = keyLabel(boothKeys[action], i18n);
          return (
            <li key={action}>
              <span>{what}</span>
              {/* A plain button: it must see every key itself, also those that would press it. */}
              <button
                type="button"
                className={styles.key}
                data-waiting={waiting === action || undefined}
                aria-label={t`${what}: ${key}. Change the key`}
                onClick={() => {
                  setWaiting(action);
                  setSaid(t`Press the new key for: ${what}`);
                }}
                onKeyDownCapture={(event) => onKey(action, event)}
                onBlur={() => setWaiting(undefined)}
              >
                {waiting === action ? "…" : key}
              </button>
            </li>
          );
        })}
      </ul>
      <Button
        onPress={() => {
          set({ boothKeys: defaultKeys });
          setSaid(t`All keys are as at first.`);
        }}
      >
        <Trans>Reset all keys</Trans>
      </Button>
    </div>
  );
}
