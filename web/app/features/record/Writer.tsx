import { Trans, useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { TextArea, TextField } from "react-aria-components";
import type { Segment } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { SelectField, SwitchField } from "../../design/Field";
import { languageName } from "../../i18n/format";
import { useStore } from "../../use-store";
import { problemText } from "../meeting/problems";
import { useRoom } from "../meeting/room";
import { useOriginNames } from "./record-words";
import editor from "./SegmentEditor.module.css";
import styles from "./Writer.module.css";

/** What is said now, written as it is said: captions while it is typed, a segment of the record at the sentence's end. */
export function Writer({ form }: { form: Segment["form"] }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { meeting, floor } = useStore(client.meeting);
  const languages = meeting?.languages ?? [];
  const [language, setLanguage] = useState(languages[0] ?? i18n.locale);
  const [origin, setOrigin] = useState<"floor" | "interpretation">("floor");
  const [captioning, setCaptioning] = useState(true);
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const names = useOriginNames();
  const id = useId();
  const live = captioning && form === "verbatim";
  const holder = floor.holder?.name;

  // One writes what one has heard: the sentence is the turn's in which it was begun, and under its regime.
  const begun = useRef<string>(undefined);
  const type = (next: string) => {
    if (text === "") begun.current = floor.intervention;
    setText(next);
    if (live) client.captions.write(language, origin, next);
  };
  const finish = async () => {
    if (text.trim() === "") return;
    const turn = form === "verbatim" && begun.current ? { intervention: begun.current } : {};
    setText(""); // the next sentence may begin before this one is written
    try {
      if (live) await client.captions.finish(language, origin, text);
      else await client.record.add({ form, language, origin, text, ...turn });
      setProblem(undefined);
    } catch (error) {
      setProblem(problemText(error, i18n));
      setText((next) => `${text} ${next}`.trimEnd());
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void finish();
  };
  return (
    <div className={styles.writer}>
      <div className={styles.fields}>
        <SelectField
          label={t`I write in`}
          options={languages.map((tag) => ({ id: tag, label: languageName(tag, i18n.locale) }))}
          selected={language}
          onSelect={setLanguage}
        />
        <SelectField
          label={t`What I hear`}
          options={[
            { id: "floor", label: names.floor },
            { id: "interpretation", label: names.interpretation },
          ]}
          selected={origin}
          onSelect={(key) => setOrigin(key === "interpretation" ? key : "floor")}
        />
      </div>
      <TextField value={text} onChange={type} className={editor.words as string} aria-labelledby={id}>
        <span id={id} className={editor.label}>
          {holder ? <Trans>What {holder} says</Trans> : <Trans>What is said</Trans>}
        </span>
        <TextArea
          className={editor.input as string}
          rows={2}
          lang={language}
          dir="auto"
          onKeyDown={onKeyDown}
        />
      </TextField>
      <div className={styles.choices}>
        {form === "verbatim" ? (
          <SwitchField selected={captioning} onChange={setCaptioning}>
            <Trans>Show as captions while I type</Trans>
          </SwitchField>
        ) : null}
        <Button variant="primary" isDisabled={text.trim() === ""} onPress={() => void finish()}>
          <Trans>Into the record</Trans>
        </Button>
      </div>
      <p role="alert" className={styles.problem}>
        {problem}
      </p>
    </div>
  );
}
