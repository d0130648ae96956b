import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { Negotiation, TextsView } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { problemText } from "../meeting/problems";
import { NewTextDialog } from "./NewTextDialog";
import { TextWork, type TextWorkProps } from "./TextWork";
import styles from "./TextWork.module.css";

interface TextContentProps {
  model: Negotiation;
  view: TextsView;
  beside?: boolean;
  initial?: TextWorkProps["initial"];
}

/** The open text, or why there is none. */
export function TextContent({ model, view, beside = false, initial }: TextContentProps) {
  const { i18n } = useLingui();
  const { state, about, head, problem, texts } = view;
  if (state === "failed") return <p role="alert">{problemText(problem, i18n)}</p>;
  if (state === "loaded" && about && texts.length === 0) return <None model={model} view={view} />;
  if (!about || !head)
    return (
      <p role="status">
        <Trans>The text is being read.</Trans>
      </p>
    );
  return (
    <TextWork
      key={head.id}
      model={model}
      view={view}
      head={head}
      meeting={about.meeting}
      beside={beside}
      {...(initial ? { initial } : {})}
    />
  );
}

function None({ model, view }: { model: Negotiation; view: TextsView }) {
  const [asking, setAsking] = useState(false);
  return (
    <div className={styles.work}>
      <p>
        {view.mayBegin ? (
          <Trans>No text is being negotiated yet. Begin one: delegations then propose its paragraphs.</Trans>
        ) : (
          <Trans>There is no text here yet.</Trans>
        )}
      </p>
      {view.mayBegin ? (
        <p>
          <Button variant="primary" icon="plus" onPress={() => setAsking(true)}>
            <Trans>New text</Trans>
          </Button>
        </p>
      ) : null}
      {asking && view.about ? (
        <NewTextDialog model={model} meeting={view.about.meeting} onClose={() => setAsking(false)} />
      ) : null}
    </div>
  );
}
