import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { comparable, type Segment, turnsOf } from "../../../client/index.ts";
import { Button, IconButton } from "../../design/Button";
import { SelectField } from "../../design/Field";
import { languageName } from "../../i18n/format";
import { useStore } from "../../use-store";
import { problemText } from "../meeting/problems";
import { useRoom } from "../meeting/room";
import { SidePanel } from "../meeting/SidePanel";
import { Delivery } from "./Delivery";
import { LateTurn } from "./LateTurn";
import { PlaySound } from "./PlaySound";
import styles from "./RecordPanel.module.css";
import { useFormNames } from "./record-words";
import { SegmentEditor } from "./SegmentEditor";
import { Turns } from "./Turns";
import { Writer } from "./Writer";

/** Turns shown at first, and more by as many: a whole day's are long, and one writes at the end. */
const SHOWN = 60;

/** The record as it grows, beside the meeting: keepers write it together. */
export function RecordPanel({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { record } = client;
  const { state, problem, info, segments, editors } = useStore(record.view);
  const { meeting, byId, me } = useStore(client.meeting);
  const [form, setForm] = useState<Segment["form"]>();
  const [language, setLanguage] = useState("");
  const [shown, setShown] = useState(SHOWN);
  const [editing, setEditing] = useState("");
  const forms = useFormNames();
  useEffect(() => {
    record.open();
    return () => record.close();
  }, [record]);
  const written = form ?? info?.official ?? "verbatim";
  const speakers = useMemo(() => info?.speakers ?? [], [info]);
  const turns = useMemo(
    () => turnsOf(segments, speakers, { form: written, language, speaker: "" }),
    [segments, speakers, written, language],
  );
  const { documents } = useStore(client.agenda.view);
  const texts = useMemo(
    () => documents.filter(comparable).map((one) => ({ ...one, party: one.delegation?.id ?? "" })),
    [documents],
  );
  const list = useFollow(turns);
  const languages = [...new Set([...(meeting?.languages ?? []), ...(info?.languages ?? [])])];
  return (
    <SidePanel title={t`Record`} onClose={onClose} large flows footer={<Writer form={written} />}>
      <div className={styles.choices}>
        <SelectField
          label={t`Form`}
          options={[
            { id: "verbatim", label: forms.verbatim },
            { id: "summary", label: forms.summary },
          ]}
          selected={written}
          onSelect={(key) => setForm(key === "summary" ? key : "verbatim")}
        />
        <SelectField
          label={t`Shown`}
          options={[
            { id: "", label: t`All languages` },
            ...languages.map((tag) => ({ id: tag, label: languageName(tag, i18n.locale) })),
          ]}
          selected={language}
          onSelect={setLanguage}
        />
        <a className={styles.page} href={recordAddress()} target="_blank" rel="noreferrer">
          <Trans>Open as a page</Trans>
        </a>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling list is reached by the keyboard */}
      <div ref={list} className={styles.list} tabIndex={0} role="group" aria-label={t`What is written`}>
        {state === "failed" ? <p role="alert">{problemText(problem, i18n)}</p> : null}
        {turns.length > shown ? (
          <Button onPress={() => setShown(shown + SHOWN)}>
            <Trans>Show what was earlier</Trans>
          </Button>
        ) : null}
        {state === "loaded" && turns.length === 0 ? (
          <p className={styles.soft}>
            <Trans>Nothing is written yet. Write below what is said, sentence by sentence.</Trans>
          </p>
        ) : null}
        <Turns
          turns={turns.slice(-shown)}
          meeting={meeting}
          several={language === ""}
          tools={(segment) => (
            <>
              <Others
                names={(editors.get(segment.id) ?? [])
                  .filter((id) => id !== me?.id)
                  .map((id) => byId.get(id)?.name ?? "")}
              />
              <PlaySound sounds={record.sounds} segment={segment} />
              <IconButton
                icon="pencil"
                label={t`Change this segment`}
                onPress={() => setEditing(segment.id)}
              />
            </>
          )}
          below={(turn) => <Delivery record={record} turn={turn} texts={texts} />}
          instead={(segment) =>
            segment.id === editing ? (
              <SegmentEditor
                key={segment.id}
                record={record}
                info={info}
                segment={segment}
                languages={languages}
                onDone={() => setEditing("")}
              />
            ) : null
          }
        />
        {info ? (
          <p>
            <LateTurn record={record} info={info} />
          </p>
        ) : null}
      </div>
    </SidePanel>
  );
}

/** Who else is in a segment. */
function Others({ names }: { names: readonly string[] }) {
  const { t } = useLingui();
  if (names.length === 0) return null;
  const who = names.join(", ");
  return (
    <span className={styles.other} title={t`${who} is writing here`}>
      <bdi>{who}</bdi>
      <span className="visually-hidden">
        <Trans>is writing here</Trans>
      </span>
    </span>
  );
}

/** The record's own page, for the same invitation. */
function recordAddress(): string {
  return `${location.pathname.replace(/\/$/, "")}/record${location.hash}`;
}

/** The list's end stays in sight while one is there. */
function useFollow(turns: unknown) {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const onScroll = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
    };
    element.addEventListener("scroll", onScroll, { passive: true });
    return () => element.removeEventListener("scroll", onScroll);
  }, []);
  useLayoutEffect(() => {
    if (turns && atEnd.current) list.current?.scrollTo({ top: list.current.scrollHeight });
  }, [turns]);
  return list;
}
