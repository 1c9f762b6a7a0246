import { Download } from "lucide-react";
import { type ReactNode, useState } from "react";
import { t } from "../../i18n";
import { Button, TextField } from "../../ui";
import { useSending } from "../entering/useSending";
import { askFurther, documentAddress, type RequestShown } from "./api";

/** The letter itself: who asks with what authority, its words, and one more question found in them. */
export function Letter({ shown }: { readonly shown: RequestShown }): ReactNode {
  const [text, setText] = useState("");
  const { refusal, send } = useSending(() => setText(""));
  return (
    <section className="panel">
      <div className="panel__head">
        <h2 className="letter__title">{t("office.letter")}</h2>
        {shown.letter && (
          <a className="link small end row" href={documentAddress(shown.letter.id)} download>
            <Download size={14} aria-hidden="true" />
            <span className="vh">{t("office.download_letter")}</span>
            {shown.letter.name}
          </a>
        )}
      </div>
      <div className="panel__body stack">
        {shown.authority && (
          <p>
            <span className="small muted">{t("office.field.authority")}</span>
            <br />
            {shown.authority}
          </p>
        )}
        {shown.letter_text ? (
          // biome-ignore lint/a11y/noNoninteractiveTabindex: without focus a long letter could not be scrolled by keys
          <section className="letter serif" aria-label={t("office.letter_text")} tabIndex={0}>
            {shown.letter_text}
          </section>
        ) : (
          <p className="muted">{t("office.no_letter_text")}</p>
        )}
        {shown.state !== "replied" && (
          <>
            <TextField label={t("office.further_question")} rows={2} value={text} onChange={setText} />
            {refusal && <p role="alert">{refusal}</p>}
            <Button
              size="sm"
              reason={text.trim() ? null : t("office.write_first")}
              onPress={() => void send(() => askFurther(shown.id, text))}
            >
              {t("office.add_question")}
            </Button>
          </>
        )}
      </div>
    </section>
  );
}
