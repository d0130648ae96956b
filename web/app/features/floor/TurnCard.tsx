import { Trans, useLingui } from "@lingui/react/macro";
import { type FloorView, type TurnView, turnSpent, turnState } from "../../../client/index.ts";
import { Button, IconButton } from "../../design/Button";
import { delegationStyle } from "../../design/delegation";
import { Facts } from "../../design/Facts";
import { SelectField } from "../../design/Field";
import { formatClock } from "../../i18n/format";
import { useStore } from "../../use-store";
import { channelName } from "../interpretation/channel-name";
import { useRoom } from "../meeting/room";
import { useNow } from "../meeting/use-now";
import { kindName, requestKinds } from "./floor-words";
import styles from "./TurnCard.module.css";

/** Who has the floor, for what and how long still, with the chair's controls. */
export function TurnCard() {
  const { i18n } = useLingui();
  const { client } = useRoom();
  const { turn, may } = useStore(client.floor.view);
  const { meeting } = useStore(client.meeting);
  if (!turn) {
    return (
      <p className={styles.open}>
        <Trans>The floor is open</Trans>
      </p>
    );
  }
  const { holder, kind, language, onBehalfOf, interrupted } = turn;
  return (
    <section className={styles.card} style={delegationStyle(meeting, holder.delegation?.id)}>
      <h3 className={styles.who}>
        <bdi>{holder.name}</bdi>
      </h3>
      <p className={styles.facts}>
        <Facts
          facts={[
            holder.delegation?.name,
            kindName(kind, i18n),
            language ? channelName(language, i18n) : undefined,
          ]}
        />
      </p>
      {onBehalfOf ? (
        <p className={styles.facts}>
          <Trans>
            On behalf of <bdi>{onBehalfOf}</bdi>
          </Trans>
        </p>
      ) : null}
      <TurnTime turn={turn} />
      {interrupted ? (
        <p className={styles.facts}>
          <Trans>
            <bdi>{interrupted}</bdi> goes on after it.
          </Trans>
        </p>
      ) : null}
      {may.preside || may.pause ? <Controls turn={turn} may={may} /> : null}
    </section>
  );
}

/** The time that a speaker has had, of the speaking time, in words and as a bar. */
export function TurnTime({ turn, bar = true }: { turn: TurnView; bar?: boolean }) {
  const { t, i18n } = useLingui();
  const now = useNow(turn.runningSince === undefined ? 60_000 : 1000);
  const state = turnState(turn, now);
  const ms = turnSpent(turn, now);
  const spent = formatClock(ms, i18n.locale);
  const limit = turn.limitMs ?? 0;
  const total = formatClock(limit, i18n.locale);
  const words =
    state === "free"
      ? spent
      : state === "over"
        ? t`${spent} of ${total}, over time`
        : t`${spent} of ${total}`;
  return (
    <span className={styles.time} data-state={state}>
      <span className={styles.words} role="timer">
        {words}
      </span>
      {turn.runningSince === undefined ? (
        <span className={styles.paused}>
          <Trans>The clock stands</Trans>
        </span>
      ) : null}
      {bar && state !== "free" ? (
        <span className={styles.bar} aria-hidden="true">
          <span className={styles.fill} style={{ inlineSize: `${Math.min(1, ms / limit) * 100}%` }} />
        </span>
      ) : null}
    </span>
  );
}

function Controls({ turn, may }: { turn: TurnView; may: FloorView["may"] }) {
  const { t, i18n } = useLingui();
  const { client, run } = useRoom();
  const stands = turn.runningSince === undefined;
  const limit = (turn.limitMs ?? 0) / 1000;
  return (
    <div className={styles.controls}>
      {may.pause ? (
        <Button icon="clock" onPress={() => run(client.floor.pause(!stands))}>
          {stands ? <Trans>Let the clock run</Trans> : <Trans>Stop the clock</Trans>}
        </Button>
      ) : null}
      {may.preside ? (
        <>
          <IconButton
            icon="plus"
            label={t`One minute more`}
            onPress={() =>
              run(client.floor.describe({ limit: (limit || Math.ceil(turn.spentMs / 1000)) + 60 }))
            }
          />
          <Button icon="floor" onPress={() => run(client.commands.openFloor())}>
            {turn.interrupted ? <Trans>The point is over</Trans> : <Trans>End the speech</Trans>}
          </Button>
          {turn.kind === "point-of-order" ? null : (
            <SelectField
              compact
              icon="speech"
              label={t`Kind of intervention`}
              options={requestKinds.map((id) => ({ id, label: kindName(id, i18n) }))}
              selected={turn.kind}
              onSelect={(id) => {
                const kind = requestKinds.find((one) => one === id);
                if (kind) run(client.floor.describe({ kind }));
              }}
            />
          )}
        </>
      ) : null}
    </div>
  );
}
