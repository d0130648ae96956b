import { Trans, useLingui } from "@lingui/react/macro";
import { useId, useState } from "react";
import { FileTrigger } from "react-aria-components";
import type { NewDocument, UploadView } from "../../../client/index.ts";
import { Button, IconButton } from "../../design/Button";
import { SelectField, TextField } from "../../design/Field";
import { formatPercent } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { channelName } from "../interpretation/channel-name";
import { problemText } from "../meeting/problems";
import { useRoom } from "../meeting/room";
import styles from "./AddDocuments.module.css";

const types = [".pdf", ".png", ".jpg", ".jpeg", ".txt"];

/** Adds documents: what they are first, then the files. What is wrong with a file is said at it. */
export function AddDocuments() {
  const { client } = useRoom();
  const uploads = useStore(client.agenda.uploads);
  const [open, setOpen] = useState(false);
  return (
    <section className={styles.add}>
      <Button icon="plus" aria-expanded={open} onPress={() => setOpen(!open)}>
        <Trans>Add a document</Trans>
      </Button>
      {open ? <Details /> : null}
      {uploads.length > 0 ? (
        <ul className={styles.uploads}>
          {uploads.map((upload) => (
            <Upload key={upload.key} upload={upload} />
          ))}
        </ul>
      ) : null}
    </section>
  );
}

function Details() {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { meeting, me } = useStore(client.meeting);
  const { points, current } = useStore(client.agenda.view);
  const languages = meeting?.languages ?? [];
  const own = me?.language && languages.includes(me.language) ? me.language : (languages[0] ?? "");
  const [details, setDetails] = useState<NewDocument>({
    kind: "document",
    item: current?.id ?? "",
    title: "",
    language: "",
    speaker: "",
  });
  const change = (part: Partial<NewDocument>) => setDetails({ ...details, ...part });
  const prepared = details.kind === "prepared";
  const add = (files: FileList | null) => {
    for (const file of files ?? []) void client.agenda.add(file, details);
    change({ title: "" });
  };
  return (
    <div className={styles.details}>
      <SelectField
        label={t`What it is`}
        options={[
          { id: "document", label: t`A document for everybody` },
          { id: "prepared", label: t`A prepared text for the interpreters` },
        ]}
        selected={details.kind}
        onSelect={(kind) =>
          kind === "prepared"
            ? change({
                kind,
                language: details.language || own,
                speaker: details.speaker || (me?.name ?? ""),
              })
            : change({ kind: "document", speaker: "" })
        }
        {...(prepared
          ? { description: t`Only the booths, the chair, the organiser and your delegation read it.` }
          : {})}
      />
      <SelectField
        label={t`Point of the agenda`}
        options={[
          { id: "", label: t`none: of the whole meeting` },
          ...points.map((point) => ({
            id: point.id,
            label: `${i18n.number(point.number)}. ${titleIn(point, i18n.locale)}`,
          })),
        ]}
        selected={details.item}
        onSelect={(item) => change({ item })}
      />
      <SelectField
        label={t`Language`}
        options={[
          ...(prepared ? [] : [{ id: "", label: t`not said` }]),
          ...languages.map((tag) => ({ id: tag, label: channelName(tag, i18n) })),
        ]}
        selected={details.language}
        onSelect={(language) => change({ language })}
      />
      {prepared ? (
        <TextField
          label={t`Who will speak`}
          value={details.speaker}
          onChange={(speaker) => change({ speaker })}
          maxLength={200}
        />
      ) : null}
      <TextField
        label={t`Title`}
        value={details.title}
        onChange={(title) => change({ title })}
        maxLength={200}
        description={t`Without one the file's name is shown.`}
      />
      <FileTrigger allowsMultiple={!prepared} acceptedFileTypes={types} onSelect={add}>
        <Button variant="primary" isDisabled={prepared && details.language === ""}>
          <Trans>Choose a file…</Trans>
        </Button>
      </FileTrigger>
      <p className={styles.hint}>
        <Trans>PDF, PNG, JPEG or plain text, at most 25 MB.</Trans>
      </p>
    </div>
  );
}

function Upload({ upload }: { upload: UploadView }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const id = useId();
  const { key, file, sent, problem } = upload;
  return (
    <li className={styles.upload}>
      <bdi id={id}>{file}</bdi>
      {problem ? (
        <span role="alert" className={styles.problem}>
          {problemText(problem, i18n)}
        </span>
      ) : (
        <progress className={styles.progress} value={sent} aria-labelledby={id}>
          {formatPercent(sent, i18n.locale)}
        </progress>
      )}
      <IconButton
        icon="close"
        label={problem ? t`Close the message about ${file}` : t`Do not add ${file}`}
        onPress={() => client.agenda.dismiss(key)}
      />
    </li>
  );
}
