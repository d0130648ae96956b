import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Meeting, RecordFile, TextHead } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { SelectField } from "../../design/Field";
import { languageName } from "../../i18n/format";
import { save } from "../../save";
import { problemText } from "../meeting/problems";
import styles from "./TextFiles.module.css";

/** The formats, by the end of the file's name. */
const FORMATS = ["pdf", "odt", "html", "akn.xml", "json"] as const;
type Format = (typeof FORMATS)[number];

/** Gets a text as a file: in a language ("" all, side by side), as the copy of a delegation ("" nobody's). */
export type GetTextFile = (
  text: string,
  format: string,
  language: string,
  copy: string,
) => Promise<RecordFile>;

interface TextFilesProps {
  head: TextHead;
  meeting: Meeting;
  get: GetTextFile;
}

/** The text as files: a draft is marked as one, an adopted text has its signatories. */
export function TextFiles({ head, meeting, get }: TextFilesProps) {
  const { t, i18n } = useLingui();
  const [format, setFormat] = useState<Format>("pdf");
  const [language, setLanguage] = useState("");
  const [copy, setCopy] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const names: Record<Format, readonly [string, string]> = {
    pdf: ["PDF", t`Pages for printing and signing`],
    odt: [t`Text document`, t`OpenDocument, for word processors`],
    html: [t`Web page`, t`One file for reading and printing`],
    "akn.xml": ["Akoma Ntoso", t`XML, for archives and parliaments`],
    json: [t`Data`, t`JSON, for programs`],
  };
  const fetch = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      save(await get(head.id, format, language, copy));
    } catch (error) {
      setProblem(problemText(error, i18n));
    }
    setBusy(false);
  };
  return (
    <section className={styles.files} aria-labelledby="text-files">
      <h2 id="text-files">
        <Trans>Take the text along</Trans>
      </h2>
      <div className={styles.choices}>
        <SelectField
          label={t`Format`}
          options={FORMATS.map((id) => ({ id, label: names[id][0], detail: names[id][1] }))}
          selected={format}
          onSelect={(id) => setFormat(id as Format)}
        />
        <SelectField
          label={t`Language`}
          options={[
            { id: "", label: t`All, side by side` },
            ...head.languages.map((tag) => ({ id: tag, label: languageName(tag, i18n.locale) })),
          ]}
          selected={language}
          onSelect={setLanguage}
        />
        <SelectField
          label={t`Copy of`}
          description={t`It is named, and signs, first (alternat).`}
          options={[
            { id: "", label: t`Nobody in particular` },
            ...meeting.delegations.map(({ id, name }) => ({ id, label: name })),
          ]}
          selected={copy}
          onSelect={setCopy}
        />
        <Button onPress={() => void fetch()} isDisabled={busy}>
          <Trans>Download</Trans>
        </Button>
      </div>
      <Problem>{problem}</Problem>
    </section>
  );
}
