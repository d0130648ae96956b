import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import {
  type Archiving,
  type Choice,
  leaving,
  mayCorrect,
  type PreparedText,
  type Quotation,
  type Quoting,
  type RecordInfo,
  type RecordKeeping,
  type Segment,
  turnsOf,
} from "../../../client/index.ts";
import { Banner, Problem } from "../../design/Banner";
import { Button, IconButton } from "../../design/Button";
import { cx } from "../../design/cx";
import { SelectField } from "../../design/Field";
import { formatDateTime, languageName } from "../../i18n/format";
import { useStore } from "../../use-store";
import { MessagePage } from "../ending/MessagePage";
import { problemText } from "../meeting/problems";
import { When } from "../prejoin/When";
import { Page } from "../shell/Page";
import { Archive } from "./Archive";
import { Contents, Kept } from "./Contents";
import { CorrectionDialog, Corrections } from "./Corrections";
import { Delivery } from "./Delivery";
import { Exports } from "./Exports";
import { FailingQuotations, KeptQuotations } from "./KeptQuotations";
import { LateTurn } from "./LateTurn";
import { PlaySound } from "./PlaySound";
import { focusOn, type Places, usePlaces } from "./places";
import { QuoteCheck } from "./QuoteCheck";
import styles from "./RecordPage.module.css";
import { useFormNames } from "./record-words";
import { Search } from "./Search";
import { SegmentEditor } from "./SegmentEditor";
import { Turns } from "./Turns";
import { Versions } from "./Versions";

interface RecordPageProps {
  model: RecordKeeping;
  quoting: Quoting;
  archiving: Archiving;
  /** Address of the meeting itself. */
  link: string;
  /** Where one begins: a segment, or "quotation"; "": at the top. */
  at?: string;
  /** For the gallery. */
  initial?: { text: string; checked: Quotation };
}

/** What was said in a meeting, to be read, searched, printed and corrected. */
export function RecordPage(props: RecordPageProps) {
  const { model } = props;
  const { t, i18n } = useLingui();
  const { state, info, problem } = useStore(model.view);
  useEffect(() => model.open(), [model]);
  if (state === "failed")
    return (
      <MessagePage icon="warning" title={t`The record cannot be shown`}>
        <p role="alert">{problemText(problem, i18n)}</p>
      </MessagePage>
    );
  if (info === undefined)
    return (
      <MessagePage icon="clock" title={t`One moment…`}>
        <p role="status">
          <Trans>The record is being read.</Trans>
        </p>
      </MessagePage>
    );
  return <Loaded {...props} info={info} />;
}

function Loaded({
  model,
  quoting,
  archiving,
  info,
  link,
  at = "",
  initial,
}: RecordPageProps & { info: RecordInfo }) {
  const { t, i18n } = useLingui();
  const { segments, version } = useStore(model.view);
  const { meeting, speakers, versions } = info;
  const { title } = meeting;
  const [choice, setChoice] = useState<Choice>({ form: info.official, language: "", speaker: "" });
  const [problem, setProblem] = useState<string>();
  const run = (command: Promise<void>) => {
    setProblem(undefined);
    command.catch((error: unknown) => setProblem(problemText(error, i18n)));
  };
  const { places, lost } = usePlaces(segments, info.meeting.id, at, choice, setChoice);
  const leaves = leaving(info);
  const { quotations } = useStore(quoting.kept.view);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is written has changed
  useEffect(() => {
    if (info.may.draft) void quoting.kept.read();
  }, [quoting, info, segments]);
  const turns = useMemo(() => turnsOf(segments, speakers, choice), [segments, speakers, choice]);
  return (
    <Page title={t`Record: ${title}`}>
      <header className={styles.heading}>
        <h1>{meeting.title}</h1>
        <When meeting={meeting} />
        <Status info={info} version={version} />
      </header>
      <Problem>{problem}</Problem>
      <Filters
        info={info}
        version={version}
        choice={choice}
        onChoice={setChoice}
        onVersion={model.show.bind(model)}
      />
      <FailingQuotations quotations={quotations} />
      <Contents info={info} />
      <Search model={model} info={info} language={choice.language} places={places} />
      {lost ? (
        <div role="alert">
          <Banner tone="warn">
            <Trans>This place is not in what is shown: it was taken out, or another version has it.</Trans>
          </Banner>
        </div>
      ) : null}
      <section className={cx(styles.part, styles.said)} aria-labelledby="said">
        <h2 id="said">
          <Trans>What was said</Trans>
        </h2>
        {turns.length === 0 ? (
          <p className={styles.soft}>
            <Trans>There are no words here yet.</Trans>
          </p>
        ) : (
          <Body
            model={model}
            info={info}
            turns={turns}
            several={choice.language === ""}
            places={places}
            run={run}
          />
        )}
        {version === 0 ? (
          <p className={styles.screen}>
            <LateTurn record={model} info={info} />
          </p>
        ) : null}
      </section>
      <Corrections info={info} onDecide={(id, accept, reason) => run(model.decide(id, accept, reason))} />
      <Versions info={info} model={model} run={run} />
      {leaves === "free" ? (
        <>
          <QuoteCheck
            quoting={quoting}
            version={version}
            onGo={places.onGo}
            {...(info.may.draft ? { onKeep: quoting.kept.keep } : {})}
            {...(initial ? { initial } : {})}
          />
          <KeptQuotations
            quotations={quotations}
            info={info}
            places={places}
            onDrop={(id) => run(quoting.kept.drop(id))}
          />
          <Exports quoting={quoting} info={info} of={{ version, form: choice.form }} />
        </>
      ) : (
        <Kept why={leaves} />
      )}
      {info.may.archive ? <Archive archiving={archiving} info={info} /> : null}
      <footer className={styles.foot}>
        <a href={link}>
          <Trans>To the meeting</Trans>
        </a>
        {info.may.draft ? (
          <a href={link.replace("#", "/text#")}>
            <Trans>To the texts of the meeting</Trans>
          </a>
        ) : null}
        <a href={link.replace("#", "/next#")}>
          <Trans>Next meeting</Trans>
        </a>
        <Button onPress={() => window.print()}>
          <Trans>Print</Trans>
        </Button>
        <span className={styles.soft}>
          <Plural
            value={versions.length}
            _0="No version is published."
            one="# version is published."
            other="# versions are published."
          />
        </span>
      </footer>
    </Page>
  );
}

