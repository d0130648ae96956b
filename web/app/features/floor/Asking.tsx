import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { RequestKind } from "../../../client/index.ts";
import { Button } from "../../design/Button";
import { SelectField, TextField } from "../../design/Field";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import styles from "./Asking.module.css";
import { kindName, requestKinds } from "./floor-words";

/** What a speaker does: ask for the floor, withdraw, raise a point of order. */
export function Asking() {
  const { i18n } = useLingui();
  const { client, run } = useRoom();
  const { may, own, ownReply, ownPoint } = useStore(client.floor.view);
  const { me } = useStore(client.meeting);
  if (!may.ask && !may.reply && !own && !ownReply && !may.raise) return null;
  return (
    <div className={styles.asking}>
      {own ? (
        <Button icon="close" onPress={() => run(client.floor.withdraw(own.id))}>
          <Trans>Withdraw my request</Trans>
        </Button>
      ) : null}
      {(may.ask || may.reply) && me?.role !== "chair" ? <Request /> : null}
      {may.raise ? (
        <Button icon="warning" aria-pressed={ownPoint} onPress={() => run(client.floor.raise(!ownPoint))}>
          {ownPoint ? <Trans>Take the point of order back</Trans> : kindName("point-of-order", i18n)}
        </Button>
      ) : null}
    </div>
  );
}

/** Asks for a statement at once; for anything else, what it is and for whom. */
function Request() {
  const { t, i18n } = useLingui();
  const { client, run } = useRoom();
  const { may } = useStore(client.floor.view);
  const [more, setMore] = useState(false);
  const [wish, setWish] = useState<{ kind: RequestKind; onBehalfOf: string }>({
    kind: "statement",
    onBehalfOf: "",
  });
  const kinds = requestKinds.filter((kind) => (kind === "reply" ? may.reply : may.ask));
  const kind = kinds.includes(wish.kind) ? wish.kind : (kinds[0] ?? "reply");
  const ask = () => {
    const onBehalfOf = wish.onBehalfOf.trim();
    run(client.floor.ask(kind, onBehalfOf ? { onBehalfOf } : {}));
    setMore(false);
    setWish({ kind: "statement", onBehalfOf: "" });
  };
  return (
    <>
      <div className={styles.row}>
        {may.ask && !more ? (
          <Button variant="primary" icon="hand" onPress={() => run(client.floor.ask("statement"))}>
            <Trans>Ask for the floor</Trans>
          </Button>
        ) : null}
        <Button variant="quiet" aria-expanded={more} onPress={() => setMore(!more)}>
          {may.ask ? <Trans>Ask for something else…</Trans> : <Trans>Ask for a right of reply…</Trans>}
        </Button>
      </div>
      {more ? (
        <div className={styles.details}>
          <SelectField
            label={t`Kind of intervention`}
            options={kinds.map((id) => ({ id, label: kindName(id, i18n) }))}
            selected={kind}
            onSelect={(id) => {
              const chosen = kinds.find((one) => one === id);
              if (chosen) setWish({ ...wish, kind: chosen });
            }}
            {...(kind === "reply"
              ? {
                  description: t`It comes after the list: two on a point for a delegation, of 10 and 5 minutes.`,
                }
              : {})}
          />
          <TextField
            label={t`On behalf of`}
            value={wish.onBehalfOf}
            onChange={(onBehalfOf) => setWish({ ...wish, onBehalfOf })}
            maxLength={200}
            description={t`Of a group, for example; empty for your own delegation.`}
          />
          <Button variant="primary" icon="hand" onPress={ask}>
            <Trans>Ask</Trans>
          </Button>
        </div>
      ) : null}
    </>
  );
}
