import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Form } from "react-aria-components";
import type { RecordInfo, RecordKeeping, SearchResult } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { TextField } from "../../design/Field";
import { formatTime } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import type { Places } from "./places";
import styles from "./RecordPage.module.css";
import { useOriginMarks } from "./record-words";

interface SearchProps {
  model: RecordKeeping;
  info: RecordInfo;
  language: string;
  places: Places;
}

/** Searches all words, in the language that is chosen; each hit leads to its place. */
export function Search({ model, info, language, places }: SearchProps) {
  const { t, i18n } = useLingui();
  const [query, setQuery] = useState("");
  const [result, setResult] = useState<SearchResult>();
  const [problem, setProblem] = useState<string>();
  const search = async () => {
    setProblem(undefined);
    try {
      setResult(query.trim() === "" ? undefined : await model.search(query, language));
    } catch (error) {
      setProblem(problemText(error, i18n));
    }
  };
  return (
    <section className={`${styles.part} ${styles.screen}`} aria-label={t`Search the record`}>
      <Form
        role="search"
        className={styles.row as string}
        onSubmit={(event) => {
          event.preventDefault();
          void search();
        }}
      >
        <TextField
          label={t`Search the record`}
          value={query}
          onChange={setQuery}
          maxLength={200}
          error={problem}
          description={t`Case and accents do not count.`}
        />
        <Button type="submit" icon="search">
          <Trans>Search</Trans>
        </Button>
      </Form>
      <div role="status">
        {result ? (
          <p>
            <Plural
              value={result.all}
              _0="Nothing was found."
              one="# place was found."
              other="# places were found."
            />
          </p>
        ) : null}
      </div>
      {result && result.found.length > 0 ? <Hits result={result} info={info} places={places} /> : null}
    </section>
  );
}

function Hits({ result, info, places }: { result: SearchResult; info: RecordInfo; places: Places }) {
  const { i18n } = useLingui();
  const marks = useOriginMarks();
  const name = (id: string | undefined) => info.speakers.find((one) => one.id === id)?.name ?? "";
  return (
    <ul className={styles.list}>
      {result.found.map(({ segment, pieces }) => (
        <li key={segment.id} className={styles.entry}>
          <a
            href={places.address(segment.id)}
            onClick={(event) => {
              event.preventDefault();
              places.onGo(segment.id);
            }}
          >
            <bdi>{name(segment.speaker)}</bdi> {formatTime(Date.parse(segment.start), i18n.locale)}
          </a>
          <p className={styles.text} lang={segment.language} dir="auto">
            {pieces.map(({ text, hit }, index) => {
              const key = `${index}`;
              return hit ? <mark key={key}>{text}</mark> : <span key={key}>{text}</span>;
            })}
          </p>
          {marks(segment.origin) ? <em className={styles.soft}>{marks(segment.origin)}</em> : null}
        </li>
      ))}
    </ul>
  );
}
