import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { placesOf } from "../../../client/index.ts";
import { Banner, Problem } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Dialog } from "../../design/Dialog";
import { formatList, languageName } from "../../i18n/format";
import { titleIn } from "../../i18n/titles";
import { problemText } from "../meeting/problems";
import styles from "./Agreement.module.css";
import { Hash } from "./Hash";
import { useText, useWork } from "./work";

/** Says exactly what is assented to, and assents to that and to nothing that comes after it. */
export function AssentDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { head } = useText();
  const { model, own, partyName } = useWork();
  const [shown] = useState(head);
  const [problem, setProblem] = useState<string>();
  const party = partyName(own);
  const changed = head.sha256 !== shown.sha256 || head.phase !== "clean";
  const assent = () =>
    model.assent(shown.sha256).then(onClose, (error: unknown) => setProblem(problemText(error, i18n)));
  return (
    <Dialog title={t`Assent for ${party}`} open onClose={onClose} closeLabel={t`Close`} wide>
      <p>
        <Trans>
          You assent in the name of <bdi>{party}</bdi> to this text, to every word of it in every language.
          The server signs it for you. Any later change makes the assent void.
        </Trans>
      </p>
      <WhatIsAssented />
      {changed ? (
        <div role="alert">
          <Banner tone="warn">
            <Trans>The text has changed while this was open. Close it, and look at the text again.</Trans>
          </Banner>
        </div>
      ) : null}
      <Problem>{problem}</Problem>
      <Button variant="primary" icon="check" isDisabled={changed} onPress={() => void assent()}>
        <Trans>Assent to this text</Trans>
      </Button>
    </Dialog>
  );
}

function WhatIsAssented() {
  const { t, i18n } = useLingui();
  const { head, view } = useText();
  const { partyName, meeting } = useWork();
  const [{ sha256, languages, assents }] = useState(head);
  const count = placesOf(head, view.paragraphs).length;
  const given = assents.filter(({ live }) => live).map(({ delegation }) => partyName(delegation));
  const names = given.length > 0 ? formatList(given, i18n.locale) : t`none yet`;
  const all = i18n.number(meeting.delegations.length);
  const some = i18n.number(given.length);
  return (
    <>
      <dl className={styles.facts}>
        <dt>
          <Trans>Text</Trans>
        </dt>
        <dd>
          <bdi>{titleIn(head, i18n.locale)}</bdi>
        </dd>
        <dt>
          <Trans>Paragraphs</Trans>
        </dt>
        <dd>{i18n.number(count)}</dd>
        <dt>
          <Trans>Languages</Trans>
        </dt>
        <dd>
          {formatList(
            languages.map((tag) => languageName(tag, i18n.locale)),
            i18n.locale,
          )}
        </dd>
        <dt>
          <Trans>Have assented</Trans>
        </dt>
        <dd>
          <Trans>
            {some} of {all}: {names}
          </Trans>
        </dd>
      </dl>
      <div>
        <p className={styles.note}>
          <Trans>SHA-256 of the whole text in all languages. Other delegations see the same:</Trans>
        </p>
        <Hash sha256={sha256} />
      </div>
    </>
  );
}
