import { Trans, useLingui } from "@lingui/react/macro";
import {
  around,
  directionOf,
  findingKey,
  groupFindings,
  type StatementFinding,
} from "../../../client/index.ts";
import { TextField } from "../../design/Field";
import { atStart, formatDate, languageName } from "../../i18n/format";
import styles from "./Publishing.module.css";

interface FindingListProps {
  findings: readonly StatementFinding[];
  /** The words that a finding is in. */
  wordsOf: (finding: StatementFinding) => string;
  /** The number of its paragraph; "" of a readout. */
  numberOf?: (finding: StatementFinding) => string;
  /** Where they may be overridden: the reason for each, by findingKey. */
  reasons?: ReadonlyMap<string, string>;
  onReason?: (key: string, reason: string) => void;
}

/** What a check has found, each at its words, with why. */
export function FindingList(props: FindingListProps) {
  const { findings, wordsOf, numberOf, reasons, onReason } = props;
  const { t, i18n } = useLingui();
  const why = useWhy();
  const where = (finding: StatementFinding, language: string) => {
    const number = numberOf?.(finding) ?? "";
    if (finding.part === "title") return t`${language}, title`;
    return number ? t`${language}, paragraph ${number}` : language;
  };
  return (
    <ul className={styles.findings}>
      {groupFindings(findings).map((finding) => {
        const key = findingKey(finding);
        const { before, words, after } = around(wordsOf(finding), finding);
        const language = atStart(languageName(finding.language, i18n.locale), i18n.locale);
        return (
          <li key={key} className={styles.finding}>
            <p className={styles.soft}>{where(finding, language)}</p>
            <blockquote lang={finding.language} dir={directionOf(finding.language)} className={styles.quoted}>
              {before}
              <mark>{words || finding.words}</mark>
              {after}
            </blockquote>
            <p>{why(finding)}</p>
            {onReason ? (
              <TextField
                label={t`It is right all the same, because…`}
                description={<Trans>The reason is kept with the publication.</Trans>}
                value={reasons?.get(key) ?? ""}
                onChange={(reason) => onReason(key, reason)}
                maxLength={1000}
              />
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

/** Says in words what is wrong with a finding. */
function useWhy(): (finding: StatementFinding) => string {
  const { t, i18n } = useLingui();
  const day = (date: string) => formatDate(date.slice(0, 10), i18n.locale, { dateStyle: "full" });
  return ({ code, meant = "", expected }) => {
    const days = expected.map(({ date, name }) => (name ? `${day(date)} (${name})` : day(date)));
    const known = new Intl.ListFormat(i18n.locale, { type: "disjunction" }).format(days);
    switch (code) {
      case "weekday-differs":
        return t`The weekday does not belong to the date: it is ${day(meant)}.`;
      case "date-unknown":
        return days.length > 0
          ? t`${atStart(day(meant), i18n.locale)} is not a day that was agreed. Agreed are: ${known}.`
          : t`${atStart(day(meant), i18n.locale)} is not a day that was agreed: no next meeting is set.`;
      case "weekday-unknown":
        return days.length > 0
          ? t`None of the days that were agreed is on this weekday. Agreed are: ${known}.`
          : t`No next meeting is set on this weekday.`;
      case "date-ambiguous":
        return t`These figures are one day for some readers and another for others. Write the month as a word.`;
      case "date-impossible":
        return t`The calendar has no such day.`;
      case "quotation-differs":
        return t`The record does not say this.`;
    }
  };
}
