import { Trans, useLingui } from "@lingui/react/macro";
import {
  directionOf,
  isEditable,
  type Paragraph,
  piecesOf,
  sourceFor,
  type WordPiece,
} from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { atStart, languageName } from "../../i18n/format";
import styles from "./Words.module.css";
import { useWork } from "./work";

/** A paragraph's words in the languages that are shown, side by side, with brackets in them. */
export function WordsView({ paragraph }: { paragraph: Paragraph }) {
  const { columns } = useWork();
  return (
    <div className={styles.columns}>
      {columns.map((language, index) => (
        <Column key={language} paragraph={paragraph} language={language} place={index} />
      ))}
    </div>
  );
}

interface ColumnProps {
  paragraph: Paragraph;
  language: string;
  place: number;
}

function Column({ paragraph, language, place }: ColumnProps) {
  const { i18n } = useLingui();
  const name = languageName(language, i18n.locale);
  const words = paragraph.words[language];
  return (
    <div className={styles.column} data-column={place + 1}>
      <p className={styles.language} dir={directionOf(language)}>
        <bdi>{atStart(name, i18n.locale)}</bdi>
      </p>
      {words?.text ? (
        <p className={styles.words} lang={language} dir={directionOf(language)}>
          {piecesOf(paragraph, language).map((piece, index) => {
            const key = `${index}-${piece.kind}`;
            return <Piece key={key} piece={piece} />;
          })}
        </p>
      ) : (
        <p className={styles.missing}>
          <Trans>There are no words in this language yet.</Trans>
        </p>
      )}
      <Aid paragraph={paragraph} language={language} />
    </div>
  );
}

function Piece({ piece }: { piece: WordPiece }) {
  const { t, i18n } = useLingui();
  const { partyName } = useWork();
  if (piece.kind === "text")
    return piece.inside ? <span className={styles.inside}>{piece.text}</span> : <span>{piece.text}</span>;
  const number = i18n.number(piece.number);
  const party = partyName(piece.bracket.delegation);
  return piece.kind === "open" ? (
    <span className={styles.bracket}>
      <span aria-hidden="true">[</span>
      <span className="visually-hidden">{t`bracket ${number} opens, ${party}:`} </span>
    </span>
  ) : (
    <span className={styles.bracket}>
      <span className="visually-hidden"> {t`bracket ${number} closes`} </span>
      <span aria-hidden="true">
        ]<sup>{number}</sup>
      </span>
    </span>
  );
}

/** What there is to say of words that a machine wrote, or that another language has left behind, and what helps. */
function Aid({ paragraph, language }: Omit<ColumnProps, "place">) {
  const { t, i18n } = useLingui();
  const { model, translates, may, phase, run } = useWork();
  const words = paragraph.words[language];
  const behind = paragraph.behind.includes(language);
  const machine = words?.source === "machine";
  const editable = isEditable({ may, phase }, paragraph);
  const from = sourceFor(paragraph, language);
  const helps = editable && translates && from !== undefined && (behind || !words?.text);
  if (!machine && !behind && !helps) return null;
  const engine = words?.engine ?? "";
  const source = languageName(from ?? "", i18n.locale);
  return (
    <div className={styles.aid}>
      {machine ? (
        <div className={styles.machine}>
          <p>
            <strong>
              <Trans>Machine draft</Trans>
            </strong>{" "}
            {engine ? <bdi>({engine})</bdi> : null}
          </p>
          <p>
            <Trans>Not part of the text until a person certifies it.</Trans>
          </p>
        </div>
      ) : null}
      {behind && !machine ? (
        <p className={styles.behind}>
          <Trans>Older than the words of another language: check that they still say the same.</Trans>
        </p>
      ) : null}
      {machine && editable ? (
        <Button
          icon="check"
          onPress={() =>
            void run(paragraph.id, model.edit(paragraph.id, paragraph.revision, { [language]: words.text }))
          }
        >
          <Trans>Certify this translation</Trans>
        </Button>
      ) : null}
      {helps ? (
        <Button
          variant="quiet"
          icon="globe"
          onPress={() => void run(paragraph.id, model.translate(paragraph, language, from))}
        >
          {t`Draft a translation from: ${source}`}
        </Button>
      ) : null}
    </div>
  );
}