/** What one reads: a draft, or which version. */
function Status({ info, version }: { info: RecordInfo; version: number }): ReactNode {
  const { i18n } = useLingui();
  const forms = useFormNames();
  const shown = version === 0 && !info.may.draft ? info.versions.length : version;
  const one = info.versions.find(({ number }) => number === shown);
  const form = forms[info.official];
  if (!one)
    return (
      <Banner tone="warn" title={<Trans>Draft</Trans>}>
        <Trans>Not final: record keepers may still change every word. Official record: {form}.</Trans>
      </Banner>
    );
  const number = i18n.number(one.number);
  const at = formatDateTime(one.at, i18n.locale);
  return (
    <Banner tone="good" title={<Trans>Version {number} of the official record</Trans>}>
      <Trans>
        {form}, published on {at}.
      </Trans>{" "}
      <span className={styles.hash} dir="ltr">
        SHA-256 {one.sha256}
      </span>
    </Banner>
  );
}

interface FiltersProps {
  info: RecordInfo;
  version: number;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  onVersion: (version: number) => void;
}

function Filters({ info, version, choice, onChoice, onVersion }: FiltersProps) {
  const { t, i18n } = useLingui();
  const forms = useFormNames();
  const versions = info.versions.map(({ number }) => {
    const shown = i18n.number(number);
    return { id: String(number), label: t`Version ${shown}` };
  });
  return (
    <div className={styles.filters}>
      <SelectField
        label={t`Language`}
        icon="globe"
        options={[
          { id: "", label: t`All languages` },
          ...info.languages.map((tag) => ({ id: tag, label: languageName(tag, i18n.locale) })),
        ]}
        selected={choice.language}
        onSelect={(language) => onChoice({ ...choice, language })}
      />
      <SelectField
        label={t`Speaker`}
        icon="people"
        options={[
          { id: "", label: t`All speakers` },
          ...info.speakers.map(({ id, name }) => ({ id, label: name })),
        ]}
        selected={choice.speaker}
        onSelect={(speaker) => onChoice({ ...choice, speaker })}
      />
      {info.may.draft && version === 0 ? (
        <SelectField
          label={t`Form`}
          options={[
            { id: "verbatim", label: forms.verbatim },
            { id: "summary", label: forms.summary },
          ]}
          selected={choice.form}
          onSelect={(key) => onChoice({ ...choice, form: key === "summary" ? key : "verbatim" })}
        />
      ) : null}
      {versions.length > 0 ? (
        <SelectField
          label={t`Version`}
          options={[{ id: "0", label: info.may.draft ? t`Draft` : t`The last one` }, ...versions]}
          selected={String(version)}
          onSelect={(id) => onVersion(Number(id))}
        />
      ) : null}
    </div>
  );
}

interface BodyProps {
  model: RecordKeeping;
  info: RecordInfo;
  turns: ReturnType<typeof turnsOf>;
  several: boolean;
  places: Places;
  run: (command: Promise<void>) => void;
}

/** The words, with what one may do with them. */
function Body({ model, info, turns, several, places, run }: BodyProps) {
  const { t } = useLingui();
  const { version } = useStore(model.view);
  const [editing, setEditing] = useState("");
  const [correcting, setCorrecting] = useState<Segment>();
  const compares = info.may.draft && version === 0;
  const [texts, setTexts] = useState<readonly PreparedText[]>([]);
  useEffect(() => {
    // Without them there is only nothing to compare.
    if (compares) model.prepared().then(setTexts, () => undefined);
  }, [model, compares]);
  const writes = info.may.keep && version === 0;
  return (
    <>
      <Turns
        turns={turns}
        meeting={info.meeting}
        several={several}
        places={places}
        tools={(segment) => (
          <>
            <PlaySound sounds={model.sounds} segment={segment} />
            {segment.id === places.marked && leaving(info) === "free" ? (
              <IconButton
                icon="speech"
                label={t`Back to the quotation`}
                onPress={() => focusOn("quotation", "start")}
              />
            ) : null}
            {writes ? (
              <IconButton
                icon="pencil"
                label={t`Change this segment`}
                onPress={() => setEditing(segment.id)}
              />
            ) : null}
            {!info.may.keep && mayCorrect(info, segment) ? (
              <IconButton
                icon="pencil"
                label={t`Ask for a correction`}
                onPress={() => setCorrecting(segment)}
              />
            ) : null}
          </>
        )}
        below={(turn) => (compares ? <Delivery record={model} turn={turn} texts={texts} /> : null)}
        instead={(segment) =>
          writes && segment.id === editing ? (
            <SegmentEditor
              key={segment.id}
              record={model}
              info={info}
              segment={segment}
              languages={info.meeting.languages}
              onDone={() => setEditing("")}
            />
          ) : null
        }
      />
      {correcting ? (
        <CorrectionDialog
          segment={correcting}
          onClose={() => setCorrecting(undefined)}
          onSend={(text, reason) => {
            setCorrecting(undefined);
            run(model.correct(correcting.id, text, reason));
          }}
        />
      ) : null}
    </>
  );
}
