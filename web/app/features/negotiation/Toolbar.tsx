import { Trans, useLingui } from "@lingui/react/macro";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { isShown, type Place, TEXT_FILTERS, type TextFilter } from "../../../client/index.ts";
import { SelectField, SwitchField } from "../../design/Field";
import { atStart, languageName } from "../../i18n/format";
import styles from "./Toolbar.module.css";
import { useFilterNames } from "./text-words";
import { useWork } from "./work";

interface ToolbarProps {
  places: readonly Place[];
  filter: TextFilter;
  onFilter: (filter: TextFilter) => void;
  onColumns: (columns: readonly string[]) => void;
}

/** What of the text is shown: which paragraphs, in which languages; and whether others see what one types. */
export function Toolbar({ places, filter, onFilter, onColumns }: ToolbarProps) {
  const { t, i18n } = useLingui();
  const { head, own, columns, model, view } = useWork();
  const names = useFilterNames();
  const filters = TEXT_FILTERS.filter((one) => own !== "" || (one !== "ours" && one !== "theirs"));
  const [first = "", second] = columns;
  const language = (tag: string) => ({
    id: tag,
    label: atStart(languageName(tag, i18n.locale), i18n.locale),
  });
  return (
    <div className={styles.toolbar}>
      <ToggleButtonGroup
        aria-label={t`Paragraphs shown`}
        className={styles.filters as string}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[filter]}
        onSelectionChange={(keys) => {
          const next = TEXT_FILTERS.find((one) => keys.has(one));
          if (next) onFilter(next);
        }}
      >
        {filters.map((one) => (
          <ToggleButton key={one} id={one} className={styles.filter as string}>
            {names[one]}{" "}
            <small>
              {i18n.number(places.flat().filter((paragraph) => isShown(paragraph, one, own)).length)}
            </small>
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {second === undefined ? null : (
        <div className={styles.languages}>
          <SelectField
            label={t`Language`}
            compact
            icon="globe"
            options={head.languages.map(language)}
            selected={first}
            onSelect={(tag) => onColumns([tag, tag === second ? first : second])}
          />
          <span className={styles.second}>
            <SelectField
              label={t`Beside it`}
              compact
              options={head.languages.map(language)}
              selected={second}
              onSelect={(tag) => onColumns([tag === first ? second : first, tag])}
            />
          </span>
        </div>
      )}
      {head.may.write ? (
        <SwitchField selected={view.sharing} onChange={(on) => model.share(on)}>
          <Trans>Let others see what I type</Trans>
        </SwitchField>
      ) : null}
    </div>
  );
}
