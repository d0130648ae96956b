import { Trans, useLingui } from "@lingui/react/macro";
import { differenceOf, isAdopted, type TextRectification } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { atStart, formatDateTimeWithin, languageName } from "../../i18n/format";
import { Difference } from "../record/Difference";
import styles from "./Agreement.module.css";
import { numberOf } from "./text-words";
import { useHeading, useText, useWork } from "./work";

/** What was found wrong in an adopted text: each error with who says so, until when one can object, and what became of it. */
export function Rectifications() {
  const { head } = useText();
  const Heading = useHeading(1);
  if (!isAdopted(head.phase) || head.rectifications.length === 0) return null;
  return (
    <section className={styles.agreement} aria-labelledby="rectifications">
      <Heading id="rectifications" className={styles.title}>
        <Trans>Rectifications</Trans>
      </Heading>
      <ul className={styles.list}>
        {head.rectifications.map((one) => (
          <Rectification key={one.id} rectification={one} />
        ))}
      </ul>
    </section>
  );
}

function Rectification({ rectification }: { rectification: TextRectification }) {
  const { t, i18n } = useLingui();
  const { view } = useText();
  const { goTo } = useWork();
  const { paragraph, words, reason, byName, at, state } = rectification;
  const now = view.paragraphs.get(paragraph);
  const number = numberOf(now ?? {});
  return (
    <li className={styles.rectification}>
      <p>
        <button type="button" className={styles.place} onClick={() => goTo(paragraph)}>
          {t`Paragraph ${number}`}
        </button>{" "}
        <span className={styles.note}>
          <bdi>{byName}</bdi>, {formatDateTimeWithin(at, i18n.locale)}
        </span>
      </p>
      <p dir="auto" className={styles.reason}>
        {reason}
      </p>
      {Object.entries(words).map(([language, text]) => (
        <div key={language}>
          <p className={styles.note}>{atStart(languageName(language, i18n.locale), i18n.locale)}</p>
          <Difference
            pieces={
              state === "effective"
                ? [{ op: "same", text }]
                : differenceOf(now?.words[language]?.text ?? "", text)
            }
            lang={language}
          />
        </div>
      ))}
      <Outcome rectification={rectification} />
    </li>
  );
}

function Outcome({ rectification }: { rectification: TextRectification }) {
  const { i18n } = useLingui();
  const { may, ask, partyName } = useWork();
  const { id, state, until, objection } = rectification;
  const when = formatDateTimeWithin(until, i18n.locale);
  const party = partyName(objection?.delegation);
  switch (state) {
    case "open":
      return (
        <div className={styles.outcome}>
          <p>
            <Trans>It takes effect on {when} unless a delegation objects.</Trans>
          </p>
          {may.agree ? (
            <Button variant="danger" onPress={() => ask({ about: "refusal", rectification: id })}>
              <Trans>Object…</Trans>
            </Button>
          ) : null}
        </div>
      );
    case "refused":
      return (
        <p>
          <Trans>
            <bdi>{party}</bdi> has objected: the text stays as it is.
          </Trans>{" "}
          <bdi>{objection?.reason}</bdi>
        </p>
      );
    case "effective":
      return (
        <p>
          <Trans>In effect since {when}. The words before are in the paragraph's history.</Trans>
        </p>
      );
  }
}
