import { Trans, useLingui } from "@lingui/react/macro";
import { memo } from "react";
import {
  isAdopted,
  isEditable,
  isOpen,
  type Paragraph,
  positionOf,
  type TextPerson,
} from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button, IconButton } from "../../design/Button";
import { cx } from "../../design/cx";
import { delegationStyle } from "../../design/delegation";
import { ActionMenu, type MenuAction } from "../../design/Menu";
import { formatDateTimeWithin, languageName } from "../../i18n/format";
import { BracketNotes } from "./BracketNotes";
import styles from "./Paragraph.module.css";
import { ParagraphEditor } from "./ParagraphEditor";
import { OwnPosition, Positions } from "./Positions";
import { StatusMark } from "./StatusMark";
import { numberOf, useStatusNames } from "./text-words";
import { WordsView } from "./WordsView";
import { placeOf, useHeading, useWork } from "./work";

interface ParagraphViewProps {
  paragraph: Paragraph;
  /** How many stand in its place. */
  alternatives: number;
  /** Paragraphs that it would follow one place up and one place down; undefined: there is no such place. */
  up: string | undefined;
  down: string | undefined;
  /** One writes here; one has an unfinished change. */
  editing: boolean;
  drafted: boolean;
  /** What was refused here. */
  problem: string | undefined;
  /** Others who are here. */
  people: readonly TextPerson[];
  rectifiable: boolean;
}

/** One paragraph: what it says in each language, whose it is, how far it is, and what one does with it. */
export const ParagraphView = memo(function ParagraphView(props: ParagraphViewProps) {
  const { t } = useLingui();
  const { model, meeting, may, phase, edit, columns } = useWork();
  const { paragraph, alternatives, editing, drafted, problem, people } = props;
  const { id } = paragraph;
  const number = numberOf(paragraph);
  return (
    <section
      id={placeOf(id)}
      data-paragraph={id}
      tabIndex={-1}
      className={cx(styles.paragraph, alternatives > 1 && styles.alternative)}
      style={delegationStyle(meeting, paragraph.delegation)}
      aria-labelledby={`${placeOf(id)}-title`}
      onFocus={() => {
        if (!editing) model.here(id, columns[0] ?? "");
      }}
    >
      <Title paragraph={paragraph} people={people} />
      {alternatives > 1 ? (
        <p className={styles.note}>
          <Trans>One of {alternatives} alternatives: all but one are withdrawn before adoption.</Trans>
        </p>
      ) : null}
      {editing ? (
        <ParagraphEditor key={id} draftKey={id} paragraph={paragraph} />
      ) : (
        <>
          <WordsView paragraph={paragraph} />
          {drafted ? (
            <p className={styles.draft}>
              <span>
                <Trans>You have an unfinished change here.</Trans>
              </span>
              {isEditable({ may, phase }, paragraph) ? (
                <Button icon="pencil" onPress={() => edit(id)}>
                  <Trans>Go on</Trans>
                </Button>
              ) : null}
              <Button variant="quiet" onPress={() => model.draft(id, undefined)}>
                <Trans>Drop it</Trans>
              </Button>
            </p>
          ) : null}
        </>
      )}
      <SharedDrafts people={people} />
      <BracketNotes paragraph={paragraph} />
      {isAdopted(phase) ? null : <Positions paragraph={paragraph} />}
      <Problem>{problem}</Problem>
      {editing ? null : <Actions {...props} label={t`Paragraph ${number}`} />}
    </section>
  );
}, isSame);

/** Presence is told whole each time: the same people at the same place are no change. */
function isSame(
  { people: a, ...before }: ParagraphViewProps,
  { people: b, ...now }: ParagraphViewProps,
): boolean {
  const still = a.every((one, index) => {
    const other = b[index];
    return (
      other?.participant === one.participant && other.language === one.language && other.draft === one.draft
    );
  });
  const keys = Object.keys(before) as (keyof typeof before)[];
  return a.length === b.length && still && keys.every((key) => before[key] === now[key]);
}

function Title({ paragraph, people }: { paragraph: Paragraph; people: readonly TextPerson[] }) {
  const { t, i18n } = useLingui();
  const { own, partyName, phase } = useWork();
  const names = useStatusNames();
  const Heading = useHeading(2);
  const { id, status, delegation, byName = "", at } = paragraph;
  const party = partyName(delegation);
  const when = formatDateTimeWithin(at, i18n.locale);
  return (
    <div className={styles.head}>
      <Heading id={`${placeOf(id)}-title`} className={styles.number}>
        <span className="visually-hidden">
          <Trans>Paragraph</Trans>{" "}
        </span>
        {numberOf(paragraph)}
      </Heading>
      {isAdopted(phase) ? null : (
        <span className={cx(styles.status, styles[status])}>
          <StatusMark status={status} /> {names[status]}
        </span>
      )}
      <span className={styles.party} title={t`${byName}, ${when}`}>
        <bdi>{party}</bdi>
        {own !== "" && delegation === own ? (
          <small>
            <Trans>ours</Trans>
          </small>
        ) : null}
      </span>
      <Others people={people} />
    </div>
  );
}

