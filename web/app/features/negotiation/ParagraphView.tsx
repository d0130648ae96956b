import { Trans, useLingui } from "@lingui/react/macro";
import {
  isEditable,
  isOpen,
  type Paragraph,
  type Place,
  positionOf,
  type TextPerson,
} from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button, IconButton } from "../../design/Button";
import { cx } from "../../design/cx";
import { delegationStyle } from "../../design/delegation";
import { ActionMenu, type MenuAction } from "../../design/Menu";
import { formatDateTime, languageName } from "../../i18n/format";
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
  /** The place that it is in, and where that is. */
  place: Place;
  before: string | undefined;
  after: string | undefined;
}

/** One paragraph: what it says in each language, whose it is, how far it is, and what one does with it. */
export function ParagraphView({ paragraph, place, before, after }: ParagraphViewProps) {
  const { t } = useLingui();
  const { model, view, meeting, head, editing, edit, problem, columns } = useWork();
  const { id } = paragraph;
  const number = numberOf(paragraph);
  const draft = view.drafts.get(id);
  const people = view.people.filter((one) => one.paragraph === id);
  return (
    <section
      id={placeOf(id)}
      data-paragraph={id}
      tabIndex={-1}
      className={cx(styles.paragraph, place.length > 1 && styles.alternative)}
      style={delegationStyle(meeting, paragraph.delegation)}
      aria-labelledby={`${placeOf(id)}-title`}
      onFocus={() => {
        if (editing !== id) model.here(id, columns[0] ?? "");
      }}
    >
      <Title paragraph={paragraph} people={people} />
      {place.length > 1 ? (
        <p className={styles.note}>
          <Trans>One of {place.length} alternatives: all but one are withdrawn before adoption.</Trans>
        </p>
      ) : null}
      {editing === id ? (
        <ParagraphEditor key={id} draftKey={id} paragraph={paragraph} />
      ) : (
        <>
          <WordsView paragraph={paragraph} />
          {draft ? (
            <p className={styles.draft}>
              <span>
                <Trans>You have an unfinished change here.</Trans>
              </span>
              {isEditable(head, paragraph) ? (
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
      <Positions paragraph={paragraph} />
      <Problem>{problem?.place === id ? problem.text : null}</Problem>
      {editing === id ? null : (
        <Actions
          paragraph={paragraph}
          place={place}
          before={before}
          after={after}
          label={t`Paragraph ${number}`}
        />
      )}
    </section>
  );
}

function Title({ paragraph, people }: { paragraph: Paragraph; people: readonly TextPerson[] }) {
  const { t, i18n } = useLingui();
  const { own, partyName } = useWork();
  const names = useStatusNames();
  const Heading = useHeading(2);
  const { id, status, delegation, byName = "", at } = paragraph;
  const party = partyName(delegation);
  const when = formatDateTime(at, i18n.locale);
  return (
    <div className={styles.head}>
      <Heading id={`${placeOf(id)}-title`} className={styles.number}>
        <span className="visually-hidden">
          <Trans>Paragraph</Trans>{" "}
        </span>
        {numberOf(paragraph)}
      </Heading>
      <span className={cx(styles.status, styles[status])}>
        <StatusMark status={status} /> {names[status]}
      </span>
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

function Actions({ paragraph, place, before, after, label }: ActionsProps) {
  const { t } = useLingui();
  const { head, own, edit, ask, view } = useWork();
  const { id, status } = paragraph;
  const works = head.may.write && isOpen(head.phase);
  const agreed = works && status === "agreed";
  const actions = useMenu(paragraph, before, after);
  const drafted = view.drafts.has(id);
  return (
    <div className={styles.actions} role="group" aria-label={label}>
      {isEditable(head, paragraph) && !drafted ? (
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
        <Button icon="clock" onPress={() => ask({ about: "history", paragraph })}>
          <Trans>History</Trans>
        </Button>
      )}
      <OwnPosition paragraph={paragraph} place={place} />
    </div>
  );
}

/** What is done more seldom. */
function useMenu(
  paragraph: Paragraph,
  before: string | undefined,
  after: string | undefined,
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
  if (before !== undefined)
    actions.push({
      id: "up",
      label: t`Move up`,
      icon: "up",
      run: () => void run(id, model.place(id, before)),
    });
  if (after !== undefined)
    actions.push({
      id: "down",
      label: t`Move down`,
      icon: "down",
      run: () => void run(id, model.place(id, after)),
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
