import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { Form } from "react-aria-components";
import type { InterpretationSetup, Meeting } from "../../../client/index.ts";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { useStore } from "../../use-store";
import { problemText } from "../meeting/problems";
import type { AdminModel } from "./admin-model";
import { BoothsField } from "./BoothsField";
import { boothsFit, draftsOf, setupOf } from "./booths";
import styles from "./InvitationForm.module.css";
import { useSubmit } from "./use-submit";

interface InterpretationFormProps {
  model: AdminModel;
  meeting: Meeting;
}

/** The booths of a meeting that exists: they can be changed while it goes on. */
export function InterpretationForm({ model, meeting }: InterpretationFormProps) {
  const { i18n } = useLingui();
  const { interpretation } = useStore(model);
  if (interpretation.state === "loading") return null;
  if (interpretation.state === "failed")
    return <Banner tone="warn">{problemText(interpretation.problem, i18n)}</Banner>;
  return (
    <Setup
      key={JSON.stringify(interpretation.value)}
      model={model}
      meeting={meeting}
      setup={interpretation.value}
    />
  );
}

function Setup({ model, meeting, setup }: InterpretationFormProps & { setup: InterpretationSetup }) {
  const [booths, setBooths] = useState(() => draftsOf(setup.booths));
  const [rehearsal, setRehearsal] = useState(setup.rehearsal);
  const [lowWhenOff, setLowWhenOff] = useState(setup.lowWhenOff);
  const unchanged =
    rehearsal === setup.rehearsal &&
    lowWhenOff === setup.lowWhenOff &&
    JSON.stringify(setupOf(booths)) === JSON.stringify(setupOf(draftsOf(setup.booths)));
  const { tried, saving, problem, onSubmit } = useSubmit(boothsFit(booths, meeting.languages), () =>
    model.arrange({ rehearsal, lowWhenOff, booths: setupOf(booths) }),
  );
  return (
    <Form className={styles.form as string} onSubmit={onSubmit}>
      <BoothsField
        booths={booths}
        languages={meeting.languages}
        onChange={setBooths}
        rehearsal={rehearsal}
        onRehearsal={setRehearsal}
        lowWhenOff={lowWhenOff}
        onLowWhenOff={setLowWhenOff}
        tried={tried}
      />
      {problem ? (
        <div role="alert">
          <Banner tone="danger" title={<Trans>The booths were not changed</Trans>}>
            {problem}
          </Banner>
        </div>
      ) : null}
      <Button variant="primary" type="submit" isDisabled={saving || unchanged}>
        <Trans>Save the booths</Trans>
      </Button>
    </Form>
  );
}
