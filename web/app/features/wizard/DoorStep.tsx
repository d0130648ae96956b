import { Trans, useLingui } from "@lingui/react/macro";
import { TextField } from "../../design/Field";
import type { StepProps } from "./step";
import styles from "./Wizard.module.css";

/** When the lobby opens. */
export function DoorStep({ draft, change, words }: StepProps) {
  const { t } = useLingui();
  return (
    <>
      <TextField
        label={t`The lobby opens so many minutes before the start`}
        value={draft.lobby}
        onChange={(lobby) => change({ lobby })}
        inputMode="numeric"
        maxLength={5}
        error={words["lobby"]}
      />
      <p className={styles.note}>
        <Trans>
          Until then nobody comes in, also with a link; the chair and the organisers may enter earlier to
          prepare.
        </Trans>
      </p>
    </>
  );
}
