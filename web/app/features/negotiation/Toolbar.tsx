import { Trans, useLingui } from "@lingui/react/macro";
import { memo } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import {
  isAdopted,
  isOpen,
  isShown,
  type Negotiation,
  type Place,
  TEXT_FILTERS,
  type TextFilter,
} from "../../../client/index.ts";
import { SelectField, SwitchField } from "../../design/Field";
import { atStart, languageName } from "../../i18n/format";
import styles from "./Toolbar.module.css";
import { useFilterNames } from "./text-words";
import { useText, useWork } from "./work";

interface ToolbarProps {
  places: readonly Place[];
  filter: TextFilter;
  onFilter: (filter: TextFilter) => void;
  onColumns: (columns: readonly string[]) => void;
}

/** What of the text is shown: which paragraphs, in which languages; and whether others see what one types. */
export function Toolbar({ places, filter, onFilter, onColumns }: ToolbarProps) {
  const { head, view } = useText();
  const { own, columns, model, may, phase } = useWork();
  const all = places.flat();
  const counts = TEXT_FILTERS.map((one) => all.filter((paragraph) => isShown(paragraph, one, own)).length);
  return (
    <div className={styles.toolbar}>
      {isAdopted(phase) ? null : <Filters counts={counts.join(" ")} filter={filter} onFilter={onFilter} />}
      <LanguageChoice languages={head.languages.join(" ")} columns={columns} onColumns={onColumns} />
      {may.write && isOpen(phase) ? <Sharing model={model} sharing={view.sharing} /> : null}
    </div>
  );
}

interface FiltersProps extends Pick<ToolbarProps, "filter" | "onFilter"> {
  /** How many each filter shows, with spaces between: drawn again only when that changes. */
  counts: string;
}

const Filters = memo(function Filters({ counts, filter, onFilter }: FiltersProps) {
  const { t, i18n } = useLingui();
  const { own } = useWork();
  const names = useFilterNames();
  const shown = counts.split(" ").map(Number);
  return (
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
      {TEXT_FILTERS.map((one, index) =>
        own === "" && (one === "ours" || one === "theirs") ? null : (
          <ToggleButton key={one} id={one} className={styles.filter as string}>
            {names[one]} <small>{i18n.number(shown[index] ?? 0)}</small>
          </ToggleButton>
        ),
      )}
    </ToggleButtonGroup>
  );
});

interface LanguageChoiceProps extends Pick<ToolbarProps, "onColumns"> {
  /** Of the text, with spaces between. */
  languages: string;
  columns: readonly string[];
}

const LanguageChoice = memo(function LanguageChoice({ languages, columns, onColumns }: LanguageChoiceProps) {
  const { t, i18n } = useLingui();
  const [first = "", second] = columns;
  if (second === undefined) return null;
  const options = languages.split(" ").map((tag) => ({
    id: tag,
    label: atStart(languageName(tag, i18n.locale), i18n.locale),
  }));
  return (
    <div className={styles.languages}>
      <SelectField
        label={t`Language`}
        compact
        icon="globe"
        options={options}
        selected={first}
        onSelect={(tag) => onColumns([tag, tag === second ? first : second])}
      />
      <span className={styles.second}>
        <SelectField
          label={t`Beside it`}
          compact
          options={options}
          selected={second}
          onSelect={(tag) => onColumns([tag === first ? second : first, tag])}
        />
      </span>
    </div>
  );
});

const Sharing = memo(function Sharing({ model, sharing }: { model: Negotiation; sharing: boolean }) {
  return (
    <SwitchField selected={sharing} onChange={(on) => model.share(on)}>
      <Trans>Let others see what I type</Trans>
    </SwitchField>
  );
});
