import { type ReactNode, useId, useState } from "react";
import type { View } from "../../api/model";
import { t } from "../../i18n";
import { Button, Field, TextField } from "../../ui";
import type { Act } from "./act";

interface GroundFormProps {
  readonly view: View;
  readonly act: Act;
  readonly reason: string | null | undefined;
}

/** The ground in law and the subjects, as they will be read aloud. A profile without a list takes the words as they are. */
export function GroundForm({ view, act, reason }: GroundFormProps): ReactNode {
  const { motion, grounds } = view;
  const list = useId();
  const [ground, setGround] = useState(motion?.ground ?? "");
  const [subjects, setSubjects] = useState(motion?.subjects ?? "");
  const [reconvene, setReconvene] = useState(motion?.reconvene ?? true);
  if (reason === undefined) return <p>{motion?.ground_text}</p>;
  const missing = ground.trim() === "" ? t("doors.close.ground_choose") : null;
  return (
    <div className="stack">
      {grounds.length > 0 ? (
        <Field label={t("doors.close.ground")} hideLabel>
          {(ids) => (
            <select {...ids} className="input" value={ground} onChange={(event) => setGround(event.target.value)}>
              <option value="">{t("doors.close.ground_choose")}</option>
              {grounds.map(({ id, citation, text }) => (
                <option key={id} value={id}>
                  {citation ? `${citation}: ${text}` : text}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : (
        <TextField label={t("doors.close.ground")} hideLabel value={ground} onChange={setGround} maxLength={500} />
      )}
      <TextField
        label={t("doors.close.subjects")}
        hint={t("doors.close.subjects_hint")}
        value={subjects}
        onChange={setSubjects}
        rows={2}
        maxLength={1_000}
      />
      <label className="row" htmlFor={list}>
        <input id={list} type="checkbox" checked={reconvene} onChange={(event) => setReconvene(event.target.checked)} />
        {t("doors.close.reconvene")}
      </label>
      <Button reason={reason ?? missing} onPress={() => act("choose_ground", { ground, subjects, reconvene })}>
        {t("doors.close.ground_set")}
      </Button>
    </div>
  );
}
