import { type FormEvent, type ReactNode, useId, useState } from "react";
import { t } from "../../i18n";
import { Button, Field } from "../../ui";
import { navigate } from "../../ui/navigate";
import type { RecordShown } from "../api";
import { isOfficial, RecordChoice } from "../entering";
import { Refusal } from "../entering/Refusal";
import { useSending } from "../entering/useSending";
import { titleOf } from "../records/words";
import { sendFile, TAKEN, type What } from "./api";

/** Choose what it is and the file, and send it; the page of what became of it is shown then. */
export function SendFile(): ReactNode {
  const heading = useId();
  const [what, setWhat] = useState<What>("people");
  const [official, setOfficial] = useState<RecordShown | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [isSending, setSending] = useState(false);
  const { refusal, errors, send } = useSending();
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (!file) return;
    setSending(true);
    await send(async () => {
      const made = await sendFile(what, file, what === "calendar" ? (official?.id ?? "") : "");
      navigate(`/desk/imports/${made.id}`);
    });
    setSending(false);
  };
  return (
    <section className="panel sendfile" aria-labelledby={heading}>
      <div className="panel__head">
        <h2 id={heading}>{t("office.send_file")}</h2>
      </div>
      <form className="panel__body sendfile__form" onSubmit={(event) => void submit(event)}>
        <Field label={t("office.import_what")}>
          {(ids) => (
            <select {...ids} className="input" value={what} onChange={(event) => setWhat(event.target.value as What)}>
              {(Object.keys(TAKEN) as What[]).map((one) => (
                <option key={one} value={one}>
                  {t(`office.import_what.${one}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {what === "calendar" && (
          <Field label={t("office.import_official")} error={errors.get("official")}>
            {(ids) => (
              <RecordChoice
                ids={ids}
                kinds={["person"]}
                required
                only={isOfficial}
                name={official ? titleOf(official) : ""}
                onChoose={setOfficial}
              />
            )}
          </Field>
        )}
        <Field label={t("office.file")} error={errors.get("name")}>
          {(ids) => (
            <input
              {...ids}
              className="input sendfile__file"
              type="file"
              required
              accept={TAKEN[what]}
              onChange={(event) => setFile(event.target.files?.[0] ?? null)}
            />
          )}
        </Field>
        <div className="sendfile__send">
          <Button look="primary" type="submit" reason={isSending ? t("office.sending") : null}>
            {t("office.send")}
          </Button>
        </div>
        <Refusal said={refusal} className="sendfile__refusal" />
      </form>
    </section>
  );
}
