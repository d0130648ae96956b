import { useLingui } from "@lingui/react/macro";
import type { ListenChoice } from "../../../client/index.ts";
import { type Option, SelectField } from "../../design/Field";
import { channelInText, channelName } from "./channel-name";
import { choiceKey, choiceOf } from "./listening-words";

/** What one may choose to hear: one's own language by itself, each language, the original. */
export function useHearOptions(languages: readonly string[], own: string): readonly Option[] {
  const { t, i18n } = useLingui();
  const name = (tag: string) => channelName(tag, i18n);
  const mine = channelInText(own, i18n);
  return [
    ...(own
      ? [
          {
            id: choiceKey({ to: "automatic", language: own }),
            label: t`My language automatically: ${mine}`,
            detail: t`The original while ${mine} is spoken, its interpretation otherwise.`,
          },
        ]
      : []),
    ...languages.map((tag) => ({ id: choiceKey({ to: "language", language: tag }), label: name(tag) })),
    { id: "floor", label: t`The original`, detail: t`Everybody as they speak, without interpretation.` },
  ];
}

interface HearFieldProps {
  languages: readonly string[];
  /** What "automatically" means. */
  own: string;
  choice: ListenChoice;
  onChoose: (choice: ListenChoice) => void;
}

/** The choice of what one hears, as one field. */
export function HearField({ languages, own, choice, onChoose }: HearFieldProps) {
  const { t } = useLingui();
  return (
    <SelectField
      label={t`You hear`}
      icon="headphones"
      options={useHearOptions(languages, own)}
      selected={choiceKey(choice)}
      onSelect={(key) => onChoose(choiceOf(key))}
    />
  );
}

interface SignFieldProps {
  signs: readonly string[];
  sign: string;
  onChoose: (language: string) => void;
}

/** The choice of a sign language, whose picture then stays beside the stage. */
export function SignField({ signs, sign, onChoose }: SignFieldProps) {
  const { t, i18n } = useLingui();
  return (
    <SelectField
      label={t`Sign language`}
      icon="sign"
      options={[
        { id: "", label: t({ message: "None", context: "sign language" }) },
        ...signs.map((tag) => ({ id: tag, label: channelName(tag, i18n) })),
      ]}
      selected={sign}
      onSelect={onChoose}
      description={t`Its picture stays beside the stage, whoever speaks.`}
    />
  );
}
