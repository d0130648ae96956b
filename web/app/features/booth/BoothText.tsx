import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useMemo, useRef, useState } from "react";
import {
  followWork,
  type Meeting,
  type Negotiation,
  type Paragraph,
  pairOf,
  placesOf,
  type TextHead,
  type TextsView,
} from "../../../client/index.ts";
import { usePreferences } from "../../context";
import { SelectField, SwitchField } from "../../design/Field";
import { titleIn } from "../../i18n/titles";
import { useStore } from "../../use-store";
import { problemText } from "../meeting/problems";
import { useRoom } from "../meeting/room";
import { StatusMark } from "../negotiation/StatusMark";
import { numberOf, useStatusNames } from "../negotiation/text-words";
import { WordsView } from "../negotiation/WordsView";
import { type Work, WorkProvider } from "../negotiation/work";
import styles from "./BoothText.module.css";
import { useConsole } from "./booth-context";
import { Size } from "./Texts";

/** The text that is negotiated, to be read while one interprets: the booth's two languages, at the paragraph that is worked on. */
export function BoothText() {
  const { i18n } = useLingui();
  const { client } = useRoom();
  const { texts } = client;
  const view = useStore(texts.view);
  useEffect(() => {
    texts.open();
    return () => texts.close();
  }, [texts]);
  const { state, about, head, problem } = view;
  if (state === "failed") return <p role="alert">{problemText(problem, i18n)}</p>;
  if (state === "loaded" && view.texts.length === 0)
    return (
      <p className={styles.none}>
        <Trans>There is no text here yet.</Trans>
      </p>
    );
  if (!about || !head)
    return (
      <p role="status" className={styles.none}>
        <Trans>The text is being read.</Trans>
      </p>
    );
  return <Reader model={texts} view={view} head={head} meeting={about.meeting} />;
}

interface ReaderProps {
  model: Negotiation;
  view: TextsView;
  head: TextHead;
  meeting: Meeting;
}

function Reader(props: ReaderProps) {
  const { model, view, head } = props;
  const { t, i18n } = useLingui();
  const [{ readingSize }] = usePreferences();
  const [following, setFollowing] = useState(true);
  const work = useReading(props);
  const places = useMemo(() => placesOf(head, view.paragraphs), [head, view.paragraphs]);
  const at = useWorkedOn(model);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (following && at !== "")
      list.current
        ?.querySelector(`[data-paragraph="${CSS.escape(at)}"]`)
        ?.scrollIntoView({ block: "nearest" });
  }, [following, at]);
  return (
    <WorkProvider value={work}>
      <div className={styles.text}>
        <div className={styles.tools}>
          <SelectField
            compact
            icon="document"
            label={t`Text under negotiation`}
            options={view.texts.map((one) => ({ id: one.id, label: titleIn(one, i18n.locale) }))}
            selected={head.id}
            onSelect={(id) => model.choose(id)}
          />
          <Size />
          <SwitchField selected={following} onChange={setFollowing}>
            <Trans>Follow the work</Trans>
          </SwitchField>
        </div>
        <div
          ref={list}
          className={styles.paragraphs}
          style={{ fontSize: `${readingSize}rem` }}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text is reached by the keyboard
          tabIndex={0}
          role="group"
          aria-label={t`Paragraphs`}
        >
          {places.flat().map((paragraph) => (
            <Read key={paragraph.id} paragraph={paragraph} current={paragraph.id === at} />
          ))}
        </div>
      </div>
    </WorkProvider>
  );
}

/** A paragraph to be read: its number, how far it is, and its words side by side. */
function Read({ paragraph, current }: { paragraph: Paragraph; current: boolean }) {
  const names = useStatusNames();
  const { id, status } = paragraph;
  return (
    <section
      data-paragraph={id}
      className={styles.paragraph}
      aria-current={current ? "true" : undefined}
      aria-labelledby={`booth-${id}`}
    >
      <p id={`booth-${id}`} className={styles.head}>
        <span className="visually-hidden">
          <Trans>Paragraph</Trans>{" "}
        </span>
        <strong>{numberOf(paragraph)}</strong>
        <span className={styles.status}>
          <StatusMark status={status} /> {names[status]}
        </span>
      </p>
      <WordsView paragraph={paragraph} />
    </section>
  );
}

/** The paragraph that is worked on now. */
function useWorkedOn(model: Negotiation): string {
  const { client } = useRoom();
  const [at, setAt] = useState("");
  useEffect(() => {
    const work = followWork(model.view, () => client.meeting.get().floor.holder?.id ?? "");
    const show = () => setAt(work.at.get());
    const unsubscribe = work.at.subscribe(show);
    show();
    return () => {
      unsubscribe();
      work.close();
    };
  }, [client, model]);
  return at;
}

/** What the words are drawn with, where nothing is changed. */
function useReading({ model, head, meeting }: ReaderProps): Work {
  const { t } = useLingui();
  const [{ booth, floorLanguage }] = useConsole();
  const chair = t`Chair's text`;
  const wanted = [...(booth?.outputs ?? []), floorLanguage].join(" ");
  const languages = head.languages.join(" ");
  const { phase } = head;
  return useMemo(
    () => ({
      model,
      may: { write: false, agree: false, certify: false, lead: false },
      phase,
      translates: false,
      meeting,
      own: "",
      beside: true,
      languages: languages.split(" "),
      columns: pairOf(languages.split(" "), wanted.split(" ")),
      partyName: (id) => meeting.delegations.find((one) => one.id === id)?.name ?? chair,
      run: async () => false,
      edit: () => undefined,
      ask: () => undefined,
      goTo: () => undefined,
    }),
    [model, meeting, phase, languages, wanted, chair],
  );
}
