import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { DocumentView } from "../../../client/index.ts";
import { IconButton } from "../../design/Button";
import { Confirm } from "../../design/Dialog";
import { Icon } from "../../design/icons";
import { formatBytes, languageName } from "../../i18n/format";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import styles from "./Documents.module.css";

/** Documents as links that open in a tab, with what there is to know before one opens them. */
export function Documents({ documents }: { documents: readonly DocumentView[] }) {
  const { t } = useLingui();
  const { client, run } = useRoom();
  const [withdrawing, setWithdrawing] = useState<DocumentView>();
  const title = withdrawing?.title ?? "";
  if (documents.length === 0) return null;
  return (
    <>
      <ul className={styles.documents}>
        {documents.map((document) => (
          <Document key={document.id} document={document} onWithdraw={() => setWithdrawing(document)} />
        ))}
      </ul>
      <Confirm
        title={t`Withdraw “${title}”?`}
        open={withdrawing !== undefined}
        confirmLabel={t`Withdraw`}
        cancelLabel={t`Keep it`}
        onConfirm={() => {
          if (withdrawing) run(client.agenda.withdraw(withdrawing.id));
        }}
        onClose={() => setWithdrawing(undefined)}
      >
        <Trans>Nobody can open it any more, and its content is deleted.</Trans>
      </Confirm>
    </>
  );
}

interface DocumentProps {
  document: DocumentView;
  onWithdraw: () => void;
}

function Document({ document, onWithdraw }: DocumentProps) {
  const { t, i18n } = useLingui();
  const { client, run } = useRoom();
  const { shown } = useStore(client.agenda.view);
  const { id, title, kind, bytes, language, delegation, speaker, byName, mayWithdraw, mayShow } = document;
  const who = speaker || delegation?.name || byName;
  return (
    <li className={styles.document}>
      <Icon name={kind === "prepared" ? "speech" : "document"} size="1.2rem" />
      <span className={styles.words}>
        <a href={document.url} target="_blank" rel="noopener noreferrer" dir="auto">
          {title}
          <span className="visually-hidden">
            {" "}
            <Trans>(opens in a new tab)</Trans>
          </span>
        </a>
        <small className={styles.facts}>
          {kind === "prepared" ? (
            <span>
              <Trans>prepared text</Trans>
            </span>
          ) : null}
          <span>{formatBytes(bytes, i18n.locale)}</span>
          {language ? <span>{languageName(language, i18n.locale)}</span> : null}
          {who ? (
            <span>
              <bdi>{who}</bdi>
            </span>
          ) : null}
        </small>
      </span>
      <span className={styles.actions}>
        {mayShow && shown?.document.id !== id ? (
          <IconButton
            icon="screen"
            label={t`Show ${title} to everybody`}
            onPress={() => run(client.agenda.show(id, 1))}
          />
        ) : null}
        {mayWithdraw ? <IconButton icon="close" label={t`Withdraw ${title}`} onPress={onWithdraw} /> : null}
      </span>
    </li>
  );
}
