import { Trans, useLingui } from "@lingui/react/macro";
import type { InvitationInfo, Quotation, Quoting } from "../../../client/index.ts";
import { titleIn } from "../../i18n/titles";
import type { Loader } from "../../load";
import { useStore } from "../../use-store";
import { MessagePage } from "../ending/MessagePage";
import { problemText } from "../meeting/problems";
import { When } from "../prejoin/When";
import { Page } from "../shell/Page";
import { Exports } from "./Exports";
import { QuoteCheck } from "./QuoteCheck";
import styles from "./Quoting.module.css";

interface QuotesPageProps {
  invitation: Loader<InvitationInfo>;
  quoting: Quoting;
  /** For the gallery. */
  initial?: { text: string; checked: Quotation };
}

/** Quotations of a meeting are checked, and its record taken along, by who has an invitation to it. */
export function QuotesPage({ invitation, quoting, initial }: QuotesPageProps) {
  const { t, i18n } = useLingui();
  const load = useStore(invitation);
  if (load.state === "failed")
    return (
      <MessagePage icon="warning" title={t`This page cannot be shown`}>
        <p role="alert">{problemText(load.problem, i18n)}</p>
      </MessagePage>
    );
  if (load.state === "loading")
    return (
      <MessagePage icon="clock" title={t`One moment…`}>
        <p role="status">
          <Trans>The meeting is being looked up.</Trans>
        </p>
      </MessagePage>
    );
  const { meeting } = load.value;
  const title = titleIn(meeting, i18n.locale);
  return (
    <Page title={t`Quotations: ${title}`}>
      <header className={styles.part}>
        <h1 dir="auto">{title}</h1>
        <When meeting={meeting} />
      </header>
      <QuoteCheck quoting={quoting} {...(initial ? { initial } : {})} />
      <Exports quoting={quoting} languages={meeting.languages} />
    </Page>
  );
}
