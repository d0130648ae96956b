import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef } from "react";
import { Form } from "react-aria-components";
import { Banner } from "../../design/Banner";
import { Button } from "../../design/Button";
import { Icon } from "../../design/icons";
import type { AdminModel } from "../admin/admin-model";
import { AgendaStep } from "./AgendaStep";
import { CheckStep } from "./CheckStep";
import { DoorStep } from "./DoorStep";
import { type Step, steps } from "./draft";
import { InterpretationStep } from "./InterpretationStep";
import { PartiesStep } from "./PartiesStep";
import { useFaultWords, useStepNames } from "./step";
import { type Beginning, useWizard } from "./use-wizard";
import { WhatStep } from "./WhatStep";
import styles from "./Wizard.module.css";

interface WizardProps {
  model: AdminModel;
  onDone: () => void;
  /** For the gallery. */
  initial?: Beginning;
}

/** A new meeting, step by step. The draft stays in this browser until it is created or thrown away. */
export function Wizard({ model, onDone, initial }: WizardProps) {
  const wizard = useWizard(model, onDone, initial);
  const { draft, change, step, go, tried, problem } = wizard;
  const names = useStepNames();
  const words = useFaultWords(wizard.wrong);
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(step);
  useEffect(() => {
    if (before.current !== step && !tried) heading.current?.focus();
    before.current = step;
  }, [step, tried]);
  const props = { draft, change, words };
  return (
    <Form className={styles.wizard as string} onSubmit={wizard.onSubmit}>
      <Progress step={step} onStep={go} />
      <h2 ref={heading} tabIndex={-1} className={styles.heading}>
        {names[step]}
      </h2>
      {step === "what" ? <WhatStep {...props} /> : null}
      {step === "parties" ? <PartiesStep {...props} /> : null}
      {step === "agenda" ? <AgendaStep {...props} /> : null}
      {step === "interpretation" ? <InterpretationStep {...props} tried={tried} /> : null}
      {step === "door" ? <DoorStep {...props} /> : null}
      {step === "check" ? <CheckStep draft={draft} onStep={go} /> : null}
      {problem ? (
        <div role="alert">
          <Banner tone="danger" title={<Trans>The meeting was not created</Trans>}>
            {problem}
          </Banner>
        </div>
      ) : null}
      <Ways
        step={step}
        saving={wizard.saving}
        onStep={go}
        onLater={onDone}
        onThrowAway={() => {
          wizard.drop();
          onDone();
        }}
      />
    </Form>
  );
}

interface WaysProps {
  step: Step;
  saving: boolean;
  onStep: (step: Step) => void;
  onLater: () => void;
  onThrowAway: () => void;
}

/** On, back, and out. */
function Ways({ step, saving, onStep, onLater, onThrowAway }: WaysProps) {
  const before = steps[steps.indexOf(step) - 1];
  return (
    <div className={styles.actions}>
      <Button variant="primary" type="submit" isDisabled={saving}>
        {step === "check" ? <Trans>Create the meeting</Trans> : <Trans>Next</Trans>}
      </Button>
      {before ? (
        <Button onPress={() => onStep(before)}>
          <Trans>Back</Trans>
        </Button>
      ) : null}
      <span className={styles.apart} />
      <Button variant="quiet" onPress={onThrowAway}>
        <Trans>Throw the draft away</Trans>
      </Button>
      <Button variant="quiet" onPress={onLater}>
        <Trans>Go on later</Trans>
      </Button>
    </div>
  );
}

/** Where one is, and the ways to the other steps. */
function Progress({ step, onStep }: { step: Step; onStep: (step: Step) => void }) {
  const { t, i18n } = useLingui();
  const names = useStepNames();
  return (
    <nav aria-label={t`Steps`}>
      <ol className={styles.steps}>
        {steps.map((one, index) => (
          <li key={one}>
            <button
              type="button"
              className={styles.step}
              aria-current={one === step ? "step" : undefined}
              onClick={() => onStep(one)}
            >
              <span className={styles.number} aria-hidden="true">
                {index < steps.indexOf(step) ? <Icon name="check" size="0.9rem" /> : i18n.number(index + 1)}
              </span>
              {names[one]}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}
