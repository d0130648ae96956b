import { Trans, useLingui } from "@lingui/react/macro";
import { type Meeting, type Publication, type Publications, publicAddress } from "../../../client/index.ts";
import { formatDateTimeWithin, formatList, languageName } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import styles from "./Publishing.module.css";

interface IssuedProps {
  meeting: Meeting;
  publications: Publications;
}

/** What is published, or will be, with the address that is for everybody. */
export function Issued({ meeting, publications: { publications } }: IssuedProps) {
  return (
    <section className={styles.part} aria-labelledby="issued">
      <h2 id="issued">
        <Trans>Published</Trans>
      </h2>
      {publications.length === 0 ? (
        <p className={styles.soft}>
          <Trans>Nothing yet. Nobody outside knows of this meeting.</Trans>
        </p>
      ) : null}
      {publications.some((one) => one.public) ? (
        <p>
          <a href={publicAddress(meeting.id)}>
            <Trans>The page for everybody</Trans>
          </a>
        </p>
      ) : null}
      <ul className={styles.list}>
        {publications.map((one) => (
          <Line key={one.id} one={one} meeting={meeting} />
        ))}
      </ul>
    </section>
  );
}

function Line({ one, meeting }: { one: Publication; meeting: Meeting }) {
  const { t, i18n } = useLingui();
  const issued = formatDateTimeWithin(one.issued, i18n.locale, one.timezone || meeting.timezone);
  const party = one.parties[0]?.name ?? "";
  const languages = formatList(
    one.languages.map((tag) => languageName(tag, i18n.locale)),
    i18n.locale,
  );
  return (
    <li className={styles.card}>
      <p className={one.kind === "joint" ? styles.mark : styles.own}>
        {one.kind === "joint" ? t`Joint statement` : t`Readout by ${party}`}
      </p>
      <h3>
        <bdi>{titleIn(one, i18n.locale)}</bdi>
      </h3>
      <p className={styles.soft}>
        {one.public ? <Trans>Issued: {issued}</Trans> : <Trans>Under embargo until {issued}</Trans>} ·{" "}
        {languages}
        {one.supersededBy ? (
          <>
            {" "}
            · <Trans>Superseded</Trans>
          </>
        ) : null}
      </p>
      {one.overrides?.map(({ paragraph = "", language, words, code, reason }) => (
        <p key={paragraph + language + code + words} className={styles.soft}>
          <Trans>
            “<bdi lang={language}>{words}</bdi>” was published although it was found: <bdi>{reason}</bdi>
          </Trans>
        </p>
      ))}
    </li>
  );
}
