import { Trans, useLingui } from "@lingui/react/macro";
import { leaving, type RecordInfo } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { cx } from "../../design/cx";
import { focusOn } from "./places";
import styles from "./RecordPage.module.css";

/** Why nothing leaves the meeting. */
export function Kept({ why }: { why: "off-the-record" | "unpublished" }) {
  return (
    <section className={cx(styles.part, styles.screen)} aria-labelledby="quotation">
      <h2 id="quotation">
        <Trans>Quotations and files</Trans>
      </h2>
      <Banner tone="info">
        {why === "unpublished" ? (
          <Trans>They are made of published versions, and there is none yet.</Trans>
        ) : (
          <Trans>The meeting is off the record: nothing of it can be exported or quoted.</Trans>
        )}
      </Banner>
    </section>
  );
}

/** Ways to the parts of a long page. The fragment is the token's place, so that they are no links. */
export function Contents({ info }: { info: RecordInfo }) {
  const { t } = useLingui();
  const parts = [
    { id: "said", label: t`What was said` },
    ...(info.versions.length > 0 ? [{ id: "versions", label: t`Versions` }] : []),
    ...(leaving(info) === "free"
      ? [
          { id: "quotation", label: t`Check a quotation` },
          { id: "exports", label: t`Take the record along` },
        ]
      : []),
  ];
  return (
    <nav className={cx(styles.row, styles.screen)} aria-label={t`On this page`}>
      {parts.map(({ id, label }) => (
        <Button key={id} variant="quiet" onPress={() => focusOn(id, "start")}>
          {label}
        </Button>
      ))}
    </nav>
  );
}
