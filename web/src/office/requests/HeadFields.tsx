import type { ReactNode } from "react";
import { t, tWord } from "../../i18n";
import { Field, TextField } from "../../ui";
import type { RecordShown } from "../api";
import { RecordChoice } from "../entering";
import { Windowed } from "../entering/Windowed";
import { titleOf } from "../records/words";
import { type Head, withTyped } from "./head";

/** A record that was chosen, with what it is called. */
export interface Named {
  readonly id: string;
  readonly name: string;
}
export const named = (row: RecordShown | null): Named | null => row && { id: row.id, name: titleOf(row) };

interface HeadFieldsProps {
  readonly head: Head;
  readonly onHead: (head: Head) => void;
  readonly asker: Named | null;
  readonly onAsker: (asker: Named | null) => void;
  readonly errors: ReadonlyMap<string, string>;
}

/** Who asks what with what authority, when it came in and by when an answer is due. */
export function HeadFields({ head, onHead, asker, onAsker, errors }: HeadFieldsProps): ReactNode {
  const error = (name: string): string | undefined => {
    const what = errors.get(name);
    return what && t("office.expected", { what });
  };
  const text = (name: keyof Head) => ({
    label: tWord("office.field", name),
    value: head[name],
    onChange: (value: string) => onHead(withTyped(head, name, value)),
    error: error(name),
  });
  const day = (name: keyof Head, hint?: string): ReactNode => (
    <Field label={tWord("office.field", name)} hint={hint} error={error(name)}>
      {(ids) => (
        <input
          {...ids}
          className="input"
          type="date"
          required={name === "received"}
          value={head[name]}
          onChange={(event) => onHead(withTyped(head, name, event.target.value))}
        />
      )}
    </Field>
  );
  return (
    <>
      <TextField required maxLength={200} {...text("subject")} />
      <Field label={t("office.asker")} error={error("asker")}>
        {(ids) => (
          <RecordChoice
            ids={ids}
            kinds={["organisation", "person"]}
            required
            name={asker?.name ?? ""}
            onChoose={(row) => onAsker(named(row))}
          />
        )}
      </Field>
      <TextField hint={t("office.authority_hint")} {...text("authority")} />
      <TextField maxLength={200} {...text("reference")} />
      {day("received")}
      <TextField hint={t("office.due_words_hint")} {...text("due_words")} />
      <Windowed draft={{ due_words: head.due_words, said_on: head.received }} />
      {day("due_first", t("office.due_first_hint"))}
      {day("due_last")}
    </>
  );
}
