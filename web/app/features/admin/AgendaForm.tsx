import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Form } from "react-aria-components";
import { CommandProblem, isOver, type Meeting, type NewAgendaItem } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button, IconButton } from "../../design/Button";
import { TextField } from "../../design/Field";
import { formatList } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import styles from "./AgendaForm.module.css";
import type { AdminModel } from "./admin-model";
import { useSubmit } from "./use-submit";

/** The agenda of a meeting that exists: adopted points stay, provisional ones can be changed, others can be added. */
export function AgendaForm({ model, meeting }: { model: AdminModel; meeting: Meeting }) {
  const { t, i18n } = useLingui();
  const [items, setItems] = useState<readonly NewAgendaItem[]>(meeting.agenda.map(toItem));
  const [added, setAdded] = useState("");
  const [minutes, setMinutes] = useState("");
  const changed = JSON.stringify(items) !== JSON.stringify(meeting.agenda.map(toItem)) || added.trim() !== "";
  const { saving, problem, onSubmit } = useSubmit(true, async () => {
    const more = added.trim()
      ? [{ title: added.trim(), ...(Number(minutes) ? { minutes: Number(minutes) } : {}) }]
      : [];
    try {
      await model.arrangeAgenda([...items, ...more]);
    } catch (error) {
      if (error instanceof CommandProblem && error.code === "agenda-changed") model.reload();
      throw error;
    }
  });
  const awaited = meeting.delegations.filter(({ id }) => !meeting.adoptedBy.includes(id));
  const names = formatList(
    awaited.map(({ name }) => name),
    i18n.locale,
  );
  const adopted = new Set(meeting.agenda.filter((item) => item.adopted).map(({ id }) => id));
  const over = isOver(meeting);
  const provisional = adopted.size < meeting.agenda.length;
  return (
    <Form className={styles.form as string} onSubmit={onSubmit} aria-label={t`Agenda`}>
      <h3>
        <Trans>Agenda</Trans>
      </h3>
      {provisional ? (
        <p className={styles.note}>
          {names ? <Trans>Provisional. Not adopted yet by: {names}.</Trans> : <Trans>Provisional.</Trans>}
        </p>
      ) : null}
      <ol className={styles.points}>
        {items.map((item, index) => {
          const title = titleIn(item, i18n.locale);
          const fixed = adopted.has(item.id ?? "");
          return (
            <li key={item.id ?? item.title} className={styles.point}>
              <span>
                <bdi>{title}</bdi>{" "}
                {item.minutes ? (
                  <small>
                    {i18n.number(item.minutes, { style: "unit", unit: "minute", unitDisplay: "short" })}
                  </small>
                ) : null}
              </span>
              {fixed ? (
                <small>
                  <Trans>adopted</Trans>
                </small>
              ) : over ? null : (
                <IconButton
                  icon="close"
                  label={t`Take “${title}” off the agenda`}
                  onPress={() => setItems(items.filter((_, place) => place !== index))}
                />
              )}
            </li>
          );
        })}
      </ol>
      {over ? null : (
        <>
          <div className={styles.add}>
            <TextField label={t`New point`} value={added} onChange={setAdded} maxLength={200} />
            <TextField
              label={t`Minutes`}
              value={minutes}
              onChange={setMinutes}
              inputMode="numeric"
              maxLength={4}
            />
          </div>
          {problem ? (
            <div role="alert">
              <Banner tone="danger" title={<Trans>The agenda was not changed</Trans>}>
                {problem}
              </Banner>
            </div>
          ) : null}
          <Button type="submit" isDisabled={saving || !changed}>
            <Trans>Save the agenda</Trans>
          </Button>
        </>
      )}
    </Form>
  );
}

function toItem({ id, title, titles, minutes }: Meeting["agenda"][number]): NewAgendaItem {
  return { id, title, ...(titles ? { titles } : {}), ...(minutes ? { minutes } : {}) };
}
