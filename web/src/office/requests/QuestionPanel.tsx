import { type ReactNode, useState } from "react";
import { moment, t, tWord } from "../../i18n";
import { Button, Field, TextField } from "../../ui";
import { isOfficial, RecordChoice } from "../entering";
import { useSending } from "../entering/useSending";
import { draft, own, type Question, sign } from "./api";
import { Evidence } from "./Evidence";
import { isChanged, toPieces, toSent } from "./pieces";

interface QuestionPanelProps {
  readonly request: string;
  readonly question: Question;
  /** The reply is given: nothing changes any more. */
  readonly isSealed: boolean;
  readonly onOpen: (id: string) => void;
}

const OFFICIALS = ["person"];
const LOOKS = { open: "", drafted: " chip--warn", signed: " chip--ok" } as const;

/** One question with its owner, its answer, what the answer rests on, and who signed it off. */
export function QuestionPanel({ request, question, isSealed, onOpen }: QuestionPanelProps): ReactNode {
  const [answer, setAnswer] = useState(question.answer);
  const [pieces, setPieces] = useState(() => toPieces(question.evidence));
  const isDirty = isChanged(question, answer, pieces);
  return (
    <section className="panel question" aria-labelledby={`question-${question.id}`}>
      <div className="panel__head">
        <h2 id={`question-${question.id}`}>{t("office.question_n", { n: question.number })}</h2>
        <span className={`chip end${LOOKS[question.state]}`}>{tWord("office.request_state", question.state)}</span>
      </div>
      <div className="panel__body question__body">
        <p className="question__text serif">{question.text}</p>
        <Owner {...{ request, question, isSealed }} />
        {isSealed ? (
          <p className="question__answer">{question.answer}</p>
        ) : (
          <TextField label={t("office.answer")} rows={4} value={answer} onChange={setAnswer} />
        )}
        <Evidence pieces={pieces} isFixed={isSealed} onChange={setPieces} onOpen={onOpen} />
        <Written question={question} />
        {!isSealed && isDirty && (
          <By
            label={t("office.written_by")}
            hint={t("office.written_hint")}
            act={t("office.save_draft")}
            send={(by) => draft(request, question.id, { by, seq: question.seq, answer, evidence: toSent(pieces) })}
          />
        )}
        {!isSealed && !isDirty && question.state === "drafted" && <SignOff {...{ request, question }} />}
      </div>
    </section>
  );
}

function Owner({ request, question, isSealed }: Omit<QuestionPanelProps, "onOpen">): ReactNode {
  const { refusal, send } = useSending();
  if (isSealed)
    return question.owner && <p className="small muted">{t("office.owned_by", { who: question.owner.name })}</p>;
  return (
    <Field label={t("office.question_owner")} error={refusal}>
      {(ids) => (
        <RecordChoice
          ids={ids}
          kinds={OFFICIALS}
          only={isOfficial}
          name={question.owner?.name ?? ""}
          onChoose={(row) => void send(() => own(request, question, row?.id ?? null))}
        />
      )}
    </Field>
  );
}

/** Who wrote the answer and who signed it. */
function Written({ question }: { readonly question: Question }): ReactNode {
  const { drafters, signed_by, signed_at } = question;
  return (
    <p className="small muted">
      {drafters.length > 0 && t("office.drafted_by", { who: drafters.map(({ name }) => name).join(", ") })}{" "}
      {signed_by && signed_at && <b>{t("office.signed_by", { who: signed_by.name, when: moment(signed_at) })}</b>}
    </p>
  );
}

function SignOff({ request, question }: Pick<QuestionPanelProps, "request" | "question">): ReactNode {
  if (question.hindrance)
    return <p className="notebox--warn question__hindrance">{tWord("office.hindrance", question.hindrance)}</p>;
  return (
    <By
      label={t("office.second_person")}
      hint={t("office.second_hint")}
      act={t("office.sign_off")}
      send={(by) => sign(request, question, by)}
    />
  );
}

interface ByProps {
  readonly label: string;
  readonly hint: string;
  readonly act: string;
  readonly send: (by: string) => Promise<void>;
}

/** An act that one official answers for. */
function By({ label, hint, act, send: acted }: ByProps): ReactNode {
  const [by, setBy] = useState({ id: "", name: "" });
  const { refusal, send } = useSending();
  return (
    <div className="question__by">
      <Field label={label} hint={hint} error={refusal}>
        {(ids) => (
          <RecordChoice
            ids={ids}
            kinds={OFFICIALS}
            only={isOfficial}
            name={by.name}
            onChoose={(row) => setBy({ id: row?.id ?? "", name: String(row?.fields.name ?? "") })}
          />
        )}
      </Field>
      <Button look="primary" reason={by.id ? null : t("office.say_who")} onPress={() => void send(() => acted(by.id))}>
        {act}
      </Button>
    </div>
  );
}
