import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import {
  isUnpublished,
  type Meeting,
  type PublishingModel,
  type PublishingView,
  type TextHead,
  titleWith,
} from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { formatList, languageName } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { FindingList } from "./FindingList";
import styles from "./Publishing.module.css";
import { StatementDialog } from "./StatementDialog";

interface StatementsProps {
  model: PublishingModel;
  view: PublishingView;
  meeting: Meeting;
  textLink: string;
}

/** Adopted texts that the public does not read yet: what is in the way of each, and the act itself. */
export function Statements({ model, view, meeting, textLink }: StatementsProps) {
  const [asked, setAsked] = useState<TextHead>();
  const waiting = view.texts.filter((text) => isUnpublished(text, view.publications?.publications ?? []));
  return (
    <section className={styles.part} aria-labelledby="statements">
      <h2 id="statements">
        <Trans>Joint statement</Trans>
      </h2>
      {waiting.length === 0 ? (
        <p className={styles.soft}>
          <Trans>
            No adopted text waits to be published. A text is adopted when every delegation has given its
            assent. <a href={textLink}>To the texts</a>
          </Trans>
        </p>
      ) : null}
      {waiting.map((text) => (
        <Waiting key={text.id} text={text} view={view} textLink={textLink} onPublish={() => setAsked(text)} />
      ))}
      {asked ? (
        <StatementDialog
          model={model}
          view={view}
          meeting={meeting}
          text={asked}
          onClose={() => setAsked(undefined)}
        />
      ) : null}
    </section>
  );
}

interface WaitingProps {
  view: PublishingView;
  textLink: string;
  text: TextHead;
  onPublish: () => void;
}

function Waiting({ text, view, textLink, onPublish }: WaitingProps) {
  const { t, i18n } = useLingui();
  const findings = view.findings.get(text.id) ?? [];
  const title = titleIn(text, i18n.locale);
  const name = (tag: string) => languageName(tag, i18n.locale);
  const languages = formatList(text.languages.map(name), i18n.locale);
  return (
    <article className={styles.card} aria-label={title}>
      <h3>
        <bdi>{title}</bdi>
      </h3>
      <p className={styles.soft}>
        <Trans>Adopted. It appears in {languages} at one instant.</Trans>
      </p>
      {text.uncertified.map(([a = "", b = ""]) => (
        <Banner key={a + b} tone="warn" title={t`Conformity is not certified: ${name(a)}, ${name(b)}`}>
          <Trans>
            Somebody who reads both has to certify that they say the same. <a href={textLink}>To the texts</a>
          </Trans>
        </Banner>
      ))}
      {findings.length === 0 ? (
        <p className={styles.checked}>
          <Trans>Its dates, weekdays and quotations agree with the calendar and the record.</Trans>
        </p>
      ) : (
        <>
          <p>
            <strong>
              <Trans>These words do not agree with the calendar or the record:</Trans>
            </strong>
          </p>
          <FindingList
            findings={findings}
            wordsOf={(finding) =>
              titleWith(finding, text) ??
              view.paragraphs.get(text.id)?.find(({ id }) => id === finding.paragraph)?.words[
                finding.language
              ]?.text ??
              ""
            }
            numberOf={({ paragraph = "" }) =>
              view.paragraphs.get(text.id)?.find(({ id }) => id === paragraph)?.number ?? ""
            }
          />
        </>
      )}
      {view.publications?.may.statement ? (
        <div className={styles.actions}>
          <Button variant="primary" isDisabled={text.uncertified.length > 0} onPress={onPublish}>
            <Trans>Publish…</Trans>
          </Button>
        </div>
      ) : null}
    </article>
  );
}
