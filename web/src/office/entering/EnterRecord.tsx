import { type ReactNode, useState } from "react";
import { t, tWord } from "../../i18n";
import { Field } from "../../ui";
import { enter, type Names } from "../api";
import { type Draft, type Fields, toDraft, toFields } from "./draft";
import { ENTERED, FORMS, type Kind } from "./form";
import { RecordForm } from "./RecordForm";
import { SavingDialog } from "./SavingDialog";
import { useSending } from "./useSending";

interface EnterRecordProps {
  readonly kind?: Kind;
  /** Kinds that may be chosen. */
  readonly kinds?: readonly Kind[];
  readonly title?: string;
  /** Another way in than as a new record; the fields are sent under the kind's name then. */
  readonly onSend?: (kind: Kind, fields: Fields) => Promise<unknown>;
  /** What is known already, with the names of what it names. */
  readonly known?: Fields;
  readonly names?: Names;
  readonly onClose: () => void;
}

/** A new record of any kind. */
export function EnterRecord({
  kind: first = "commitment",
  kinds = ENTERED,
  title = t("office.enter_record"),
  onSend,
  known = {},
  names = {},
  onClose,
}: EnterRecordProps): ReactNode {
  const [kind, setKind] = useState<Kind>(first);
  const [draft, setDraft] = useState<Draft>(() => toDraft(FORMS[first], known));
  const { refusal, errors, send } = useSending(onClose, onSend && kind);
  const choose = (next: Kind): void => {
    setKind(next);
    setDraft(toDraft(FORMS[next], known));
  };
  const save = (): void => {
    const fields = whole(kind, toFields(FORMS[kind], draft));
    void send(() => (onSend ?? enter)(kind, fields));
  };
  return (
    <SavingDialog
      wide
      title={title}
      onClose={onClose}
      onSave={save}
      refusal={refusal}
      before={
        <Field label={t("office.kind")}>
          {(ids) => (
            <select {...ids} className="input" value={kind} onChange={(event) => choose(event.target.value as Kind)}>
              {kinds.map((one) => (
                <option key={one} value={one}>
                  {tWord("office.kind", one)}
                </option>
              ))}
            </select>
          )}
        </Field>
      }
    >
      <RecordForm key={kind} form={FORMS[kind]} draft={draft} onChange={setDraft} errors={errors} names={names} />
    </SavingDialog>
  );
}

/** The first scope of a mandate begins when it was given. */
function whole(kind: Kind, fields: Fields): Fields {
  if (kind !== "mandate") return fields;
  const scopes = fields.scopes as readonly Fields[];
  return { ...fields, scopes: scopes.map((scope) => ({ since: fields.given_at, ...scope })) };
}
