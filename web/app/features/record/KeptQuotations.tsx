import { Plural, Trans, useLingui } from "@lingui/react/macro";
import type { KeptQuotation, RecordInfo } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { formatDateTime } from "../../i18n/format";
import { focusOn, type Places } from "./places";
import styles from "./RecordPage.module.css";
import { useVerdicts } from "./verdicts";

interface KeptQuotationsProps {
  quotations: readonly KeptQuotation[];
  info: RecordInfo;
  places: Places;
  onDrop: (id: string) => void;
}

/** The quotations that are used, those first that the record does not say any more. */
export function KeptQuotations({ quotations, info, places, onDrop }: KeptQuotationsProps) {
  if (quotations.length === 0) return null;
  const inOrder = [...quotations].sort((a, b) => Number(b.fails) - Number(a.fails));
  return (
    <section className={`${styles.part} ${styles.screen}`} aria-labelledby="kept">
      <h2 id="kept">
        <Trans>Quotations in use</Trans>
      </h2>
      <ul className={styles.list}>
        {inOrder.map((one) => (
          <Entry
            key={one.id}
            one={one}
            places={places}
            {...(info.may.keep || (one.by && one.by === info.me) ? { onDrop: () => onDrop(one.id) } : {})}
          />
        ))}
      </ul>
    </section>
  );
}

function Entry({ one, places, onDrop }: { one: KeptQuotation; places: Places; onDrop?: () => void }) {
  const { t, i18n } = useLingui();
  const verdicts = useVerdicts();
  const { quotation, language, speaker, use, byName, at, fails } = one;
  const version = i18n.number(one.version ?? 0);
  return (
    <li className={styles.entry}>
      {fails ? (
        <Banner tone="danger">
          <Trans>The record does not say this any more.</Trans>
        </Banner>
      ) : null}
      <blockquote className={styles.text} lang={language} dir="auto">
        {quotation}
      </blockquote>
      <p className={styles.row}>
        {speaker ? <bdi>{speaker}</bdi> : null}
        <span>{verdicts[one.verdict][0]}</span>
        <span className={styles.soft}>{one.version ? t`Version ${version}` : t`Draft`}</span>
      </p>
      <p className={styles.row}>
        {use ? (
          <strong>
            <bdi>{use}</bdi>
          </strong>
        ) : null}
        {byName ? <bdi className={styles.soft}>{byName}</bdi> : null}
        <time className={styles.soft} dateTime={at}>
          {formatDateTime(at, i18n.locale)}
        </time>
      </p>
      <p className={styles.row}>
        <Button onPress={() => places.onGo(one.segment)}>
          <Trans>To the place</Trans>
        </Button>
        {onDrop ? (
          <Button onPress={onDrop}>
            <Trans>Use no longer</Trans>
          </Button>
        ) : null}
      </p>
    </li>
  );
}

/** Said at the top of the page, as what it is about is at its end. */
export function FailingQuotations({ quotations }: { quotations: readonly KeptQuotation[] }) {
  const failing = quotations.filter(({ fails }) => fails).length;
  if (failing === 0) return null;
  return (
    <div role="status" className={styles.screen}>
      <Banner tone="danger">
        <Plural
          value={failing}
          one="# quotation in use is not in the record any more."
          other="# quotations in use are not in the record any more."
        />{" "}
        <Button onPress={() => focusOn("kept", "start")}>
          <Trans>Show them</Trans>
        </Button>
      </Banner>
    </div>
  );
}
