import { Trans, useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from "react";
import {
  isAdopted,
  isOpen,
  isRectifiable,
  isShown,
  type Meeting,
  type Negotiation,
  type Place,
  placesOf,
  type TextDraft,
  type TextFilter,
  type TextHead,
  type TextsView,
} from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { Confirm } from "../../design/Dialog";
import { usePartOf } from "../../use-store";
import { problemText } from "../meeting/problems";
import { Adopted, Agreement } from "./Agreement";
import { AssentDialog } from "./AssentDialog";
import { BracketDialog } from "./BracketDialog";
import { HistoryDialog } from "./HistoryDialog";
import { NewTextDialog } from "./NewTextDialog";
import { ParagraphEditor } from "./ParagraphEditor";
import { ParagraphView } from "./ParagraphView";
import { RectificationDialog } from "./RectificationDialog";
import { Rectifications } from "./Rectifications";
import { SilenceBanner } from "./SilenceBanner";
import { ObjectionDialog, SilenceDialog } from "./SilenceDialogs";
import { Obstacles, Standing } from "./Standing";
import { TextFiles } from "./TextFiles";
import { TextTitle } from "./TextTitle";
import styles from "./TextWork.module.css";
import { Toolbar } from "./Toolbar";
import { numberOf } from "./text-words";
import { useNews } from "./use-news";
import {
  type OpenText,
  placeOf,
  type Question,
  type Refused,
  TextProvider,
  useText,
  useWork,
  type Work,
  WorkProvider,
} from "./work";

export interface TextWorkProps {
  model: Negotiation;
  view: TextsView;
  head: TextHead;
  meeting: Meeting;
  /** Beside the stage. */
  beside?: boolean;
  /** For the gallery: what is open at first. */
  initial?: { editing?: string; question?: Question };
}

/** An open text: how far it is, and its paragraphs, to be worked on. */
export function TextWork(props: TextWorkProps) {
  const { model, view, head } = props;
  const [filter, setFilter] = useState<TextFilter>("all");
  const [question, setQuestion] = useState<Question | undefined>(props.initial?.question);
  const [columns, setColumns] = useColumns(head);
  const { work, problem, editing } = useMakeWork(props, columns, setQuestion, setFilter);
  const text = useMemo(() => ({ view, head, problem, editing }), [view, head, problem, editing]);
  const said = useNews(model, work.partyName);
  const places = useMemo(() => placesOf(head, view.paragraphs), [head, view.paragraphs]);
  return (
    <Providers work={work} text={text}>
      <div className={styles.work}>
        <TextTitle />
        <Adopted />
        <div className={styles.board}>
          <SilenceBanner />
          {!isAdopted(head.phase) ? <Standing places={places} /> : null}
          {props.beside ? (
            <details className={styles.more}>
              <summary>
                <Trans>What is open; assent and certificates</Trans>
              </summary>
              <Details places={places} />
            </details>
          ) : (
            <Details places={places} />
          )}
        </div>
        <Toolbar places={places} filter={filter} onFilter={setFilter} onColumns={setColumns} />
        <Paragraphs places={places} filter={isAdopted(head.phase) ? "all" : filter} />
        {props.beside ? null : <TextFiles />}
        <div className="visually-hidden" role="status">
          {said && !said.urgent ? <span key={said.key}>{said.text}</span> : null}
        </div>
        <div className="visually-hidden" role="alert">
          {said?.urgent ? <span key={said.key}>{said.text}</span> : null}
        </div>
      </div>
      <Dialogs question={question} onClose={() => setQuestion(undefined)} />
    </Providers>
  );
}

function Providers({ work, text, children }: { work: Work; text: OpenText; children: ReactNode }) {
  return (
    <WorkProvider value={work}>
      <TextProvider value={text}>{children}</TextProvider>
    </WorkProvider>
  );
}

function Details({ places }: { places: readonly Place[] }) {
  const { phase } = useWork();
  return (
    <div className={styles.details}>
      {!isAdopted(phase) ? <Obstacles places={places} /> : null}
      <Rectifications />
      <Agreement />
    </div>
  );
}

/** The languages side by side: the reader's first, where the text has it. */
function useColumns(head: TextHead) {
  const { i18n } = useLingui();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const own = head.languages.find((tag) => tag.split("-")[0] === i18n.locale) ?? head.languages[0] ?? "";
  const usual = [own, ...head.languages.filter((tag) => tag !== own)].slice(0, 2);
  const all = chosen.length > 0 && chosen.every((tag) => head.languages.includes(tag)) ? chosen : usual;
  const key = all.join(" ");
  return [useMemo(() => key.split(" "), [key]), setChosen] as const;
}

/** What seldom changes, as one object that does so as seldom. */
function useMakeWork(
  { model, view, head, meeting, initial, beside = false }: TextWorkProps,
  columns: readonly string[],
  ask: (question: Question) => void,
  filter: (filter: TextFilter) => void,
) {
  const { t, i18n } = useLingui();
  const [editing, setEditing] = useState(initial?.editing ?? "");
  const [problem, setProblem] = useState<Refused>();
  const chair = t`Chair's text`;
  const { phase } = head;
  const { translates } = view;
  const rights = JSON.stringify(head.may);
  const tags = head.languages.join(" ");
  const work = useMemo<Work>(() => {
    const may = JSON.parse(rights) as TextHead["may"];
    return {
      model,
      may,
      phase,
      translates,
      meeting,
      own: may.delegation ?? "",
      beside,
      languages: tags.split(" "),
      columns,
      partyName: (id) => meeting.delegations.find((one) => one.id === id)?.name ?? chair,
      edit: (key) =>
        setEditing((left) => {
          // The field that had the focus is gone: it goes to its paragraph, once that is drawn.
          if (key === "" && left !== "") requestAnimationFrame(() => focusOn(left.split("/").at(-1) ?? ""));
          return key;
        }),
      ask,
      run: async (place, change) => {
        setProblem(undefined);
        try {
          await change;
          return true;
        } catch (error) {
          setProblem({ place, text: problemText(error, i18n) });
          return false;
        }
      },
      goTo: (paragraph) => {
        filter("all");
        requestAnimationFrame(() => focusOn(paragraph));
      },
    };
  }, [model, rights, phase, translates, meeting, beside, tags, columns, chair, ask, i18n, filter]);
  return { work, problem, editing };
}

function focusOn(paragraph: string): void {
  const element = document.getElementById(placeOf(paragraph));
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: "nearest" });
}

