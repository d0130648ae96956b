import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Button } from "../../design/Button";
import { SendInvitation } from "./SendInvitation";

/** Opens an invitation to be sent. */
export function SendButton({ link, name }: { link: string; name: string }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="send" aria-label={t`Send invitation: ${name}`} onPress={() => setOpen(true)}>
        <Trans>Send invitation</Trans>
      </Button>
      {open ? <SendInvitation link={link} name={name} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
