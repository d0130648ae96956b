import { Trans, useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useState } from "react";
import type { ShownView } from "../../../client/index.ts";
import { Button, IconButton } from "../../design/Button";
import { Icon } from "../../design/icons";
import { FullScreenButton } from "../meeting/FullScreenButton";
import type { Rect } from "../meeting/layout";
import { useRoom } from "../meeting/room";
import { placeOf } from "../meeting/Tile";
import tileStyles from "../meeting/Tile.module.css";
import { PdfPage } from "./PdfPage";
import styles from "./ShownDocument.module.css";

/** Height of the bar below the page, px, as in the style sheet. */
const bar = 48;

/** The page that everybody sees. Who does not turn it for all may look at another, and come back. */
export function ShownDocument({ shown, box }: { shown: ShownView; box: Rect }) {
  const { t } = useLingui();
  const { client, run } = useRoom();
  const { document, byName, mayTurn } = shown;
  const [own, setOwn] = useState<{ readonly document: string; readonly page: number }>();
  const [pages, setPages] = useState(1);
  const alone = !mayTurn && own?.document === document.id;
  const page = alone ? own.page : shown.page;
  const turn = (to: number) => {
    if (to < 1 || to > pages || to === page) return;
    if (mayTurn) run(client.agenda.show(document.id, to));
    else setOwn({ document: document.id, page: to });
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "PageDown" && event.key !== "PageUp") return;
    event.preventDefault();
    turn(page + (event.key === "PageDown" ? 1 : -1));
  };
  const { title } = document;
  return (
    <li className={tileStyles.tile} style={placeOf(box)}>
      <section className={styles.shown} aria-label={t`Shown to everybody: ${title}`} onKeyDown={onKey}>
        <div className={styles.space}>
          {document.mediaType === "application/pdf" ? (
            <PdfPage
              key={document.id}
              url={document.url}
              page={page}
              width={box.width}
              height={box.height - bar}
              language={document.language}
              onPages={setPages}
            />
          ) : (
            <img className={styles.picture} src={document.url} alt={title} />
          )}
        </div>
        <div className={styles.bar}>
          <span className={styles.title}>
            <Icon name="document" size="1.1em" />
            <bdi>{title}</bdi>
            {byName ? <small>{t`shown by ${byName}`}</small> : null}
          </span>
          {document.mediaType === "application/pdf" ? (
            <Pages page={page} pages={pages} onTurn={turn} />
          ) : null}
          {alone && own.page !== shown.page ? (
            <Button variant="primary" onPress={() => setOwn(undefined)}>
              <Trans>Back to the common page</Trans>
            </Button>
          ) : null}
          {mayTurn ? (
            <Button onPress={() => run(client.agenda.stopShowing())}>
              <Trans>Stop showing</Trans>
            </Button>
          ) : null}
        </div>
      </section>
      <div className={tileStyles.tools}>
        <FullScreenButton />
      </div>
    </li>
  );
}

function Pages({ page, pages, onTurn }: { page: number; pages: number; onTurn: (to: number) => void }) {
  const { t, i18n } = useLingui();
  const [shown, all] = [i18n.number(Math.min(page, pages)), i18n.number(pages)];
  return (
    <nav className={styles.pages} aria-label={t`Pages of the document`}>
      <IconButton
        icon="previous"
        label={t`Previous page`}
        isDisabled={page <= 1}
        onPress={() => onTurn(page - 1)}
      />
      <span aria-live="polite">{t`Page ${shown} of ${all}`}</span>
      <IconButton
        icon="next"
        label={t`Next page`}
        isDisabled={page >= pages}
        onPress={() => onTurn(page + 1)}
      />
    </nav>
  );
}