function Paragraphs({ places, filter }: { places: readonly Place[]; filter: TextFilter }) {
  const { t } = useLingui();
  const { own, model } = useWork();
  const { head, view, editing, problem } = useText();
  const drafted = usePartOf(model.drafts, keysOf).split(" ");
  const list = useRef<HTMLDivElement>(null);
  const shown = places
    .map((place, index) => ({ place, index }))
    .filter(({ place }) => place.some((one) => isShown(one, filter, own)));
  return (
    <div
      ref={list}
      className={styles.paragraphs}
      onKeyDown={(event) => step(event, list.current)}
      aria-label={t`Paragraphs`}
      role="group"
    >
      {shown.map(({ place, index }) => (
        <div key={place[0]?.id} className={styles.place}>
          {place
            .filter((one) => isShown(one, filter, own))
            .map((one) => (
              <ParagraphView
                key={one.id}
                paragraph={one}
                alternatives={place.length}
                up={index === 0 ? undefined : (places[index - 2]?.[0]?.id ?? "")}
                down={places[index + 1]?.[0]?.id}
                editing={editing === one.id}
                drafted={drafted.includes(one.id)}
                problem={problem?.place === one.id ? problem.text : undefined}
                people={view.people.filter(({ paragraph }) => paragraph === one.id)}
                rectifiable={isRectifiable(head, one)}
              />
            ))}
          {place
            .flatMap(({ id }) => [`alternative/${id}`, `after/${id}`])
            .filter((key) => key === editing)
            .map((key) => (
              <ParagraphEditor key={key} draftKey={key} />
            ))}
        </div>
      ))}
      {shown.length === 0 ? <Nothing empty={places.length === 0} /> : null}
      <End />
    </div>
  );
}