/** Who else is at this paragraph. */
function Others({ people }: { people: readonly TextPerson[] }) {
  const { t, i18n } = useLingui();
  if (people.length === 0) return null;
  return (
    <ul className={styles.others} aria-label={t`Also at this paragraph`}>
      {people.map(({ participant, name, language }) => (
        <li key={participant} className={styles.other}>
          <bdi>{name}</bdi>
          {language ? <small> {languageName(language, i18n.locale)}</small> : null}
        </li>
      ))}
    </ul>
  );
}

/** What others let one see of what they are typing. */
function SharedDrafts({ people }: { people: readonly TextPerson[] }) {
  return people
    .filter(({ draft }) => draft)
    .map(({ participant, name, language, draft }) => (
      <div key={participant} className={styles.shared}>
        <p className={styles.note}>
          <Trans>
            <bdi>{name}</bdi> is writing this, and has not proposed it:
          </Trans>
        </p>
        <p lang={language} dir="auto">
          {draft}
        </p>
      </div>
    ));
}

interface ActionsProps extends ParagraphViewProps {
  label: string;
}

function Actions({ paragraph, alternatives, up, down, drafted, rectifiable, label }: ActionsProps) {
  const { t } = useLingui();
  const { may, phase, own, edit, ask } = useWork();
  const { id, status } = paragraph;
  const works = may.write && isOpen(phase);
  const agreed = works && status === "agreed";
  const actions = useMenu(paragraph, up, down);
  return (
    <div className={styles.actions} role="group" aria-label={label}>
      {isEditable({ may, phase }, paragraph) && !drafted ? (
        <Button icon="pencil" onPress={() => edit(id)}>
          <Trans>Change the words</Trans>
        </Button>
      ) : null}
      {works && status !== "agreed" ? (
        <Button variant="quiet" onPress={() => ask({ about: "bracket", paragraph })}>
          <Trans>Brackets…</Trans>
        </Button>
      ) : null}
      {agreed && positionOf(paragraph, own) !== "none" ? (
        <span className={styles.note}>
          <Trans>To change it, take your agreement back first.</Trans>
        </span>
      ) : null}
      {works ? (
        <ActionMenu
          label={label}
          trigger={<IconButton icon="more" label={t`More about this paragraph`} />}
          actions={actions}
        />
      ) : (
        <>
          <Button variant="quiet" icon="clock" onPress={() => ask({ about: "history", paragraph })}>
            <Trans>History</Trans>
          </Button>
          {rectifiable ? (
            <Button variant="quiet" icon="pencil" onPress={() => ask({ about: "rectification", paragraph })}>
              <Trans>Rectify…</Trans>
            </Button>
          ) : null}
        </>
      )}
      <OwnPosition paragraph={paragraph} alternatives={alternatives} drafted={drafted} />
    </div>
  );
}

/** What is done more seldom. */
function useMenu(
  paragraph: Paragraph,
  up: string | undefined,
  down: string | undefined,
): readonly MenuAction[] {
  const { t } = useLingui();
  const { model, own, edit, ask, run } = useWork();
  const { id, delegation, status } = paragraph;
  const actions: MenuAction[] = [
    {
      id: "history",
      label: t`History`,
      icon: "clock",
      run: () => ask({ about: "history", paragraph }),
    },
    ...(status === "agreed"
      ? []
      : [
          {
            id: "alternative",
            label: t`Propose an alternative`,
            icon: "swap" as const,
            run: () => edit(`alternative/${id}`),
          },
        ]),
    { id: "after", label: t`Add a paragraph after this one`, icon: "plus", run: () => edit(`after/${id}`) },
  ];
  if (up !== undefined)
    actions.push({
      id: "up",
      label: t`Move up`,
      icon: "up",
      run: () => void run(id, model.place(id, up)),
    });
  if (down !== undefined)
    actions.push({
      id: "down",
      label: t`Move down`,
      icon: "down",
      run: () => void run(id, model.place(id, down)),
    });
  const foreign = paragraph.brackets.some((one) => (one.delegation ?? "") !== own);
  if ((delegation ?? "") === own && status !== "agreed" && !foreign)
    actions.push({
      id: "withdraw",
      label: t`Withdraw the paragraph`,
      icon: "remove",
      danger: true,
      separated: true,
      run: () => ask({ about: "withdrawal", paragraph }),
    });
  return actions;
}
