import { useLingui } from "@lingui/react/macro";
import type { Client } from "../../../client/index.ts";
import { useStore } from "../../use-store";
import { HearField, SignField } from "../interpretation/HearField";
import { ownLanguage } from "../interpretation/listening-words";
import { InterfaceLanguage } from "./InterfaceLanguage";

interface LanguageFieldsProps {
  client: Client;
  /** The meeting's languages. */
  languages: readonly string[];
  /** The person's own, where it is known. */
  own: string | undefined;
}

/** The languages that one chooses: of the interface, and to hear; and a sign language, where there is one. */
export function LanguageFields({ client, languages, own }: LanguageFieldsProps) {
  const { i18n } = useLingui();
  const { listening, commands } = client;
  const view = useStore(listening.view);
  const offered = view.languages.length > 0 ? view.languages : languages;
  return (
    <>
      <InterfaceLanguage />
      <HearField
        languages={offered}
        own={ownLanguage(view.choice, own, offered, i18n.locale)}
        choice={view.choice}
        onChoose={(choice) => {
          listening.choose(choice);
          commands.setLanguage(choice.to === "floor" ? "" : choice.language);
        }}
      />
      {view.signs.length > 0 ? (
        <SignField
          signs={view.signs}
          sign={view.sign}
          onChoose={(language) => listening.chooseSign(language)}
        />
      ) : null}
    </>
  );
}
