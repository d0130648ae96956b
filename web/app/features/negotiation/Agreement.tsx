import { Trans, useLingui } from "@lingui/react/macro";
import { isAdopted, languagePairs, partiesOf } from "../../../client/index.ts";
import { Banner, Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Icon } from "../../design/icons";
import { atStart, colon, formatDateTimeWithin, formatList, languageName } from "../../i18n/format";
import styles from "./Agreement.module.css";
import { Hash } from "./Hash";
import { useHeading, useText, useWork } from "./work";

/** What the delegations have given to the text as a whole: certificates, assents, the silence procedure. */
export function Agreement() {
  const { head, problem } = useText();
  const Heading = useHeading(1);
  return (
    <section className={styles.agreement} aria-labelledby="agreement">
      <Heading id="agreement" className={styles.title}>
        <Trans>Agreement</Trans>
      </Heading>
      <div className={styles.columns}>
        <Assents />
        <Certificates />
      </div>
      <details className={styles.hash}>
        <summary>
          <Trans>The text as it is now, by its hash</Trans>
        </summary>
        {head.versions.length > 1 ? <Versions /> : <Hash sha256={head.sha256} />}
      </details>
      <Problem>{problem?.place === "agreement" ? problem.text : null}</Problem>
    </section>
  );
}

/** The text as it was adopted, and what rectifications made of it. */
function Versions() {
  const { i18n } = useLingui();
  const { head } = useText();
  return (
    <ol className={styles.versions}>
      {head.versions.map((one) => {
        const number = i18n.number(one.number);
        return (
          <li key={one.number}>
            <Trans>Version {number}</Trans>, {formatDateTimeWithin(one.at, i18n.locale)}
            <Hash sha256={one.sha256} />
          </li>
        );
      })}
    </ol>
  );
}

function Assents() {
  const { t, i18n } = useLingui();
  const { head } = useText();
  const { meeting, own, ask, partyName, model, run } = useWork();
  const Heading = useHeading(2);
  const party = partyName(own);
  const mine = head.assents.some(({ delegation = "", live }) => live && delegation === own);
  return (
    <div className={styles.part}>
      <Heading className={styles.subtitle}>
        <Trans>Assent</Trans>
      </Heading>
      <ul className={styles.list}>
        {partiesOf(meeting).map((id) => {
          const given = head.assents.filter(({ delegation = "" }) => delegation === id).at(-1);
          const when = formatDateTimeWithin(given?.at ?? "", i18n.locale);
          return (
            <li key={id} className={styles.line}>
              <Mark done={given?.live === true} />
              <span>
                <strong>
                  <bdi>{partyName(id)}</bdi>
                </strong>
                {colon(i18n.locale)}
                {given === undefined ? (
                  <Trans>not yet</Trans>
                ) : given.live ? (
                  <Trans>
                    <bdi>{given.byName}</bdi>, {when}
                  </Trans>
                ) : (
                  <Trans>void: the text was changed since</Trans>
                )}
              </span>
            </li>
          );
        })}
      </ul>
      {head.may.agree && head.phase === "clean" && !mine ? (
        <Button variant="primary" icon="check" onPress={() => ask({ about: "assent" })}>
          {t`Assent for ${party}…`}
        </Button>
      ) : null}
      {head.may.agree && mine && !isAdopted(head.phase) ? (
        <Button variant="quiet" onPress={() => void run("agreement", model.withdrawAssent())}>
          <Trans>Take the assent back</Trans>
        </Button>
      ) : null}
      {head.phase === "negotiating" ? (
        <p className={styles.note}>
          <Trans>Delegations assent when nothing stands in the way any more.</Trans>
        </p>
      ) : null}
    </div>
  );
}

function Certificates() {
  const { i18n } = useLingui();
  const { head } = useText();
  const { model, run } = useWork();
  const Heading = useHeading(2);
  const pairs = languagePairs(head.languages);
  const missing = (a: string, b: string) =>
    head.uncertified.some((pair) => pair.includes(a) && pair.includes(b));
  if (pairs.length === 0) return null;
  return (
    <div className={styles.part}>
      <Heading className={styles.subtitle}>
        <Trans>Conformity of the languages</Trans>
      </Heading>
      <ul className={styles.list}>
        {pairs.map(([a, b]) => {
          const given = head.certificates
            .filter(({ languages }) => languages.includes(a) && languages.includes(b))
            .at(-1);
          const [one, other] = [languageName(a, i18n.locale), languageName(b, i18n.locale)];
          const when = formatDateTimeWithin(given?.at ?? "", i18n.locale);
          return (
            <li key={`${a}-${b}`} className={styles.line}>
              <Mark done={!missing(a, b)} />
              <span>
                <strong>
                  {atStart(one, i18n.locale)} – {other}
                </strong>
                {colon(i18n.locale)}
                {given?.live ? (
                  <Trans>
                    <bdi>{given.byName}</bdi>, {when}
                  </Trans>
                ) : !missing(a, b) ? (
                  <Trans>follows from the others</Trans>
                ) : given ? (
                  <Trans>void: the words were changed since</Trans>
                ) : (
                  <Trans>not certified</Trans>
                )}
              </span>
              {head.may.certify && missing(a, b) && head.phase !== "negotiating" ? (
                <Button onPress={() => void run("agreement", model.certify([a, b]))}>
                  <Trans>Certify that they say the same</Trans>
                </Button>
              ) : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Mark({ done }: { done: boolean }) {
  return (
    <span className={done ? styles.done : styles.open}>
      <Icon name={done ? "check" : "clock"} size="1.1em" />
    </span>
  );
}

/** What is over: the text stands. */
export function Adopted() {
  const { i18n } = useLingui();
  const { head } = useText();
  const { partyName } = useWork();
  if (!isAdopted(head.phase)) return null;
  const [version] = head.versions;
  const when = formatDateTimeWithin(version?.at ?? head.silence?.until ?? "", i18n.locale);
  const names = head.assents.filter(({ live }) => live).map(({ delegation }) => partyName(delegation));
  const parties = formatList(names, i18n.locale);
  return (
    <Banner tone="good" title={<Trans>This text was adopted on {when}</Trans>}>
      {head.silence?.state === "kept" ? (
        <Trans>Nobody objected within the silence procedure.</Trans>
      ) : (
        <Trans>Assented to by {parties}.</Trans>
      )}
    </Banner>
  );
}
