import { Trans, useLingui } from "@lingui/react/macro";
import { isOpen, type Paragraph } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { colon, formatDateTimeWithin } from "../../i18n/format";
import styles from "./Paragraph.module.css";
import { useWork } from "./work";

/** The brackets and reservations of a paragraph: who asked for each, and why. Only that delegation releases it. */
export function BracketNotes({ paragraph }: { paragraph: Paragraph }) {
  const { t, i18n } = useLingui();
  const { model, may, phase, own, partyName, run } = useWork();
  const { id, brackets } = paragraph;
  if (brackets.length === 0) return null;
  return (
    <ul className={styles.brackets} aria-label={t`Brackets and reservations`}>
      {brackets.map((bracket, index) => {
        const party = partyName(bracket.delegation);
        const releases = (bracket.delegation ?? "") === own && may.write && isOpen(phase);
        return (
          <li key={bracket.id} className={styles.bracket}>
            <sup>{i18n.number(index + 1)}</sup>
            <div>
              <p>
                <strong>
                  <bdi>{party}</bdi>
                </strong>
                {colon(i18n.locale)}
                {bracket.kind === "reservation" ? (
                  <Trans>reservation</Trans>
                ) : bracket.words ? (
                  <Trans>these words in brackets</Trans>
                ) : (
                  <Trans>the whole paragraph in brackets</Trans>
                )}
              </p>
              <p className={styles.reason} dir="auto">
                {bracket.reason}
              </p>
              <time dateTime={bracket.at}>
                <bdi>{bracket.byName}</bdi>, {formatDateTimeWithin(bracket.at, i18n.locale)}
              </time>
            </div>
            {releases ? (
              <Button icon="unlock" onPress={() => void run(id, model.release(bracket.id))}>
                <Trans>Release</Trans>
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
