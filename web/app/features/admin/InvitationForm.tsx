import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Form } from "react-aria-components";
import type { IssuedInvitation, Meeting, Role } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { SelectField, SwitchField, TextField } from "../../design/Field";
import { useStore } from "../../use-store";
import { channelName } from "../interpretation/channel-name";
import { SendButton } from "../invitation/SendButton";
import { useRoleNames } from "../roles";
import type { AdminModel } from "./admin-model";
import { CopyLink } from "./CopyLink";
import styles from "./InvitationForm.module.css";
import { LanguagesField } from "./LanguagesField";
import { useSubmit } from "./use-submit";

const roleOrder: readonly Role[] = [
  "delegate",
  "chair",
  "organiser",
  "interpreter",
  "technician",
  "record-keeper",
  "observer",
  "press",
];

interface InvitationFormProps {
  model: AdminModel;
  meeting: Meeting;
}

/** A new invitation, and the link of the last one made. */
export function InvitationForm({ model, meeting }: InvitationFormProps) {
  const { t, i18n } = useLingui();
  const roles = useRoleNames();
  const [role, setRole] = useState<Role>("delegate");
  const [name, setName] = useState("");
  const [post, setPost] = useState("");
  const [delegation, setDelegation] = useState(meeting.delegations[0]?.id ?? "");
  const [lobby, setLobby] = useState(true);
  const [shared, setShared] = useState(false);
  const [focalPoint, setFocalPoint] = useState(false);
  const [authority, setAuthority] = useState(false);
  const [issued, setIssued] = useState<{ invitation: IssuedInvitation; name: string }>();
  const shareable = role === "observer" || role === "press";
  const waits = role !== "organiser" && role !== "chair";
  const works = role === "interpreter" || role === "technician" || role === "record-keeper";
  const interprets = role === "interpreter";
  const acts = role === "delegate" && delegation !== "";
  const { interpretation } = useStore(model);
  const booths = interpretation.state === "loaded" ? interpretation.value.booths : [];
  const [booth, setBooth] = useState("");
  const seat = booths.some(({ id }) => id === booth) ? booth : (booths[0]?.id ?? "");
  const [understands, setUnderstands] = useState<readonly string[]>(meeting.languages);

  const { tried, saving, problem, onSubmit } = useSubmit(name.trim() !== "", async () => {
    const invitation = await model.invite({
      role,
      name: name.trim(),
      ...(post.trim() ? { function: post.trim() } : {}),
      ...(delegation && !works ? { delegation } : {}),
      ...(interprets ? { understands: [...understands], ...(seat ? { booth: seat } : {}) } : {}),
      ...(waits ? { lobby } : {}),
      ...(acts && focalPoint ? { focalPoint } : {}),
      ...(acts && authority ? { authority } : {}),
      ...(shareable && shared ? { shared } : {}),
    });
    setIssued({ invitation, name: name.trim() });
    setName("");
    setPost("");
    setFocalPoint(false);
    setAuthority(false);
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
        {interprets ? (
          <SelectField
            label={t`Booth`}
            icon="booth"
            options={booths.map(({ id = "", name = "", outputs }) => ({
              id,
              label: name || outputs.map((tag) => channelName(tag, i18n)).join(" – "),
            }))}
            selected={seat}
            onSelect={setBooth}
            disabled={booths.length === 0}
            description={booths.length === 0 ? t`Set up a booth below first.` : undefined}
          />
        ) : null}
        {works ? null : (
          <SelectField
            label={t`Delegation`}
            options={[
              { id: "", label: t`None` },
              ...meeting.delegations.map(({ id, name: label }) => ({ id, label })),
            ]}
            selected={delegation}
            onSelect={setDelegation}
          />
        )}
      </div>
      {interprets ? (
        <LanguagesField
          label={t`Languages that the interpreter understands`}
          selected={understands}
          onChange={setUnderstands}
        />
      ) : null}
      {acts ? (
        <>
          <SwitchField
            selected={focalPoint}
            onChange={setFocalPoint}
            description={
              <Trans>
                From then on the list of the delegation is theirs: nobody else adds to it or takes from it.
              </Trans>
            }
          >
            <Trans>Focal point: names and vouches for the members of the delegation</Trans>
          </SwitchField>
          <SwitchField
            selected={authority}
            onChange={setAuthority}
            description={<Trans>May adopt the agenda for the delegation, and agree to texts.</Trans>}
          >
            <Trans>Acts for the delegation</Trans>
          </SwitchField>
        </>
      ) : null}
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
        {invitation.shared ? (
          <Trans>It may be passed on: whoever opens it enters under that name.</Trans>
        ) : (
          <Trans>Send it to this person only: whoever opens it enters under that name.</Trans>
        )}
      </Banner>
      <CopyLink link={invitation.url} name={name} />
      {invitation.shared ? null : <SendButton link={invitation.url} name={name} />}
    </div>
  );
}
