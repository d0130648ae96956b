import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Form } from "react-aria-components";
import {
  type Quotation,
  type QuotationMatch,
  type QuotationRun,
  type Quoting,
  standing,
} from "../../../client/index.ts";
import { Banner, Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { TextField } from "../../design/Field";
import { formatDateTime, languageName } from "../../i18n/format";
import { problemText } from "../meeting/problems";
import { regimes } from "../regime/regime-words";
import styles from "./Quoting.module.css";
import page from "./RecordPage.module.css";
import { useVerdicts } from "./verdicts";

interface QuoteCheckProps {
  quoting: Quoting;
  /** Of the record, against which it is held; 0: the draft, or the last one. */
  version: number;
  /** Goes to a segment of the record on this page. */
  onGo: (segment: string) => void;
  /** Keeps a quotation that was found at a segment; without: one may not. */
  onKeep?: (quotation: string, segment: string, use: string) => Promise<void>;
  /** For the gallery. */
  initial?: { text: string; checked: Quotation };
}

/** A quotation is pasted, and held against what was said. */
export function QuoteCheck({ quoting, version, onGo, onKeep, initial }: QuoteCheckProps) {
  const { t, i18n } = useLingui();
  const [text, setText] = useState(initial?.text ?? "");
  const [busy, setBusy] = useState(false);
  const [checked, setChecked] = useState(initial?.checked);
  // What was found, which the field may not say any more.
  const [held, setHeld] = useState(
    initial && standing(initial.checked.verdict) !== "wrong" ? initial.text : "",
  );
  const [problem, setProblem] = useState<string>();
  const check = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const found = await quoting.verify(text, version);
      setChecked(found);
      setHeld(standing(found.verdict) === "wrong" ? "" : text);
    } catch (error) {
      setChecked(undefined);
      setProblem(problemText(error, i18n));
    }
    setBusy(false);
  };
  return (
    <section className={`${page.part} ${page.screen}`} aria-labelledby="quotation">
      <h2 id="quotation">
        <Trans>Check a quotation</Trans>
      </h2>
      <Form
        className={styles.form as string}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== "") void check();
        }}
      >
        <TextField
          label={t`Quotation`}
          value={text}
          onChange={setText}
          rows={3}
          maxLength={8000}
          description={t`Omission marks: (…) […] …  Other text in [ ] is yours.`}
        />
        <div>
          <Button type="submit" isDisabled={busy || text.trim() === ""}>
            <Trans>Check</Trans>
          </Button>
        </div>
      </Form>
      <Problem>{problem}</Problem>
      <div role="status" className={styles.form}>
        {checked ? <Verdict checked={checked} onGo={onGo} /> : null}
      </div>
      {onKeep && checked && held ? (
        <Keep key={held} onKeep={(use) => onKeep(held, checked.matches[0]?.first ?? "", use)} />
      ) : null}
    </section>
  );
}

/** A quotation that the record says is kept, with where it is used. */
function Keep({ onKeep }: { onKeep: (use: string) => Promise<void> }) {
  const { t, i18n } = useLingui();
  const [use, setUse] = useState("");
  const [done, setDone] = useState(false);
  const [problem, setProblem] = useState<string>();
  const keep = async () => {
    try {
      await onKeep(use);
      setDone(true);
      setProblem(undefined);
    } catch (error) {
      setProblem(problemText(error, i18n));
    }
  };
  if (done)
    return (
      <p role="status">
        <Trans>It is kept, and checked again whenever the record changes.</Trans>
      </p>
    );
  return (
    <Form
      className={page.row as string}
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <TextField label={t`Where it is used`} value={use} onChange={setUse} maxLength={200} error={problem} />
      <Button type="submit">
        <Trans>Keep this quotation</Trans>
      </Button>
    </Form>
  );
}

const tones = { own: "good", other: "info", wrong: "danger" } as const;

function Verdict({ checked, onGo }: { checked: Quotation; onGo: (segment: string) => void }) {
  const verdicts = useVerdicts();
  const [title, means] = verdicts[checked.verdict];
  return (
    <>
      <Banner tone={tones[standing(checked.verdict)]} title={title}>
        {means}
      </Banner>
      {checked.withheld ? (
        <p className={page.soft}>
          <Trans>Some of what was said may not be quoted. It was not searched.</Trans>
        </p>
      ) : null}
      {checked.matches.map((match) => (
        <Match
          key={`${match.intervention ?? ""}-${match.first}-${match.language}-${match.origin}`}
          match={match}
          onGo={onGo}
        />
      ))}
    </>
  );
}

function Match({ match, onGo }: { match: QuotationMatch; onGo: (segment: string) => void }) {
  const { t, i18n } = useLingui();
  const origins: Record<QuotationMatch["origin"], string> = {
    floor: t`spoken`,
    interpretation: t`as interpreted`,
    translation: t`as translated`,
    prepared: t`as prepared`,
  };
  const who = match.speaker
    ? [match.speaker, match.function, match.delegation].filter(Boolean).join(", ")
    : (match.label ?? t`A participant`);
  const language = languageName(match.language, i18n.locale);
  return (
    <figure className={styles.match}>
      <blockquote className={styles.quote} lang={match.language} dir="auto">
        {match.runs.map((run, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the stretches of one quotation stay as they are
          <Run key={index} run={run} />
        ))}
      </blockquote>
      <figcaption className={styles.caption}>
        <bdi>{who}</bdi>
        <span>{`${language}, ${origins[match.origin]}`}</span>
        <time dateTime={match.start}>{formatDateTime(match.start, i18n.locale)}</time>
        {match.regime === "on-the-record" ? null : <span>{i18n._(regimes[match.regime].name)}</span>}
        {match.machine ? <span>{t`written by speech recognition, not checked`}</span> : null}
        <Button onPress={() => onGo(match.first)}>
          <Trans>To the place</Trans>
        </Button>
      </figcaption>
      <LeftOut match={match} />
    </figure>
  );
}

/** A stretch of the quotation, with what differs in words too: colour alone says nothing. */
function Run({ run }: { run: QuotationRun }) {
  const { t } = useLingui();
  const said = run.record ?? "";
  switch (run.kind) {
    case "same":
      return <span>{run.quote}</span>;
    case "omission":
      return <span className={styles.omission}>{run.quote}</span>;
    case "interpolation":
      return <span className={styles.interpolation}>{run.quote}</span>;
    case "changed":
      return (
        <mark className={styles.wrong} data-kind="changed">
          {run.quote.trimEnd()} <small>{t`(said: ${said})`}</small>{" "}
        </mark>
      );
    case "added":
      return (
        <mark className={styles.wrong} data-kind="added">
          {run.quote.trimEnd()} <small>{t`(not said)`}</small>{" "}
        </mark>
      );
    case "missing":
      return (
        <mark className={styles.wrong} data-kind="missing">
          {" "}
          <small>{t`(left out without a mark: ${said})`}</small>{" "}
        </mark>
      );
  }
}

/** What the marks stand for. */
function LeftOut({ match }: { match: QuotationMatch }) {
  const gaps = match.runs.filter(
    ({ kind, record }) => (kind === "omission" || kind === "interpolation") && record,
  );
  if (gaps.length === 0) return null;
  return (
    <ul className={styles.gaps}>
      {gaps.map(({ quote, record, words = 0 }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <li key={index}>
          <bdi className={styles.omission}>{quote.trim()}</bdi>{" "}
          <Plural value={words} one="stands for # word:" other="stands for # words:" />{" "}
          <q lang={match.language} dir="auto">
            {record}
          </q>
        </li>
      ))}
    </ul>
  );
}
