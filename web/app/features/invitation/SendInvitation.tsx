import { useLingui } from "@lingui/react/macro";
import { createApi, type Letter } from "../../../client/index.ts";
import { LetterDialog } from "./LetterDialog";
import { calendarFile, tokenOf } from "./letter";

interface SendInvitationProps {
  /** The invitation's link, which holds its token. */
  link: string;
  name: string;
  /** For the gallery: what the server would answer. */
  initial?: Letter;
  onClose: () => void;
}

/** An invitation to be sent. */
export function SendInvitation({ link, name, initial, onClose }: SendInvitationProps) {
  const { t } = useLingui();
  const api = () => createApi(tokenOf(link));
  return (
    <LetterDialog
      title={t`Invitation of ${name}`}
      languageLabel={t`Language of the invitation`}
      link={link}
      load={(language) => api().letter(language)}
      save={async ({ language, filename }) => calendarFile(await api().calendar(language), filename)}
      onClose={onClose}
      {...(initial ? { initial } : {})}
    />
  );
}
