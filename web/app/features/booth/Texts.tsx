import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { type DocumentView, textsInOrder } from "../../../client/index.ts";
import { usePreferences } from "../../context";
import { Button } from "../../design/Button";
import { SelectField } from "../../design/Field";
import { readingSizes } from "../../preferences";
import { useStore } from "../../use-store";
import { Documents } from "../agenda/Documents";
import { problemText } from "../meeting/problems";
import { useRoom } from "../meeting/room";
import styles from "./Texts.module.css";

/** What the booth reads: the prepared text of who has the floor first, others by choice, and the point's documents. */
export function Texts() {
  const { t } = useLingui();
  const { client } = useRoom();
  const { floor } = useStore(client.meeting);
  const agenda = useStore(client.agenda.view);
  const texts = textsInOrder(agenda, floor.holder);
  const papers = (agenda.current?.documents ?? []).filter(({ kind }) => kind === "document");
  // A choice holds until somebody else has the floor: their text is what one needs then.
  const [chosen, setChosen] = useState({ id: "", while: "" });
  const holder = floor.holder?.id ?? "";
  const shown = texts.find(({ id }) => id === chosen.id && chosen.while === holder) ?? texts[0];
  return (
    <div className={styles.texts}>
      {shown ? (
        <>
          <div className={styles.tools}>
            <SelectField
              compact
              icon="speech"
              label={t`Prepared text`}
              options={texts.map(optionOf)}
              selected={shown.id}
              onSelect={(id) => setChosen({ id, while: holder })}
            />
            <Size />
          </div>
          <Reading key={shown.id} text={shown} />
        </>
      ) : (
        <p className={styles.none}>
          <Trans>No prepared texts yet.</Trans>
        </p>
      )}
      {papers.length > 0 ? (
        <details className={styles.papers}>
          <summary>
            <Plural
              value={papers.length}
              one="# document of the present point"
              other="# documents of the present point"
            />
          </summary>
          <Documents documents={papers} />
        </details>
      ) : null}
    </div>
  );
}

function optionOf({ id, title, language, speaker, delegation }: DocumentView) {
  const who = speaker || delegation?.name;
  return {
    id,
    label: `${language.toUpperCase()} · ${title}`,
    ...(who ? { detail: who } : {}),
  };
}

/** The size of what is read, for all papers of the booth. */
export function Size() {
  const { t } = useLingui();
  const [{ readingSize }, setPreferences] = usePreferences();
  const at = readingSizes.indexOf(readingSize);
  const set = (index: number) => {
    const size = readingSizes[index];
    if (size !== undefined) setPreferences({ readingSize: size });
  };
  return (
    <>
      <Button isDisabled={at <= 0} onPress={() => set(at - 1)}>
        <bdi dir="ltr">A−</bdi> <span className="visually-hidden">{t`Smaller text`}</span>
      </Button>
      <Button isDisabled={at >= readingSizes.length - 1} onPress={() => set(at + 1)}>
        <bdi dir="ltr">A+</bdi> <span className="visually-hidden">{t`Larger text`}</span>
      </Button>
    </>
  );
}

/** One text, to be read while somebody speaks; what is no plain text opens in a tab. */
function Reading({ text }: { text: DocumentView }) {
  const { i18n } = useLingui();
  const { client } = useRoom();
  const [{ readingSize }] = usePreferences();
  const [content, setContent] = useState<{ text?: string; problem?: string }>({});
  const plain = text.mediaType === "text/plain";
  useEffect(() => {
    let gone = false;
    if (plain) {
      client.agenda.text(text).then(
        (words) => gone || setContent({ text: words }),
        (error: unknown) => gone || setContent({ problem: problemText(error, i18n) }),
      );
    }
    return () => {
      gone = true;
    };
  }, [client, text, plain, i18n]);
  if (!plain) return <Documents documents={[text]} />;
  if (content.problem !== undefined) return <p role="alert">{content.problem}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling text is reached by the keyboard
    <article className={styles.reading} tabIndex={0} aria-label={text.title}>
      <p lang={text.language} dir="auto" style={{ fontSize: `${readingSize}rem` }}>
        {content.text}
      </p>
    </article>
  );
}
