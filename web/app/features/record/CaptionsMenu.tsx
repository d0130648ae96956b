import { Trans, useLingui } from "@lingui/react/macro";
import { usePreferences } from "../../context";
import { ControlButton } from "../../design/Button";
import { SelectField, SwitchField } from "../../design/Field";
import { ActionMenu, type MenuAction } from "../../design/Menu";
import { languageName } from "../../i18n/format";
import { captionSizes } from "../../preferences";
import { useStore } from "../../use-store";
import { useRoom } from "../meeting/room";

/** The languages in which one can have captions. */
export function useCaptionActions(): readonly MenuAction[] {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { meeting } = useStore(client.meeting);
  const { language } = useStore(client.captions.view);
  const action = (tag: string, label: string): MenuAction => ({
    id: `captions-${tag}`,
    label,
    icon: language === tag ? "check" : "captions",
    run: () => client.captions.choose(tag),
  });
  return [
    action("", t`No captions`),
    ...(meeting?.languages ?? []).map((tag) => {
      const name = languageName(tag, i18n.locale);
      return action(tag, t`Captions: ${name}`);
    }),
  ];
}

/** The choice of captions, in the bar. */
export function CaptionsMenu() {
  const { t } = useLingui();
  const { client } = useRoom();
  const { language } = useStore(client.captions.view);
  return (
    <ActionMenu
      label={t`Captions`}
      trigger={
        <ControlButton
          collapsible
          icon="captions"
          caption={t`Captions`}
          {...(language === "" ? {} : { tone: "active" as const })}
        />
      }
      actions={useCaptionActions()}
    />
  );
}

/** The same in the settings, with their size and whether they are read out. */
export function CaptionFields() {
  const { t, i18n } = useLingui();
  const { client } = useRoom();
  const { meeting } = useStore(client.meeting);
  const { language } = useStore(client.captions.view);
  const [{ captionSize, captionsAloud }, set] = usePreferences();
  const sizes = [t`Small`, t`Medium`, t`Large`, t`Very large`];
  return (
    <>
      <SelectField
        label={t`Captions`}
        icon="captions"
        options={[
          { id: "", label: t`No captions` },
          ...(meeting?.languages ?? []).map((tag) => ({ id: tag, label: languageName(tag, i18n.locale) })),
        ]}
        selected={language}
        onSelect={(tag) => client.captions.choose(tag)}
      />
      <SelectField
        label={t`Size of the captions`}
        options={captionSizes.map((size, index) => ({ id: String(size), label: sizes[index] ?? "" }))}
        selected={String(captionSize)}
        onSelect={(id) =>
          set({ captionSize: captionSizes.find((size) => String(size) === id) ?? captionSize })
        }
      />
      <SwitchField
        selected={captionsAloud}
        onChange={(on) => set({ captionsAloud: on })}
        description={<Trans>Each sentence is read once, when it is whole.</Trans>}
      >
        <Trans>Captions for the screen reader</Trans>
      </SwitchField>
    </>
  );
}
