import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import {
  Button as AriaButton,
  Dialog,
  DialogTrigger,
  Heading,
  Popover,
  Radio,
  RadioGroup,
} from "react-aria-components";
import type { ListeningView } from "../../../client/index.ts";
import { cx } from "../../design/cx";
import { Icon, type IconName } from "../../design/icons";
import popover from "../../design/popover.module.css";
import { Range } from "../../design/Range";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";
import { SignField, useHearOptions } from "./HearField";
import styles from "./ListeningControl.module.css";
import {
  balanceWords,
  choiceKey,
  choiceOf,
  type Hearing,
  hearingOf,
  levelOf,
  ownLanguage,
  SOFTEST_DB,
  sliderOf,
  spokenHearing,
} from "./listening-words";
import { useSpoken } from "./use-spoken";

const icons: Readonly<Record<Hearing["tone"], IconName>> = {
  original: "floor",
  interpretation: "headphones",
  waiting: "clock",
  problem: "warning",
};

/** One button that always says what one hears now, and opens the choice. Nothing where there is no interpretation. */
export function ListeningControl({ initiallyOpen = false }: { initiallyOpen?: boolean }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const view = useStore(client.listening.view);
  const [open, setOpen] = useState(initiallyOpen);
  const [place, setPlace] = useState<HTMLDivElement | null>(null);
  const spoken = useSpoken(view.available ? spokenHearing(view, i18n) : "");
  if (!view.available) return null;
  const hearing = hearingOf(view, i18n);
  return (
    <div ref={setPlace} className={styles.listening}>
      <DialogTrigger isOpen={open && place !== null} onOpenChange={setOpen}>
        <AriaButton className={cx(styles.button, styles[hearing.tone])}>
          <Icon name={icons[hearing.tone]} />
          <span className={styles.text}>
            <small>{t`You hear`}</small>
            <span>{hearing.text}</span>
          </span>
          <Icon name="chevron" size="1rem" />
        </AriaButton>
        <Popover
          className={cx(popover.popover, styles.popover)}
          placement="top"
          {...(place ? { UNSTABLE_portalContainer: place } : {})}
        >
          <Dialog className={styles.dialog as string}>
            <Heading slot="title" level={2} className={styles.title as string}>
              <Trans>What you hear</Trans>
            </Heading>
            <Choice view={view} />
            <Balance view={view} />
            <Interpreter view={view} />
            {view.signs.length > 0 ? (
              <SignField
                signs={view.signs}
                sign={view.sign}
                onChoose={(language) => client.listening.chooseSign(language)}
              />
            ) : null}
          </Dialog>
        </Popover>
      </DialogTrigger>
      <span role="status" className="visually-hidden">
        {spoken}
      </span>
    </div>
  );
}

function Choice({ view }: { view: ListeningView }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { me } = useStore(client.meeting);
  const own = ownLanguage(view.choice, me?.language, view.languages, i18n.locale);
  const options = useHearOptions(view.languages, own);
  return (
    <RadioGroup
      aria-label={t`What you hear`}
      className={styles.options as string}
      value={choiceKey(view.choice)}
      onChange={(key) => client.listening.choose(choiceOf(key))}
    >
      {options.map(({ id, label, detail }) => (
        <Radio key={id} value={id} className={styles.option as string}>
          <span className={styles.dot} aria-hidden="true" />
          <span className={styles.optionText}>
            {label}
            {detail ? <small>{detail}</small> : null}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

/** How loud the original is under the interpretation; of no use to who hears the original itself. */
function Balance({ view }: { view: ListeningView }) {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  if (view.choice.to === "floor") return null;
  return (
    <Range
      label={t`The original under the interpretation`}
      words={balanceWords(view.originalLevel, i18n)}
      value={sliderOf(view.originalLevel)}
      min={SOFTEST_DB - 1}
      max={0}
      step={1}
      onChange={(value) => client.listening.setOriginalLevel(levelOf(value))}
    />
  );
}

function Interpreter({ view }: { view: ListeningView }) {
  const { client } = useRoom();
  const { byId } = useStore(client.meeting);
  const name = byId.get(view.interpreter)?.name;
  if (view.choice.to === "floor") return null;
  return (
    <div className={styles.interpreter}>
      <p>
        {name ? (
          <Trans>
            Interpreted by <bdi>{name}</bdi>
          </Trans>
        ) : (
          <Trans>Nobody interprets into this language at the moment.</Trans>
        )}
      </p>
      {view.hops > 1 ? (
        <p>
          <Trans>By relay: from another interpreter, not from the speaker.</Trans>
        </p>
      ) : null}
    </div>
  );
}
