import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { type Archiving, type RecordInfo, type Seal, verification } from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Confirm } from "../../design/Dialog";
import { formatBytes, formatDateTime } from "../../i18n/format";
import { useStore } from "../../use-store";
import { problemText } from "../meeting/problems";
import styles from "./RecordPage.module.css";

interface ArchiveProps {
  archiving: Archiving;
  info: RecordInfo;
  /** For the gallery. */
  asking?: boolean;
}

/** The archives that were sealed, and how the next is; for those whose the meeting is. */
export function Archive({ archiving, info, asking: initial = false }: ArchiveProps) {
  const { t, i18n } = useLingui();
  const { archive, sealing } = useStore(archiving.view);
  const [asking, setAsking] = useState(initial);
  const [problem, setProblem] = useState<string>();
  const run = (command: Promise<void>) => {
    setProblem(undefined);
    command.catch((error: unknown) => setProblem(problemText(error, i18n)));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what changes in the record can be sealed anew
  useEffect(() => {
    void archiving.read().catch(() => undefined); // the section says nothing then
  }, [archiving, info]);
  if (!archive) return null;
  const { seals, maySeal, why } = archive;
  const last = seals.at(-1);
  const download = async () => {
    const link = document.createElement("a");
    link.href = await archiving.address();
    link.click();
  };
  return (
    <section className={`${styles.part} ${styles.screen}`} aria-labelledby="archive">
      <h2 id="archive">
        <Trans>Archive</Trans>
      </h2>
      <p className={styles.soft}>
        <Trans>
          One signed file with everything that there is of the meeting. Anybody who has it can verify, offline
          and years later, that nothing in it was changed.
        </Trans>
      </p>
      {seals.length > 0 ? (
        <ol className={styles.list}>
          {seals.map((seal) => (
            <Sealed key={seal.number} seal={seal} />
          ))}
        </ol>
      ) : null}
      {last ? <Verifying command={verification(info.meeting.id, archive)} seal={last} /> : null}
      {why === "archive-early" ? (
        <p>
          <Trans>It can be sealed when the meeting has ended and its recordings are closed.</Trans>
        </p>
      ) : null}
      {why === "nothing-new" ? (
        <p className={styles.soft}>
          <Trans>Nothing has changed since then. What is corrected later can be sealed again.</Trans>
        </p>
      ) : null}
      <div className={styles.row}>
        {last ? (
          <Button variant={maySeal ? "secondary" : "primary"} onPress={() => run(download())}>
            <Trans>Download the archive</Trans>
          </Button>
        ) : null}
        {maySeal ? (
          <Button variant="primary" isDisabled={sealing} onPress={() => setAsking(true)}>
            {last ? <Trans>Seal again</Trans> : <Trans>Seal the archive</Trans>}
          </Button>
        ) : null}
        <span role="status">{sealing ? <Trans>The archive is being made…</Trans> : null}</span>
      </div>
      <Problem>{problem}</Problem>
      <Confirm
        title={t`Seal the archive?`}
        open={asking}
        confirmLabel={t`Seal`}
        cancelLabel={t`Cancel`}
        onConfirm={() => run(archiving.seal())}
        onClose={() => setAsking(false)}
      >
        <Contents />
      </Confirm>
    </section>
  );
}

/** What one is about to sign. */
function Contents() {
  return (
    <>
      <p>
        <Trans>
          The file has the whole journal of the meeting, private messages and words off the record included,
          the record with all its versions, the negotiated texts with their assents, the documents and the
          sound.
        </Trans>
      </p>
      <p>
        <Trans>
          It is signed with this server’s key and stays as it is. Only the organiser and the administrator can
          download it. What is corrected later is sealed again, and continues this archive.
        </Trans>
      </p>
    </>
  );
}

/** One sealing. */
function Sealed({ seal }: { seal: Seal }) {
  const { i18n } = useLingui();
  const { number, at, byName, bytes, sha256, missing, failing } = seal;
  const shown = i18n.number(number);
  return (
    <li className={styles.entry}>
      <p className={styles.row}>
        <strong>
          <Trans>Archive {shown}</Trans>
        </strong>
        <time dateTime={at}>{formatDateTime(at, i18n.locale)}</time>
        {byName ? <bdi className={styles.soft}>{byName}</bdi> : null}
        <span className={styles.soft}>{formatBytes(bytes, i18n.locale)}</span>
      </p>
      <p className={styles.hash} dir="ltr">
        SHA-256 {sha256}
      </p>
      {missing.length > 0 ? (
        <p>
          <Plural
            value={missing.length}
            one="The content of # file was lost before and is missing:"
            other="The content of # files was lost before and is missing:"
          />{" "}
          <bdi dir="ltr">{missing.join(", ")}</bdi>
        </p>
      ) : null}
      {failing.length > 0 ? (
        <p>
          <Trans>Who verifies it is told that not everything in it holds:</Trans>{" "}
          <bdi dir="ltr">{failing.join(", ")}</bdi>
        </p>
      ) : null}
    </li>
  );
}

/** How others verify the last one, and with which key. */
function Verifying({ command, seal }: { command: string; seal: Seal }) {
  return (
    <>
      <p>
        <Trans>Give this key to whoever verifies the archive, by another way than the file:</Trans>
      </p>
      <p className={styles.hash} dir="ltr">
        {seal.key}
      </p>
      <p>
        <Trans>It is verified, without a network, by:</Trans>
      </p>
      <p className={styles.hash} dir="ltr">
        {command}
      </p>
    </>
  );
}
