import "./records.css";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Download, Plus } from "lucide-react";
import { type ReactNode, useDeferredValue, useEffect, useState } from "react";
import { ApiError } from "../../api/http";
import { DeskClosed } from "../../house/meetings/DeskDoor";
import { t, tWord } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button, Field } from "../../ui";
import { Shell } from "../../ui/Shell";
import { FULL, getRecord, getRecords, ledgerAddress, type RecordShown } from "../api";
import { ENTERED, EnterRecord, isEntered, RecordChoice } from "../entering";
import { useIsDesk } from "../reading";
import { Line } from "./Line";
import { OneRecord } from "./OneRecord";
import { titleOf } from "./words";

const KINDS = [...ENTERED, "document"] as const;
const SUBJECTS = ["mandate", "person", "organisation"] as const;

/** Everything the office keeps, newest first: by kind, by words, by whom it is about. Each line opens its record. */
export function RecordsPage(): ReactNode {
  const [kind, setKind] = useState("");
  const [words, setWords] = useState("");
  const [about, setAbout] = useState("");
  const [open, setOpen] = useState(() => new URLSearchParams(window.location.search).get("open") ?? "");
  const [isEntering, setEntering] = useState(false);
  const asked = useDeferredValue(words);
  const isDesk = useIsDesk();
  useEffect(() => {
    document.title = `${t("office.records")} - Incamera`;
  }, []);
  const query = useInfiniteQuery({
    queryKey: ["office", "records", kind, asked, about],
    queryFn: ({ pageParam }) => getRecords({ kind: kind || KINDS, words: asked, about, after: pageParam }),
    initialPageParam: "",
    getNextPageParam: (page: readonly RecordShown[]) => (page.length < FULL ? null : page.at(-1)?.id),
    placeholderData: (before) => before,
  });
  if (query.error instanceof ApiError && query.error.status === 401) return <DeskClosed />;
  const rows = query.data?.pages.flat();
  return (
    <Shell page="records" isReading={isDesk === false}>
      <div className="head">
        <div className="grow">
          <h1>{t("office.records")}</h1>
          <p>{t("office.records_more")}</p>
        </div>
        {isDesk && (
          <>
            <a className="btn" href={ledgerAddress} download>
              <Download size={16} aria-hidden="true" />
              {t("office.ledger")}
            </a>
            <Button look="primary" onPress={() => setEntering(true)}>
              <Plus size={16} aria-hidden="true" />
              {t("office.enter_record")}
            </Button>
          </>
        )}
      </div>
      <search className="records__asked">
        <Field label={t("office.words")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              type="search"
              value={words}
              maxLength={200}
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
        <About about={about} onChoose={setAbout} />
      </search>
      {query.error && (
        <p className="panel panel__body" role="alert">
          {sentenceOf(query.error)}
        </p>
      )}
      <p className="small muted" role="status">
        {rows && t(query.hasNextPage ? "office.found_more" : "office.found", { n: rows.length })}
      </p>
      <ol className="panel records">
        {rows?.map((row) => (
          <Line key={row.id} row={row} onOpen={() => setOpen(row.id)} />
        ))}
      </ol>
      {query.hasNextPage && <Button onPress={() => void query.fetchNextPage()}>{t("office.older")}</Button>}
      <OneRecord id={open} onClose={() => setOpen("")} onOpen={setOpen} />
      {isEntering && <EnterRecord kind={isEntered(kind) ? kind : "engagement"} onClose={() => setEntering(false)} />}
    </Shell>
  );
}

/** Whom or what the records are about. */
function About({ about, onChoose }: { readonly about: string; readonly onChoose: (id: string) => void }): ReactNode {
  const query = useQuery({
    queryKey: ["office", "record", about],
    queryFn: () => getRecord(about),
    enabled: about !== "",
  });
  return (
    <Field label={t("office.about")}>
      {(ids) => (
        <RecordChoice
          ids={ids}
          kinds={SUBJECTS}
          name={about && query.data ? titleOf(query.data.record) : ""}
          onChoose={(row) => onChoose(row?.id ?? "")}
        />
      )}
    </Field>
  );
}
