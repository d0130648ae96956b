import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Meeting } from "../../../client/index.ts";
import { SelectField, TextField } from "../../design/Field";
import { zonesFor } from "../../i18n/format";
import styles from "./Publishing.module.css";

/** When something is issued, as commands say it: nothing is at once. */
export interface When {
  readonly embargo?: string;
  readonly timezone?: string;
}

/** Keeps when something is to be issued. */
export function useWhen(meeting: Meeting): readonly [When, React.ReactNode] {
  const { t } = useLingui();
  const zones = zonesFor(meeting);
  const [embargo, setEmbargo] = useState("");
  const [timezone, setTimezone] = useState(zones[0] ?? "UTC");
  const fields = (
    <fieldset className={styles.fields}>
      <legend>
        <Trans>When</Trans>
      </legend>
      <TextField
        label={t`Embargo until`}
        type="datetime-local"
        value={embargo}
        onChange={setEmbargo}
        description={<Trans>Left empty, it is issued at once.</Trans>}
      />
      <SelectField
        label={t`Time zone`}
        options={zones.map((zone) => ({ id: zone, label: zone }))}
        selected={timezone}
        onSelect={setTimezone}
      />
    </fieldset>
  );
  return [embargo ? { embargo, timezone } : {}, fields];
}
