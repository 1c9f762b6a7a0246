import "./imports.css";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { ApiError } from "../../api/http";
import { DeskClosed } from "../../house/meetings/DeskDoor";
import { clock, dateShort, t, tWord } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { follow } from "../../ui/navigate";
import { Shell } from "../../ui/Shell";
import { getImports, type ImportListed, peopleAddress } from "./api";
import { SendFile } from "./SendFile";
import { StateChip } from "./StateChip";

const isAnyWaiting = (files: readonly ImportListed[] = []): boolean => files.some((file) => file.state === "waiting");

/** Files from outside: one is sent, and what became of each. */
export function ImportsPage(): ReactNode {
  useEffect(() => {
    document.title = `${t("office.imports")} - Incamera`;
  }, []);
  const query = useQuery({
    queryKey: ["office", "imports"],
    queryFn: getImports,
    refetchInterval: (found) => (isAnyWaiting(found.state.data) ? 2_000 : false),
  });
  if (query.error instanceof ApiError && query.error.status === 401) return <DeskClosed />;
  return (
    <Shell page="imports">
      <div className="head">
        <div className="grow">
          <h1>{t("office.imports")}</h1>
          <p>{t("office.imports_more")}</p>
        </div>
        <a className="btn" href={peopleAddress} download>
          <Download size={16} aria-hidden="true" />
          {t("office.people_out")}
        </a>
      </div>
      <SendFile />
      {query.error && (
        <p className="panel panel__body" role="alert">
          {sentenceOf(query.error)}
        </p>
      )}
      {query.isPending && <div className="waiting" aria-busy="true" />}
      {query.data?.length === 0 && <p className="panel panel__body muted">{t("office.no_imports")}</p>}
      {query.data && query.data.length > 0 && (
        <ul className="panel files" aria-label={t("office.imports")}>
          {query.data.map((file) => (
            <Listed key={file.id} file={file} />
          ))}
        </ul>
      )}
    </Shell>
  );
}

const Listed = ({ file }: { readonly file: ImportListed }): ReactNode => (
  <li className="files__one">
    <div className="grow">
      <a className="files__name" href={`/desk/imports/${file.id}`} onClick={follow}>
        {file.name}
      </a>
      <p className="small muted">
        {tWord("office.import_kind", file.what)}, {dateShort(file.at)} {clock(file.at)}
      </p>
      {file.fault && <p className="small files__fault">{file.fault}</p>}
    </div>
    <StateChip state={file.state} />
  </li>
);
