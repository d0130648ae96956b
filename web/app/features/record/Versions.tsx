import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { RecordInfo, RecordKeeping } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { Confirm } from "../../design/Dialog";
import { SelectField } from "../../design/Field";
import { formatDateTime, formatDateTimeWithin } from "../../i18n/format";
import styles from "./RecordPage.module.css";
import { useFormNames } from "./record-words";

interface VersionsProps {
  info: RecordInfo;
  model: RecordKeeping;
  run: (command: Promise<void>) => void;
}

/** The versions with their hashes, and how keepers make the next. */
export function Versions({ info, model, run }: VersionsProps) {
  const { t, i18n } = useLingui();
  const forms = useFormNames();
  const [asking, setAsking] = useState(false);
  const { versions, may, official } = info;
  if (versions.length === 0 && !may.keep) return null;
  const next = i18n.number(versions.length + 1);
  return (
    <section className={styles.part} aria-labelledby="versions">
      <h2 id="versions">
        <Trans>Versions</Trans>
      </h2>
      <ol className={styles.list}>
        {versions.map(({ number, at, sha256, byName, until }) => {
          const shown = i18n.number(number);
          const closes = formatDateTimeWithin(until, i18n.locale);
          return (
            <li key={number} className={styles.entry}>
              <p className={styles.row}>
                <strong>
                  <Trans>Version {shown}</Trans>
                </strong>
                <time dateTime={at}>{formatDateTime(at, i18n.locale)}</time>
                {byName ? <bdi className={styles.soft}>{byName}</bdi> : null}
              </p>
              <p className={styles.hash} dir="ltr">
                SHA-256 {sha256}
              </p>
              <p className={styles.soft}>
                <Trans>Corrections until {closes}</Trans>
              </p>
            </li>
          );
        })}
      </ol>
      {may.keep ? (
        <div className={`${styles.row} ${styles.screen}`}>
          {versions.length === 0 ? (
            <SelectField
              label={t`Official record`}
              options={[
                { id: "verbatim", label: forms.verbatim },
                { id: "summary", label: forms.summary },
              ]}
              selected={official}
              onSelect={(key) => run(model.arrange(key === "summary" ? key : "verbatim"))}
            />
          ) : null}
          <Button variant="primary" onPress={() => setAsking(true)}>
            <Trans>Publish version {next}</Trans>
          </Button>
        </div>
      ) : null}
      <Confirm
        title={t`Publish version ${next}?`}
        open={asking}
        confirmLabel={t`Publish`}
        cancelLabel={t`Cancel`}
        onConfirm={() => run(model.publish())}
        onClose={() => setAsking(false)}
      >
        <Trans>
          Everybody with an invitation reads it, and it is never changed again. Delegations can ask for
          corrections for seven days.
        </Trans>
      </Confirm>
    </section>
  );
}
