import "./records.css";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useDeferredValue, useEffect, useState } from "react";
import { ApiError } from "../../api/http";
import { DeskClosed } from "../../house/meetings/DeskDoor";
import { t, tWord } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Field } from "../../ui";
import { Shell } from "../../ui/Shell";
import { getRecords, ledgerAddress, type RecordShown } from "../api";
import { Line } from "./Line";
import { OneRecord } from "./OneRecord";

const KINDS = [
  "engagement",
  "commitment",
  "directive",
  "travel",
  "public_event",
  "mandate",
  "person",
  "organisation",
] as const;

/** Everything the office keeps, newest first: by kind, by words, by whom it is about. Each line opens its history. */
export function RecordsPage(): ReactNode {
  const [kind, setKind] = useState("");
  const [words, setWords] = useState("");
  const [about, setAbout] = useState("");
  const [open, setOpen] = useState("");
  const asked = useDeferredValue(words);
  useEffect(() => {
    document.title = `${t("office.records")} - Incamera`;
  }, []);
  const query = useQuery({
    queryKey: ["office", "records", kind, asked, about],
    queryFn: () => getRecords({ ...(kind && { kind }), ...(asked && { words: asked }), ...(about && { about }) }),
    placeholderData: (before: readonly RecordShown[] | undefined) => before,
  });
  const subjects = useQuery({ queryKey: ["office", "subjects"], queryFn: getSubjects });
  if (query.error instanceof ApiError && query.error.status === 401) return <DeskClosed />;
  return (
    <Shell page="records">
      <div className="head">
        <div className="grow">
          <h1>{t("office.records")}</h1>
          <p>{t("office.records_more")}</p>
        </div>
        <a className="btn" href={ledgerAddress} download>
          {t("office.ledger")}
        </a>
      </div>
      <search className="records__asked">
        <Field label={t("office.words")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              type="search"
              value={words}
              onChange={(event) => setWords(event.target.value)}
            />
          )}
        </Field>
        <Field label={t("office.kind")}>
          {(ids) => (
            <select {...ids} className="input" value={kind} onChange={(event) => setKind(event.target.value)}>
              <option value="">{t("office.any_kind")}</option>
              {KINDS.map((one) => (
                <option key={one} value={one}>
                  {tWord("office.kind", one)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t("office.about")}>
          {(ids) => (
            <select {...ids} className="input" value={about} onChange={(event) => setAbout(event.target.value)}>
              <option value="">{t("office.anybody")}</option>
              {subjects.data?.map((row) => (
                <option key={row.id} value={row.id}>
                  {String(row.fields.name ?? row.fields.title)}
                </option>
              ))}
            </select>
          )}
        </Field>
      </search>
      {query.error && (
        <p className="panel panel__body" role="alert">
          {sentenceOf(query.error)}
        </p>
      )}
      <p className="small muted" role="status">
        {query.data && t("office.found", { n: query.data.length })}
      </p>
      <ol className="panel records">
        {query.data?.map((row) => (
          <Line key={row.id} row={row} onOpen={() => setOpen(row.id)} />
        ))}
      </ol>
      <OneRecord id={open} onClose={() => setOpen("")} />
    </Shell>
  );
}

/** Whom and what a record can be about. */
async function getSubjects(): Promise<readonly RecordShown[]> {
  const found = await Promise.all(["mandate", "person", "organisation"].map((kind) => getRecords({ kind })));
  return found.flat();
}
