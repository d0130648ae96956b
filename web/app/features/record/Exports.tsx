import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import {
  type Basis,
  FILE_FORMATS,
  type FileFormat,
  type Quoting,
  type RecordInfo,
} from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { SelectField } from "../../design/Field";
import { languageName } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import { saveFile } from "../shell/save-file";
import styles from "./Quoting.module.css";
import page from "./RecordPage.module.css";

interface ExportsProps {
  quoting: Quoting;
  info: RecordInfo;
  /** Which words the files have. */
  of: Basis;
}

/** The record as files, and what they do not tell. */
export function Exports({ quoting, info, of }: ExportsProps) {
  const { t, i18n } = useLingui();
  const [language, setLanguage] = useState("");
  const [format, setFormat] = useState<FileFormat>("html");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const formats: Record<FileFormat, readonly [string, string]> = {
    html: [t`Web page`, t`One file for reading and printing`],
    pdf: ["PDF", t`Pages for printing and signing`],
    odt: [t`Text document`, t`OpenDocument, for word processors`],
    "akn.xml": ["Akoma Ntoso", t`XML, for archives and parliaments`],
    vtt: [t`Captions`, t`WebVTT, for players`],
    json: [t`Data`, t`JSON, for programs`],
  };
  const languages = [...new Set([...info.meeting.languages, ...info.languages])];
  const get = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      saveFile(await quoting.file(format, language, of));
    } catch (error) {
      setProblem(problemText(error, i18n));
    }
    setBusy(false);
  };
  return (
    <section className={`${page.part} ${page.screen}`} aria-labelledby="exports">
      <h2 id="exports">
        <Trans>Take the record along</Trans>
      </h2>
      <Unsaid withheld={info.withheld} />
      <div className={styles.choices}>
        <SelectField
          label={t`Format`}
          options={FILE_FORMATS.map((id) => ({ id, label: formats[id][0], detail: formats[id][1] }))}
          selected={format}
          onSelect={(id) => setFormat(id as FileFormat)}
        />
        <SelectField
          label={t`Words in`}
          options={[
            { id: "", label: t`As spoken` },
            ...languages.map((tag) => ({ id: tag, label: languageName(tag, i18n.locale) })),
          ]}
          selected={language}
          onSelect={setLanguage}
        />
        <Button onPress={() => void get()} isDisabled={busy}>
          <Trans>Download</Trans>
        </Button>
      </div>
      <Problem>{problem}</Problem>
    </section>
  );
}

/** What the regimes keep in the meeting. */
function Unsaid({ withheld: { people, names, words } }: { withheld: RecordInfo["withheld"] }) {
  return (
    <>
      <p className={page.soft}>
        <Trans>Files have what may leave the meeting, and say which version they are of.</Trans>
      </p>
      {people || names || words ? (
        <ul className={styles.gaps}>
          {people ? (
            <li>
              <Trans>Who took part is not told: a rule of the meeting forbids it.</Trans>
            </li>
          ) : null}
          {names ? (
            <li>
              <Trans>Some speakers are not named: they spoke under a rule that forbids it.</Trans>
            </li>
          ) : null}
          {words ? (
            <li>
              <Trans>Some words are left out: they may not be quoted, or are off the record.</Trans>
            </li>
          ) : null}
        </ul>
      ) : null}
    </>
  );
}
