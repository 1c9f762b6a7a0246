import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { t, tWord } from "../../i18n";
import { Button, Dialog, Field } from "../../ui";
import { enter, type Names } from "../api";
import { type Draft, type Fields, toDraft, toFields } from "./draft";
import { ENTERED, FORMS, type Kind } from "./form";
import { RecordForm } from "./RecordForm";
import { useSending } from "./useSending";

interface EnterRecordProps {
  readonly kind?: Kind;
  /** What is known already, with the names of what it names. */
  readonly known?: Fields;
  readonly names?: Names;
  readonly onClose: () => void;
}

/** A new record of any kind. */
export function EnterRecord({
  kind: first = "commitment",
  known = {},
  names = {},
  onClose,
}: EnterRecordProps): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  const [kind, setKind] = useState<Kind>(first);
  const [draft, setDraft] = useState<Draft>(() => toDraft(FORMS[first], known));
  const { refusal, errors, send } = useSending(onClose);
  const choose = (next: Kind): void => {
    setKind(next);
    setDraft(toDraft(FORMS[next], known));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void send(() => enter(kind, whole(kind, toFields(FORMS[kind], draft))));
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("office.enter_record")}
      actions={
        <>
          <Button onPress={onClose}>{t("office.cancel")}</Button>
          <Button look="primary" onPress={() => form.current?.requestSubmit()}>
            {t("office.save")}
          </Button>
        </>
      }
    >
      <Field label={t("office.kind")}>
        {(ids) => (
          <select {...ids} className="input" value={kind} onChange={(event) => choose(event.target.value as Kind)}>
            {ENTERED.map((one) => (
              <option key={one} value={one}>
                {tWord("office.kind", one)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <form ref={form} onSubmit={submit}>
        <RecordForm key={kind} form={FORMS[kind]} draft={draft} onChange={setDraft} errors={errors} names={names} />
        {refusal && (
          <p className="form__refusal" role="alert">
            {refusal}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** The first scope of a mandate begins when it was given. */
function whole(kind: Kind, fields: Fields): Fields {
  if (kind !== "mandate") return fields;
  const scopes = fields.scopes as readonly Fields[];
  return { ...fields, scopes: scopes.map((scope) => ({ since: fields.given_at, ...scope })) };
}