/** Which paragraphs have a draft: that is another one less often than the drafts are. */
const keysOf = (drafts: ReadonlyMap<string, TextDraft>) => [...drafts.keys()].join(" ");

function Nothing({ empty }: { empty: boolean }) {
  return (
    <p className={styles.soft}>
      {empty ? <Trans>This text has no paragraph yet.</Trans> : <Trans>No paragraph is of this kind.</Trans>}
    </p>
  );
}

/** A new paragraph at the end; and new ones that were begun anywhere and set aside. */
function End() {
  const { may, phase, edit, model } = useWork();
  const { editing, view } = useText();
  const drafted = usePartOf(model.drafts, keysOf).split(" ");
  if (!may.write || !isOpen(phase)) return null;
  const aside = drafted.filter((key) => key !== "" && !view.paragraphs.has(key) && key !== editing);
  return (
    <>
      {aside.map((key) => (
        <p key={key} className={styles.aside}>
          <Trans>You have begun a new paragraph and not proposed it.</Trans>{" "}
          <Button icon="pencil" onPress={() => edit(key)}>
            <Trans>Go on</Trans>
          </Button>
          <Button variant="quiet" onPress={() => model.draft(key, undefined)}>
            <Trans>Drop it</Trans>
          </Button>
        </p>
      ))}
      {editing === "end" ? (
        <ParagraphEditor draftKey="end" />
      ) : aside.includes("end") ? null : (
        <p>
          <Button icon="plus" onPress={() => edit("end")}>
            <Trans>Propose a paragraph</Trans>
          </Button>
        </p>
      )}
    </>
  );
}

/** Alt and an arrow go from paragraph to paragraph. */
function step(event: KeyboardEvent, list: HTMLElement | null): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const target = event.target as HTMLElement;
  if (!event.altKey || by === 0 || target.tagName === "TEXTAREA") return;
  const all = [...(list?.querySelectorAll<HTMLElement>("[data-paragraph]") ?? [])];
  const at = all.findIndex((one) => one.contains(target));
  const next = all[at + by];
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function Dialogs({ question, onClose }: { question: Question | undefined; onClose: () => void }) {
  const { model, meeting } = useWork();
  if (question === undefined) return null;
  switch (question.about) {
    case "assent":
      return <AssentDialog onClose={onClose} />;
    case "silence":
      return <SilenceDialog onClose={onClose} />;
    case "objection":
      return <ObjectionDialog onClose={onClose} />;
    case "refusal":
      return <ObjectionDialog rectification={question.rectification} onClose={onClose} />;
    case "new":
      return <NewTextDialog model={model} meeting={meeting} onClose={onClose} />;
    default:
      return <ParagraphDialog question={question} onClose={onClose} />;
  }
}

type AboutParagraph = Extract<Question, { paragraph: unknown }>;

function ParagraphDialog({ question, onClose }: { question: AboutParagraph; onClose: () => void }) {
  const { t } = useLingui();
  const { view } = useText();
  const { model, run } = useWork();
  const paragraph = view.paragraphs.get(question.paragraph.id) ?? question.paragraph;
  const { id } = paragraph;
  const number = numberOf(paragraph);
  switch (question.about) {
    case "bracket":
      return <BracketDialog paragraph={paragraph} onClose={onClose} />;
    case "history":
      return <HistoryDialog paragraph={paragraph} onClose={onClose} />;
    case "rectification":
      return <RectificationDialog paragraph={paragraph} onClose={onClose} />;
    case "withdrawal":
      return (
        <Confirm
          title={t`Withdraw paragraph ${number}?`}
          open
          confirmLabel={t`Withdraw`}
          cancelLabel={t`Cancel`}
          onConfirm={() => void run(id, model.withdraw(paragraph))}
          onClose={onClose}
        >
          <Trans>It is no longer part of the text. The history keeps it.</Trans>
        </Confirm>
      );
  }
}
