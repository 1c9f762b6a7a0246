import { type ReactNode, useState } from "react";
import { t, tWord } from "../../i18n";
import { Field, TextField } from "../../ui";
import { RecordChoice } from "../entering";
import { SavingDialog } from "../entering/SavingDialog";
import { useSending } from "../entering/useSending";
import { amend, type RequestShown } from "./api";
import { HeadFields, type Named, named } from "./HeadFields";
import { headOf, toSentHead } from "./head";

interface CorrectRequestProps {
  readonly shown: RequestShown;
  readonly onClose: () => void;
}

/** Correct what was entered of a letter: a further entry with its reason; the questions stay as they are. */
export function CorrectRequest({ shown: now, onClose }: CorrectRequestProps): ReactNode {
  // The request as it was when the form was opened: what changes meanwhile is not overwritten.
  const [shown] = useState(now);
  const [head, setHead] = useState(() => headOf(shown));
  const [asker, setAsker] = useState<Named | null>(shown.asker);
  const [letter, setLetter] = useState<Named | null>(shown.letter);
  const [reason, setReason] = useState("");
  const { refusal, errors, send } = useSending(onClose);
  const save = (): void => {
    const { mandate, note, seq } = shown;
    const sent = {
      ...toSentHead(head),
      asker: asker?.id ?? "",
      letter: letter?.id ?? null,
      mandate,
      note,
      seq,
      reason,
    };
    void send(() => amend(shown.id, sent));
  };
  return (
    <SavingDialog
      wide
      className="form"
      title={t("office.correct_it", { kind: tWord("office.kind", "oversight_request") })}
      onClose={onClose}
      onSave={save}
      refusal={refusal}
      before={<p className="muted requests__more">{t("office.correct_hint")}</p>}
    >
      <HeadFields head={head} onHead={setHead} asker={asker} onAsker={setAsker} errors={errors} />
      <Field label={t("office.letter")} hint={t("office.letter_stored_hint")} error={errors.get("letter")}>
        {(ids) => (
          <RecordChoice
            ids={ids}
            kinds={["document"]}
            name={letter?.name ?? ""}
            onChoose={(row) => setLetter(named(row))}
          />
        )}
      </Field>
      <TextField
        label={t("office.why_corrected")}
        required
        maxLength={200}
        value={reason}
        onChange={setReason}
        error={errors.get("reason")}
      />
    </SavingDialog>
  );
}
