import { type ReactNode, useState } from "react";
import { t, tWord } from "../../i18n";
import { Field } from "../../ui";
import { correct, type RecordShown } from "../api";
import { type Draft, type Fields, toDraft, toFields } from "./draft";
import { type Asked, FORMS, type Kind, SCOPE } from "./form";
import { RecordForm } from "./RecordForm";
import { SavingDialog } from "./SavingDialog";
import { useSending } from "./useSending";

interface ChangeRecordProps {
  readonly row: RecordShown & { readonly kind: Kind };
  readonly onClose: () => void;
}

/** Correct a record: a further entry with its reason; what stood before stays in the history. */
export function CorrectRecord({ row, onClose }: ChangeRecordProps): ReactNode {
  const form = FORMS[row.kind].filter((asked) => !asked.onlyAtFirst);
  return (
    <ChangeDialog
      row={row}
      form={form}
      first={toDraft(form, row.fields)}
      changed={(draft) => toFields(form, draft, row.fields)}
      title={t("office.correct_it", { kind: tWord("office.kind", row.kind) })}
      hint={t("office.correct_hint")}
      why={t("office.why_corrected")}
      onClose={onClose}
    />
  );
}

/** Narrow or widen a mandate from a day on: what it covered until then stays as it was. */
export function NarrowMandate({ row, onClose }: ChangeRecordProps): ReactNode {
  const scopes = row.fields.scopes as readonly Fields[];
  const first = toDraft(SCOPE, { ...scopes.at(-1), since: Date.now() * 1000 });
  return (
    <ChangeDialog
      row={row}
      form={SCOPE}
      first={first}
      changed={(draft) => ({ ...row.fields, scopes: [...scopes, toFields(SCOPE, draft)] })}
      title={t("office.narrow")}
      hint={t("office.narrow_hint")}
      why={t("office.why_narrowed")}
      onClose={onClose}
    />
  );
}

interface ChangeDialogProps extends ChangeRecordProps {
  readonly form: readonly Asked[];
  readonly first: Draft;
  readonly changed: (draft: Draft) => Fields;
  readonly title: string;
  readonly hint: string;
  readonly why: string;
}

function ChangeDialog({ row, form, first, changed, title, hint, why, onClose }: ChangeDialogProps): ReactNode {
  const [draft, setDraft] = useState(first);
  const [reason, setReason] = useState("");
  const { refusal, errors, send } = useSending(onClose);
  const save = (): void => {
    void send(() => correct(row.kind, row.id, changed(draft), reason));
  };
  return (
    <SavingDialog
      wide
      className="form"
      title={title}
      onClose={onClose}
      onSave={save}
      refusal={refusal}
      before={<p className="muted">{hint}</p>}
    >
      <RecordForm form={form} draft={draft} onChange={setDraft} errors={errors} names={row.names} />
      <Field label={why} error={errors.get("reason")}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            required
            maxLength={200}
            autoComplete="off"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </SavingDialog>
  );
}
