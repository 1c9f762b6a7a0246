import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useDeferredValue, useId, useState } from "react";
import { dateShort, t } from "../../i18n";
import type { FieldIds } from "../../ui";
import { getRecords, type RecordShown } from "../api";
import { titleOf, underTitle } from "../records/words";

interface RecordChoiceProps {
  readonly ids: FieldIds;
  readonly kinds: readonly string[];
  /** What the chosen record is called; empty where none is chosen. */
  readonly name: string;
  readonly required?: boolean;
  /** Only these of what was found. */
  readonly only?: (row: RecordShown) => boolean;
  readonly onChoose: (row: RecordShown | null) => void;
}

/** One record, found by typing a part of its name. Arrow keys move in what was found, Enter takes it. */
export function RecordChoice({
  ids,
  kinds,
  name,
  required = false,
  only = anything,
  onChoose,
}: RecordChoiceProps): ReactNode {
  const listId = useId();
  /** What is being typed; null while nothing is. */
  const [text, setText] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const isOpen = text !== null;
  const words = useDeferredValue(text ?? "");
  const query = useQuery({
    queryKey: ["office", "choice", kinds, words],
    queryFn: () => getChoices(kinds, words),
    enabled: isOpen,
    placeholderData: (before: readonly RecordShown[] | undefined) => before,
  });
  const rows = isOpen ? (query.data ?? []).filter(only).slice(0, SHOWN) : [];
  const take = (row: RecordShown | undefined): void => {
    if (row) onChoose(row);
    setText(null);
    setAt(0);
  };
  const leave = (): void => {
    if (text === "" && name !== "") onChoose(null);
    take(undefined);
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (isOpen) setAt(Math.min(Math.max(at + step, 0), Math.max(rows.length - 1, 0)));
      else setText("");
    } else if (event.key === "Enter" && isOpen) {
      event.preventDefault();
      take(rows[at]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      event.stopPropagation();
      take(undefined);
    }
  };
  return (
    <div className="choose">
      <input
        {...ids}
        className="input"
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={rows[at] ? `${listId}-${at}` : undefined}
        autoComplete="off"
        placeholder={t("office.type_a_name")}
        required={required}
        value={text ?? name}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onClick={() => !isOpen && setText(name && "")}
        onBlur={leave}
        onKeyDown={keys}
      />
      {/* The list is always there, so that what is said to control it exists. */}
      <div
        id={listId}
        role="listbox"
        aria-label={t("office.found_names")}
        className="choose__list"
        hidden={!rows.length}
      >
        {rows.map((row, n) => (
          // biome-ignore lint/a11y/useFocusableInteractive lint/a11y/useKeyWithClickEvents: the input keeps the focus and has the keys
          <div
            key={row.id}
            id={`${listId}-${n}`}
            role="option"
            aria-selected={n === at}
            className="choose__one"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(row)}
          >
            {titleOf(row)}{" "}
            <span className="small muted">
              {[underTitle(row), row.at > 0 && dateShort(row.at)].filter(Boolean).join(", ")}
            </span>
          </div>
        ))}
      </div>
      {isOpen && query.isSuccess && rows.length === 0 && <p className="hint">{t("office.no_such_name")}</p>}
    </div>
  );
}

const SHOWN = 30;
const anything = (): boolean => true;
/** Whoever acts for the office. */
export const isOfficial = (row: RecordShown): boolean => row.fields.is_official === true;

async function getChoices(kinds: readonly string[], words: string): Promise<readonly RecordShown[]> {
  const rows = [...(await getRecords({ kind: kinds, words }))];
  const byName = rows.every((row) => row.at === 0);
  return byName ? rows.sort((a, b) => titleOf(a).localeCompare(titleOf(b))) : rows;
}
