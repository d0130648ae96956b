import { Trans, useLingui } from "@lingui/react/macro";
import { TextField } from "../../design/Field";
import { RegimeField } from "../regime/RegimeField";
import type { StepProps } from "./step";
import styles from "./Wizard.module.css";

/** When the lobby opens, and what may be made of what is said. */
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
      <RegimeField
        label={t`What may be made of what is said`}
        value={draft.regime}
        onChange={(regime) => change({ regime })}
        tried={words["regime"] !== undefined}
      />
    </>
  );
}
