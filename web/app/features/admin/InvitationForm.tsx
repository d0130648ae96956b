import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Form } from "react-aria-components";
import type { IssuedInvitation, Meeting, Role } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { SelectField, SwitchField, TextField } from "../../design/Field";
import { useRoleNames } from "../roles";
import type { AdminModel } from "./admin-model";
import { CopyLink } from "./CopyLink";
import styles from "./InvitationForm.module.css";
import { useSubmit } from "./use-submit";

const roleOrder: readonly Role[] = ["delegate", "chair", "organiser", "observer", "press"];

interface InvitationFormProps {
  model: AdminModel;
  meeting: Meeting;
}

/** A new invitation, and the link of the last one made. */
export function InvitationForm({ model, meeting }: InvitationFormProps) {
  const { t } = useLingui();
  const roles = useRoleNames();
  const [role, setRole] = useState<Role>("delegate");
  const [name, setName] = useState("");
  const [post, setPost] = useState("");
  const [delegation, setDelegation] = useState(meeting.delegations[0]?.id ?? "");
  const [lobby, setLobby] = useState(true);
  const [shared, setShared] = useState(false);
  const [issued, setIssued] = useState<{ invitation: IssuedInvitation; name: string }>();
  const shareable = role === "observer" || role === "press";
  const waits = role !== "organiser" && role !== "chair";

  const { tried, saving, problem, onSubmit } = useSubmit(name.trim() !== "", async () => {
    const invitation = await model.invite({
      role,
      name: name.trim(),
      ...(post.trim() ? { function: post.trim() } : {}),
      ...(delegation ? { delegation } : {}),
      ...(waits ? { lobby } : {}),
      ...(shareable && shared ? { shared } : {}),
    });
    setIssued({ invitation, name: name.trim() });
    setName("");
    setPost("");
  });

  return (
    <Form className={styles.form as string} onSubmit={onSubmit}>
      <h3>
        <Trans>Invite somebody</Trans>
      </h3>
      <div className={styles.grid}>
        <TextField
          label={t`Name`}
          value={name}
          onChange={setName}
          required
          maxLength={200}
          error={tried && name.trim() === "" ? t`An invitation needs a name.` : undefined}
        />
        <TextField label={t`Function`} value={post} onChange={setPost} maxLength={200} />
        <SelectField
          label={t`Role`}
          options={roleOrder.map((id) => ({ id, label: roles[id] }))}
          selected={role}
          onSelect={(id) => setRole(roleOrder.find((one) => one === id) ?? "delegate")}
        />
        <SelectField
          label={t`Delegation`}
          options={[
            { id: "", label: t`None` },
            ...meeting.delegations.map(({ id, name: label }) => ({ id, label })),
          ]}
          selected={delegation}
          onSelect={setDelegation}
        />
      </div>
      {waits ? (
        <SwitchField
          selected={lobby}
          onChange={setLobby}
          description={<Trans>Off: enters at once, without being admitted.</Trans>}
        >
          <Trans>Waits in the lobby</Trans>
        </SwitchField>
      ) : null}
      {shareable ? (
        <SwitchField
          selected={shared}
          onChange={setShared}
          description={<Trans>On: many can use the same link at once.</Trans>}
        >
          <Trans>Shared link</Trans>
        </SwitchField>
      ) : null}
      {problem ? (
        <div role="alert">
          <Banner tone="danger" title={<Trans>The invitation was not made</Trans>}>
            {problem}
          </Banner>
        </div>
      ) : null}
      <Button variant="primary" icon="link" type="submit" isDisabled={saving}>
        <Trans>Make the invitation</Trans>
      </Button>
      {issued ? <Issued {...issued} /> : null}
    </Form>
  );
}

function Issued({ invitation, name }: { invitation: IssuedInvitation; name: string }) {
  return (
    <div role="status" className={styles.issued}>
      <Banner tone="good" title={<Trans>The link for {name} is ready</Trans>}>
        <Trans>Send it to this person only: whoever opens it enters under that name.</Trans>
      </Banner>
      <CopyLink link={invitation.url} name={name} />
    </div>
  );
}
