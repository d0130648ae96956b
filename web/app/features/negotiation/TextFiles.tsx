import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { TEXT_FORMATS, type TextFormat } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { type Option, SelectField } from "../../design/Field";
import { atStart, formatDateTime, languageName } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import { saveFile } from "../shell/save-file";
import styles from "./Agreement.module.css";
import { useHeading, useText, useWork } from "./work";

/** The text as files: a version or the draft, in one language or all, as it is or as a delegation's copy. */
export function TextFiles() {
  const { t, i18n } = useLingui();
  const { model } = useWork();
  const Heading = useHeading(1);
  const [format, setFormat] = useState<TextFormat>("pdf");
  const [choice, setChoice] = useState({ language: "", copy: "", version: 0 });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const { versions, languages, copies } = useChoices();
  const get = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      saveFile(await model.file(format, choice));
    } catch (error) {
      setProblem(problemText(error, i18n));
    }
    setBusy(false);
  };
  return (
    <section className={styles.agreement} aria-labelledby="text-files">
      <Heading id="text-files" className={styles.title}>
        <Trans>Take the text along</Trans>
      </Heading>
      <div className={styles.choices}>
        <SelectField
          label={t`Format`}
          options={useFormats()}
          selected={format}
          onSelect={(id) => setFormat(TEXT_FORMATS.find((one) => one === id) ?? "pdf")}
        />
        {versions.length > 2 ? (
          <SelectField
            label={t`Version`}
            options={versions}
            selected={String(choice.version)}
            onSelect={(id) => setChoice({ ...choice, version: Number(id) })}
          />
        ) : null}
        <SelectField
          label={t`Words in`}
          options={languages}
          selected={choice.language}
          onSelect={(language) => setChoice({ ...choice, language })}
        />
        <SelectField
          label={t`Copy of`}
          options={copies}
          selected={choice.copy}
          onSelect={(copy) => setChoice({ ...choice, copy })}
        />
        <Button onPress={() => void get()} isDisabled={busy}>
          <Trans>Download</Trans>
        </Button>
      </div>
      <Problem>{problem}</Problem>
    </section>
  );
}

function useFormats(): readonly Option[] {
  const { t } = useLingui();
  return [
    { id: "pdf", label: "PDF", detail: t`Pages for printing and signing` },
    { id: "odt", label: t`Text document`, detail: t`OpenDocument, for word processors` },
    { id: "html", label: t`Web page`, detail: t`One file for reading and printing` },
    { id: "akn.xml", label: "Akoma Ntoso", detail: t`XML, for archives and parliaments` },
    { id: "json", label: t`Data`, detail: t`JSON, for programs` },
  ];
}

function useChoices() {
  const { t, i18n } = useLingui();
  const { head } = useText();
  const { meeting } = useWork();
  const versions = head.versions.map((one) => {
    const number = i18n.number(one.number);
    return {
      id: String(one.number),
      label: t`Version ${number}`,
      detail: formatDateTime(one.at, i18n.locale),
    };
  });
  const languages = head.languages.map((tag) => ({
    id: tag,
    label: atStart(languageName(tag, i18n.locale), i18n.locale),
  }));
  const copies = meeting.delegations.map(({ id, name }) => ({
    id,
    label: name,
    detail: t`Named and signing first`,
  }));
  return {
    versions: [{ id: "0", label: t`The last one` }, ...versions],
    languages: [{ id: "", label: t`All languages` }, ...languages],
    copies: [{ id: "", label: t`Nobody in particular` }, ...copies],
  };
}
