import { Trans, useLingui } from "@lingui/react/macro";
import {
  isAgreeable,
  isOpen,
  isWritten,
  type Paragraph,
  type Position,
  partiesOf,
  positionOf,
} from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { colon, formatDateTimeWithin } from "../../i18n/format";
import styles from "./Paragraph.module.css";
import { StatusMark } from "./StatusMark";
import { usePositionNames } from "./text-words";
import { useWork } from "./work";

const marks = { none: "proposed", "ad-referendum": "ad-referendum", agreed: "agreed" } as const;

/** Where each delegation stands on a paragraph. */
export function Positions({ paragraph }: { paragraph: Paragraph }) {
  const { t, i18n } = useLingui();
  const { meeting, partyName } = useWork();
  const names = usePositionNames();
  return (
    <ul className={styles.positions} aria-label={t`Where the delegations stand`}>
      {partiesOf(meeting).map((id) => {
        const position = positionOf(paragraph, id);
        const said = paragraph.positions[id];
        const who = said?.byName ?? "";
        const when = formatDateTimeWithin(said?.at ?? "", i18n.locale);
        return (
          <li key={id} title={said && position !== "none" ? t`${who}, ${when}` : undefined}>
            <span className={styles[`stands-${position}`]}>
              <StatusMark status={marks[position]} />
            </span>
            <span>
              <bdi>{partyName(id)}</bdi>
              {colon(i18n.locale)}
              {names[position]}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

interface OwnPositionProps {
  paragraph: Paragraph;
  /** How many stand in its place. */
  alternatives: number;
  /** One has an unfinished change. */
  drafted: boolean;
}

/** What the own delegation can say of it. */
export function OwnPosition({ paragraph, alternatives, drafted }: OwnPositionProps) {
  const { model, may, phase, own, run, meeting, languages } = useWork();
  if (!partiesOf(meeting).includes(own) || !may.write || !isOpen(phase)) return null;
  const position = positionOf(paragraph, own);
  if (position === "none" && !isAgreeable(paragraph, alternatives)) return null;
  const take = (next: Position) => void run(paragraph.id, model.position(paragraph, next));
  return (
    <div className={styles.own}>
      {position === "none" ? (
        <Button isDisabled={drafted} onPress={() => take("ad-referendum")}>
          <Trans>Agree ad referendum</Trans>
        </Button>
      ) : null}
      {position !== "agreed" && may.agree && isWritten(paragraph, languages) ? (
        <Button variant="primary" icon="check" isDisabled={drafted} onPress={() => take("agreed")}>
          <Trans>Agree</Trans>
        </Button>
      ) : null}
      {position === "ad-referendum" || (position === "agreed" && may.agree) ? (
        <Button variant="quiet" onPress={() => take("none")}>
          <Trans>Take the agreement back</Trans>
        </Button>
      ) : null}
    </div>
  );
}
