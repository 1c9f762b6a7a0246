import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button } from "../../ui";
import { getRecord } from "../api";
import { documentAddress } from "../requests/api";
import { EnterRequest } from "../requests/EnterRequest";
import { getDocument } from "./api";

/** The paper that a letter became: its words, the file itself, and a request made of it. */
export function LetterRead({ document: id }: { readonly document: string }): ReactNode {
  const heading = useId();
  const [isAsking, setAsking] = useState(false);
  const query = useQuery({ queryKey: ["office", "document", id], queryFn: () => getDocument(id) });
  const row = useQuery({ queryKey: ["office", "record", id], queryFn: () => getRecord(id) });
  const letter = row.data?.record;
  return (
    <section className="panel" aria-labelledby={heading}>
      <div className="panel__head files__head">
        <h2 id={heading}>{t("office.letter")}</h2>
        <a className="link small row" href={documentAddress(id)} download>
          <Download size={14} aria-hidden="true" />
          {t("office.download_letter")}
        </a>
      </div>
      <div className="panel__body stack">
        <p className="muted">{t("office.letter_kept")}</p>
        {query.error && <p role="alert">{sentenceOf(query.error)}</p>}
        {query.data &&
          (query.data.text ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: without focus a long letter could not be scrolled by keys
            <section className="files__letter serif" aria-label={t("office.letter_text")} tabIndex={0}>
              {query.data.text}
            </section>
          ) : (
            <p className="muted">{t("office.letter_no_words")}</p>
          ))}
        {letter && (
          <Button look="primary" onPress={() => setAsking(true)}>
            {t("office.make_request")}
          </Button>
        )}
      </div>
      {letter && isAsking && <EnterRequest letter={letter} onClose={() => setAsking(false)} />}
    </section>
  );
}
