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
import { HeadFields, type Named } from "./HeadFields";
import { emptyHead, toSentHead } from "./head";

interface EnterRequestProps {
  readonly onClose: () => void;
  /** The letter, where it was stored before. */
  readonly letter?: RecordShown | null;
}

/** Take a letter in: who asks with what authority, by when, and each question by itself. */
export function EnterRequest({ onClose, letter: first = null }: EnterRequestProps): ReactNode {
  const [head, setHead] = useState(() => emptyHead(new Date().toISOString().slice(0, 10)));
  const [asker, setAsker] = useState<Named | null>(null);
  const [questions, setQuestions] = useState("");
  const [words, setWords] = useState("");
  const [letter, setLetter] = useState(first);
  const { refusal, errors, send } = useSending(onClose);
  const save = (): void => {
    void send(async () => {
      const made = await enterRequest({
        ...toSentHead(head),
        letter_text: words,
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
      <HeadFields head={head} onHead={setHead} asker={asker} onAsker={setAsker} errors={errors} />
      <TextField
        label={t("office.questions_lines")}
        hint={t("office.questions_hint")}
        rows={5}
        value={questions}
        onChange={setQuestions}
        error={errors.get("questions")}
      />
      <TextField
        label={t("office.letter_text")}
        rows={6}
        value={words}
        onChange={setWords}
        error={errors.get("letter_text")}
      />
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
