import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import {
  committable,
  type Meeting,
  type PublishingModel,
  type PublishingView,
} from "../../../client/index.ts";
import { Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { SelectField, TextField } from "../../design/Field";
import { languageName } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { problemText } from "../meeting/problems";
import styles from "./Publishing.module.css";

interface CommitmentDialogProps {
  model: PublishingModel;
  view: PublishingView;
  /** Those whose promises the reader may write down. */
  parties: Meeting["delegations"];
  /** The only one whose promises they are; undefined: of any. */
  own: string | undefined;
  onClose: () => void;
}

/** Writes down what an agreed paragraph promises: who, what, by when. */
export function CommitmentDialog({ model, view, parties, own, onClose }: CommitmentDialogProps) {
  const { t, i18n } = useLingui();
  const places = view.texts.flatMap((text) =>
    committable(text, view.paragraphs.get(text.id) ?? []).map((paragraph) => ({ text, paragraph })),
  );
  const [place, setPlace] = useState("0");
  const [actors, setActors] = useState<readonly string[]>(own ? [own] : []);
  const [partners, setPartners] = useState("");
  const [action, setAction] = useState<Readonly<Record<string, string>>>({});
  const [due, setDue] = useState<"" | "next-meeting" | "day">("");
  const [day, setDay] = useState("");
  const [problem, setProblem] = useState<string>();
  const chosen = places[Number(place)];
  const languages = chosen?.text.languages ?? [];
  const said = languages.filter((tag) => action[tag]?.trim());
  const make = async () => {
    if (!chosen) return;
    const others = partners
      .split("\n")
      .map((name) => name.trim())
      .filter((name) => name !== "");
    try {
      await model.commit({
        text: chosen.text.id,
        paragraph: chosen.paragraph.id,
        actors: [...actors],
        partners: others,
        action: Object.fromEntries(said.map((tag) => [tag, action[tag]?.trim() ?? ""])),
        ...(due === "day" ? { due: day } : due ? { due } : {}),
      });
      onClose();
    } catch (error) {
      setProblem(problemText(error, i18n));
    }
  };
  return (
    <Dialog title={t`Write down a commitment`} open onClose={onClose} closeLabel={t`Close`} wide>
      {places.length === 0 ? (
        <p>
          <Trans>No paragraph is agreed by every delegation yet.</Trans>
        </p>
      ) : null}
      <SelectField
        label={t`Paragraph`}
        options={places.map(({ text, paragraph: { number = "", words } }, at) => ({
          id: String(at),
          label: t`${titleIn(text, i18n.locale)}, ${number}`,
          detail: (words[i18n.locale]?.text ?? words[text.languages[0] ?? ""]?.text ?? "").slice(0, 90),
        }))}
        selected={place}
        onSelect={setPlace}
      />
      {languages.map((tag) => {
        const language = languageName(tag, i18n.locale);
        return (
          <TextField
            key={tag}
            label={t`What is promised: ${language}`}
            lang={tag}
            rows={2}
            maxLength={500}
            value={action[tag] ?? ""}
            onChange={(text) => setAction({ ...action, [tag]: text })}
          />
        );
      })}
      <fieldset className={styles.options}>
        <legend>
          <Trans>Who promises</Trans>
        </legend>
        {parties.map(({ id, name }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={actors.includes(id)}
              onChange={({ target: { checked } }) =>
                setActors(checked ? [...actors, id] : actors.filter((one) => one !== id))
              }
            />
            <bdi>{name}</bdi>
          </label>
        ))}
      </fieldset>
      <TextField
        label={t`Others who promise`}
        description={<Trans>One in each line, such as a development bank.</Trans>}
        rows={2}
        value={partners}
        onChange={setPartners}
      />
      <SelectField
        label={t`Due`}
        options={[
          { id: "", label: t`Not said` },
          { id: "next-meeting", label: t`At the next meeting` },
          { id: "day", label: t`On a day` },
        ]}
        selected={due}
        onSelect={(id) => setDue(id as typeof due)}
      />
      {due === "day" ? (
        <label className={styles.day}>
          <Trans>Day</Trans>
          <input type="date" value={day} onChange={(event) => setDay(event.target.value)} />
        </label>
      ) : null}
      {due === "" || actors.length + partners.trim().length === 0 ? (
        <p className={styles.vague}>
          <Trans>Without who or by when it is kept, and shown as vague.</Trans>
        </p>
      ) : null}
      <Problem>{problem}</Problem>
      <div className={styles.actions}>
        <Button
          variant="primary"
          isDisabled={!chosen || said.length === 0 || (due === "day" && day === "")}
          onPress={() => void make()}
        >
          <Trans>Save</Trans>
        </Button>
        <Button onPress={onClose}>
          <Trans>Cancel</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
