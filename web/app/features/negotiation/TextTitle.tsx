import { Trans, useLingui } from "@lingui/react/macro";
import { Fragment } from "react";
import { Button } from "../../design/Button";
import { cx } from "../../design/cx";
import { SelectField } from "../../design/Field";
import { Icon } from "../../design/icons";
import { titleIn } from "../../i18n/titles";
import styles from "./TextWork.module.css";
import { usePhaseNames } from "./text-words";
import { useHeading, useText, useWork } from "./work";

/** What the text is called in its languages, how far it is, and whether one sees it as it is now. */
export function TextTitle() {
  const { t, i18n } = useLingui();
  const { view, head } = useText();
  const { model, ask } = useWork();
  const phases = usePhaseNames();
  const title = titleIn(head, i18n.locale);
  const { titles = {} } = head;
  const others = head.languages.filter((tag) => titles[tag] && titles[tag] !== title);
  const Heading = useHeading(0);
  return (
    <header className={styles.heading}>
      <Heading className={styles.name} dir="auto">
        {title}
      </Heading>
      {others.length > 0 ? (
        <p className={styles.title}>
          {others.map((tag, index) => (
            <Fragment key={tag}>
              {index > 0 ? <span aria-hidden="true"> · </span> : null}
              <bdi lang={tag}>{titles[tag]}</bdi>
            </Fragment>
          ))}
        </p>
      ) : null}
      <div className={styles.state}>
        <span className={cx(styles.phase, styles[head.phase])}>{phases[head.phase]}</span>
        <span role="status">
          {view.live ? null : (
            <span className={styles.lost}>
              <Icon name="warning" /> <Trans>The connection is lost: what others change is not shown.</Trans>
            </span>
          )}
        </span>
        {view.texts.length > 1 ? (
          <SelectField
            label={t`Text`}
            compact
            icon="document"
            options={view.texts.map((one) => ({ id: one.id, label: titleIn(one, i18n.locale) }))}
            selected={head.id}
            onSelect={(id) => model.choose(id)}
          />
        ) : null}
        {view.mayBegin ? (
          <Button variant="quiet" icon="plus" onPress={() => ask({ about: "new" })}>
            <Trans>New text</Trans>
          </Button>
        ) : null}
      </div>
    </header>
  );
}
