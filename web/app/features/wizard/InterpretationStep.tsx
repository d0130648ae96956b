import { Trans } from "@lingui/react/macro";
import { SwitchField } from "../../design/Field";
import { BoothsField } from "../admin/BoothsField";
import { withOwnBooths } from "./draft";
import type { StepProps } from "./step";
import styles from "./Wizard.module.css";

/** The booths: the usual ones, or set up by hand. */
export function InterpretationStep({ draft, change, tried }: StepProps & { tried: boolean }) {
  const { languages, ownBooths, booths, rehearsal, lowWhenOff } = draft;
  return (
    <>
      <p className={styles.note}>
        {languages.length === 2 ? (
          <Trans>As usual: one booth that works both ways between the two languages.</Trans>
        ) : languages.length > 2 ? (
          <Trans>As usual: one booth for each language.</Trans>
        ) : (
          <Trans>With one language there is nothing to interpret: no booths.</Trans>
        )}
      </p>
      <SwitchField selected={ownBooths} onChange={(own) => change(withOwnBooths(draft, own))}>
        <Trans>Set the booths up myself</Trans>
      </SwitchField>
      {ownBooths ? (
        <BoothsField
          booths={booths}
          languages={languages}
          onChange={(next) => change({ booths: next })}
          rehearsal={rehearsal}
          onRehearsal={(on) => change({ rehearsal: on })}
          lowWhenOff={lowWhenOff}
          onLowWhenOff={(low) => change({ lowWhenOff: low })}
          tried={tried}
        />
      ) : null}
    </>
  );
}
