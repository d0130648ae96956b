import { Trans, useLingui } from "@lingui/react/macro";
import { type FormEvent, useState } from "react";
import { Form, Input, Label, SearchField } from "react-aria-components";
import { Button, IconButton } from "../../design/Button";
import { TextField } from "../../design/Field";
import { Icon } from "../../design/icons";
import { channelName } from "../interpretation/channel-name";
import { useRoom } from "../meeting/room";
import { useConsole } from "./booth-context";
import styles from "./Glossary.module.css";
import { findTerms, termTexts } from "./glossary-terms";

/** The booth's glossary: searched and added to while one works, shared with the colleagues. */
export function Glossary() {
  const { t, i18n } = useLingui();
  const { run } = useRoom();
  const [{ glossary, booth, channels }, console] = useConsole();
  const [query, setQuery] = useState("");
  const [adding, setAdding] = useState(false);
  const outputs = booth?.outputs ?? [];
  const languages = [...new Set([...outputs, ...channels.map(({ language }) => language)])].slice(0, 2);
  const found = findTerms(glossary, query, i18n.locale);
  return (
    <div className={styles.glossary}>
      <div className={styles.tools}>
        <SearchField value={query} onChange={setQuery} className={styles.search as string}>
          <Label className="visually-hidden">{t`Search the glossary`}</Label>
          <Icon name="agenda" size="1.1rem" />
          <Input className={styles.input as string} placeholder={t`Search the glossary`} dir="auto" />
        </SearchField>
        <Button icon="plus" onPress={() => setAdding(!adding)} aria-expanded={adding}>
          <Trans>Add a term</Trans>
        </Button>
      </div>
      {adding ? <AddTerm languages={languages} first={query} onDone={() => setAdding(false)} /> : null}
      {found.length === 0 ? (
        <p className={styles.none}>
          {query ? (
            <Trans>No such term yet.</Trans>
          ) : (
            <Trans>No terms yet: what you add, the booth shares.</Trans>
          )}
        </p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list is reached by the keyboard
        <ul className={styles.terms} tabIndex={0} aria-label={t`Glossary`}>
          {found.map((term) => {
            const [name] = termTexts(term, languages);
            return (
              <li key={term.key}>
                <dl>
                  {term.text.map(({ language, text }) => (
                    <div key={language}>
                      <dt title={channelName(language, i18n)}>{language.toUpperCase()}</dt>
                      <dd lang={language} dir="auto">
                        {text}
                      </dd>
                    </div>
                  ))}
                </dl>
                {term.note ? <small dir="auto">{term.note}</small> : null}
                <IconButton
                  icon="close"
                  label={t`Remove the term ${name}`}
                  onPress={() => run(console.removeTerm(term.key))}
                />
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

interface AddTermProps {
  languages: readonly string[];
  first: string;
  onDone: () => void;
}

function AddTerm({ languages, first, onDone }: AddTermProps) {
  const { t, i18n } = useLingui();
  const { run } = useRoom();
  const [, console] = useConsole();
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({ [languages[0] ?? ""]: first });
  const [note, setNote] = useState("");
  const filled = languages
    .map((language) => ({ language, text: (texts[language] ?? "").trim() }))
    .filter(({ text }) => text !== "");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (filled.length === 0) return;
    run(console.addTerm({ text: filled, ...(note.trim() ? { note: note.trim() } : {}) }));
    onDone();
  };
  return (
    <Form className={styles.add as string} onSubmit={submit}>
      {languages.map((language, index) => (
        <TextField
          key={language}
          label={channelName(language, i18n)}
          value={texts[language] ?? ""}
          onChange={(text) => setTexts({ ...texts, [language]: text })}
          maxLength={200}
          autoFocus={index === 0}
        />
      ))}
      <TextField
        label={t({ message: "Note", context: "glossary" })}
        value={note}
        onChange={setNote}
        maxLength={200}
      />
      <Button variant="primary" type="submit" isDisabled={filled.length === 0}>
        <Trans>Add</Trans>
      </Button>
    </Form>
  );
}
