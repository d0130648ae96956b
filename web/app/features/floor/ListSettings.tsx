import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { addable } from "../../../client/index.ts";
import { Button, IconButton } from "../../design/Button";
import { delegationStyle } from "../../design/delegation";
import { SelectField, TextField } from "../../design/Field";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import styles from "./Asking.module.css";
import { listOrders, orderName, wallTime } from "./floor-words";
import entries from "./SpeakersList.module.css";

/** Speaking times that a chair gives, s; 0: none. */
const limits = [0, 60, 120, 180, 300, 420, 600, 900, 1200, 1800];

/** How the chair keeps the list: open or closed, now or at a time; the order; the speaking times; who is added. */
export function ListSettings() {
  const { client, run } = useRoom();
  const { list } = useStore(client.floor.view);
  const [more, setMore] = useState(false);
  return (
    <div className={styles.asking}>
      <div className={styles.row}>
        {list.open ? (
          <Button icon="lock" onPress={() => run(client.floor.arrange({ closes: "now" }))}>
            <Trans>Close the list</Trans>
          </Button>
        ) : (
          <Button icon="unlock" onPress={() => run(client.floor.arrange({ opens: "now", closes: "" }))}>
            <Trans>Open the list</Trans>
          </Button>
        )}
        <Button variant="quiet" aria-expanded={more} onPress={() => setMore(!more)}>
          <Trans>Order, times, add somebody…</Trans>
        </Button>
      </div>
      {more ? (
        <div className={styles.details}>
          <Rules />
          <Times key={`${list.item} ${list.opens} ${list.closes}`} />
          <Add />
        </div>
      ) : null}
    </div>
  );
}

function Rules() {
  const { t, i18n } = useLingui();
  const { client, run } = useRoom();
  const { list } = useStore(client.floor.view);
  const minutes = (now: number) =>
    [...new Set([...limits, now])]
      .sort((a, b) => a - b)
      .map((seconds) => ({
        id: String(seconds),
        label:
          seconds === 0
            ? t`no limit`
            : i18n.number(seconds / 60, { style: "unit", unit: "minute", unitDisplay: "long" }),
      }));
  return (
    <>
      <SelectField
        label={t`Order of the list`}
        options={listOrders.map((id) => ({ id, label: orderName(id, i18n) }))}
        selected={list.order}
        onSelect={(id) => {
          const order = listOrders.find((one) => one === id);
          if (order) run(client.floor.arrange({ order }));
        }}
      />
      {list.order === "rank" ? <Protocol /> : null}
      <SelectField
        label={t`Speaking time of each`}
        options={minutes(list.limit)}
        selected={String(list.limit)}
        onSelect={(id) => run(client.floor.arrange({ limit: Number(id) }))}
      />
      <SelectField
        label={t`Of each delegation on this point`}
        options={minutes(list.delegationLimit)}
        selected={String(list.delegationLimit)}
        onSelect={(id) => run(client.floor.arrange({ delegationLimit: Number(id) }))}
      />
    </>
  );
}

/** The delegations by rank: what the order of protocol goes by, on every point. */
function Protocol() {
  const { t, i18n } = useLingui();
  const { client, run } = useRoom();
  const { protocol } = useStore(client.floor.view);
  const { meeting } = useStore(client.meeting);
  if (protocol.length < 2) return null;
  return (
    <ol className={entries.list} aria-label={t`Delegations by protocol`}>
      {protocol.map(({ id, name }, index) => (
        <li key={id} className={entries.entry} style={delegationStyle(meeting, id)}>
          <span className={entries.place}>{i18n.number(index + 1)}</span>
          <span className={entries.words}>
            <span className={entries.name} dir="auto">
              {name}
            </span>
          </span>
          <span className={entries.tools}>
            <IconButton
              icon="up"
              label={t`Move ${name} up`}
              isDisabled={index === 0}
              onPress={() => run(client.floor.rank(id, index))}
            />
            <IconButton
              icon="down"
              label={t`Move ${name} down`}
              isDisabled={index === protocol.length - 1}
              onPress={() => run(client.floor.rank(id, index + 2))}
            />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Opening and closing at a time on the wall of the list's zone. */
function Times() {
  const { t } = useLingui();
  const { client, run } = useRoom();
  const { list } = useStore(client.floor.view);
  const { zone } = list;
  const [opens, setOpens] = useState(wallTime(list.opens, zone));
  const [closes, setCloses] = useState(wallTime(list.closes, zone));
  return (
    <>
      <TextField
        label={t`Opens at`}
        type="datetime-local"
        value={opens}
        onChange={setOpens}
        description={t`Time zone: ${zone}`}
      />
      <TextField label={t`Closes at`} type="datetime-local" value={closes} onChange={setCloses} />
      <Button icon="clock" onPress={() => run(client.floor.arrange({ opens, closes, zone }))}>
        <Trans>Set these times</Trans>
      </Button>
    </>
  );
}

function Add() {
  const { t } = useLingui();
  const { client, run } = useRoom();
  const { list } = useStore(client.floor.view);
  const people = addable(useStore(client.meeting), list);
  const [chosen, setChosen] = useState("");
  const participant = people.some(({ id }) => id === chosen) ? chosen : (people[0]?.id ?? "");
  if (people.length === 0) return null;
  return (
    <>
      <SelectField
        label={t`Add to the list`}
        options={people.map(({ id, name, delegation }) => ({
          id,
          label: name,
          ...(delegation ? { detail: delegation.name } : {}),
        }))}
        selected={participant}
        onSelect={setChosen}
      />
      <Button icon="plus" onPress={() => run(client.floor.ask("statement", { participant }))}>
        <Trans>Add</Trans>
      </Button>
    </>
  );
}
