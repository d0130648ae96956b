import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Form } from "react-aria-components";
import type { InvitationSummary } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { SelectField, SwitchField, TextField } from "../../design/Field";
import { useSubmit } from "../admin/use-submit";
import { channelName } from "../interpretation/channel-name";
import styles from "./DelegationPage.module.css";
import type { DelegationModel } from "./delegation-model";

interface MemberFormProps {
  model: DelegationModel;
  /** Of the meeting. */
  languages: readonly string[];
  language: string;
  /** The member whose place the new one takes. */
  replacing: InvitationSummary | undefined;
  onDone: () => void;
}

/** A new member of the delegation, or one in another's place. */
export function MemberForm({ model, languages, language, replacing, onDone }: MemberFormProps) {
  const { t, i18n } = useLingui();
  const [name, setName] = useState("");
  const [post, setPost] = useState("");
  const [speaks, setSpeaks] = useState(language);
  const [observer, setObserver] = useState(replacing?.role === "observer");
  const [authority, setAuthority] = useState(replacing?.authority ?? false);
  const [vouched, setVouched] = useState(true);
  const before = replacing?.name ?? "";
  const { tried, saving, problem, onSubmit } = useSubmit(name.trim() !== "", async () => {
    await model.add({
      name: name.trim(),
      language: speaks,
      vouched,
      ...(post.trim() ? { function: post.trim() } : {}),
      ...(observer ? { role: "observer" as const } : { authority }),
      ...(replacing ? { replaces: replacing.id } : {}),
    });
    setName("");
    setPost("");
    setAuthority(false);
    onDone();
  });
  return (
    <Form className={styles.form as string} onSubmit={onSubmit} aria-label={t`New member`}>
      <h2>{replacing ? <Trans>In the place of {before}</Trans> : <Trans>Add a member</Trans>}</h2>
      <div className={styles.grid}>
        <TextField
          label={t`Name`}
          value={name}
          onChange={setName}
          required
          maxLength={200}
          autoFocus={replacing !== undefined}
          error={tried && name.trim() === "" ? t`An invitation needs a name.` : undefined}
        />
        <TextField label={t`Function`} value={post} onChange={setPost} maxLength={200} />
        <SelectField
          label={t`Language`}
          options={[...new Set([...languages, speaks])].map((tag) => ({
            id: tag,
            label: channelName(tag, i18n),
          }))}
          selected={speaks}
          onSelect={setSpeaks}
        />
      </div>
      <div className={styles.switches}>
        <SwitchField
          selected={vouched}
          onChange={setVouched}
          description={<Trans>The others see that the delegation answers for who this is.</Trans>}
        >
          <Trans>I vouch for this person</Trans>
        </SwitchField>
        <SwitchField
          selected={authority && !observer}
          onChange={(on) => {
            setAuthority(on);
            if (on) setObserver(false);
          }}
          description={<Trans>May adopt the agenda for the delegation, and agree to texts.</Trans>}
        >
          <Trans>Acts for the delegation</Trans>
        </SwitchField>
        <SwitchField
          selected={observer}
          onChange={setObserver}
          description={<Trans>Watches and listens, does not speak.</Trans>}
        >
          <Trans>Observer only</Trans>
        </SwitchField>
      </div>
      {problem ? (
        <div role="alert">
          <Banner tone="danger" title={<Trans>The list was not changed</Trans>}>
            {problem}
          </Banner>
        </div>
      ) : null}
      <div className={styles.actions}>
        <Button variant="primary" icon={replacing ? "swap" : "plus"} type="submit" isDisabled={saving}>
          {replacing ? <Trans>Replace</Trans> : <Trans>Add to the delegation</Trans>}
        </Button>
        {replacing ? (
          <Button onPress={onDone}>
            <Trans>Cancel</Trans>
          </Button>
        ) : null}
      </div>
    </Form>
  );
}
