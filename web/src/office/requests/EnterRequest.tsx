import { type ReactNode, useState } from "react";
import { t } from "../../i18n";
import { Field, TextField } from "../../ui";
import { navigate } from "../../ui/navigate";
import type { RecordShown } from "../api";
import { RecordChoice } from "../entering";
import { SavingDialog } from "../entering/SavingDialog";
import { useSending } from "../entering/useSending";
import { titleOf } from "../records/words";
import { enterRequest } from "./api";

const EMPTY = {
  subject: "",
  reference: "",
  authority: "",
  received: "",
  due_words: "",
  letter_text: "",
  questions: "",
};

interface EnterRequestProps {
  readonly onClose: () => void;
  /** The letter, where it was stored before. */
  readonly letter?: RecordShown | null;
}

/** Take a letter in: who asks with what authority, by when, and each question by itself. */
export function EnterRequest({ onClose, letter: first = null }: EnterRequestProps): ReactNode {
  const [said, setSaid] = useState({ ...EMPTY, received: new Date().toISOString().slice(0, 10) });
  const [asker, setAsker] = useState<RecordShown | null>(null);
  const [letter, setLetter] = useState(first);
  const { refusal, errors, send } = useSending(onClose);
  const put = (name: keyof typeof EMPTY) => (value: string) => setSaid({ ...said, [name]: value });
  const text = (name: keyof typeof EMPTY) => ({ value: said[name], onChange: put(name), error: errors.get(name) });
  const save = (): void => {
    const { questions, ...head } = said;
    void send(async () => {
      const made = await enterRequest({
        ...head,
        letter_name: t("office.letter"),
        note: "",
        asker: asker?.id ?? "",
        letter: letter?.id ?? null,
        questions: linesOf(questions).map((one) => ({ text: one })),
      });
      navigate(`/desk/requests/${made.id}`);
    });
  };
  return (
    <SavingDialog
      wide
      className="form"
      title={t("office.take_letter")}
      onClose={onClose}
      onSave={save}
      refusal={refusal}
    >
      <TextField label={t("office.field.subject")} required maxLength={200} {...text("subject")} />
      <Field label={t("office.asker")} error={errors.get("asker")}>
        {(ids) => (
          <RecordChoice
            ids={ids}
            kinds={["organisation", "person"]}
            required
            name={asker ? titleOf(asker) : ""}
            onChoose={setAsker}
          />
        )}
      </Field>
      <TextField label={t("office.field.authority")} hint={t("office.authority_hint")} {...text("authority")} />
      <TextField label={t("office.field.reference")} maxLength={200} {...text("reference")} />
      <Field label={t("office.field.received")} error={errors.get("received")}>
        {(ids) => (
          <input
            {...ids}
            className="input"
            type="date"
            required
            value={said.received}
            onChange={(event) => put("received")(event.target.value)}
          />
        )}
      </Field>
      <TextField label={t("office.field.due_words")} hint={t("office.due_words_hint")} {...text("due_words")} />
      <TextField
        label={t("office.questions_lines")}
        hint={t("office.questions_hint")}
        rows={5}
        {...text("questions")}
      />
      <TextField label={t("office.letter_text")} rows={6} {...text("letter_text")} />
      <Field label={t("office.letter_stored")} hint={t("office.letter_stored_hint")}>
        {(ids) => (
          <RecordChoice ids={ids} kinds={["document"]} name={letter ? titleOf(letter) : ""} onChoose={setLetter} />
        )}
      </Field>
    </SavingDialog>
  );
}

const linesOf = (text: string): readonly string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);
