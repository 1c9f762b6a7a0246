import "./imports.css";
import { useQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
import type { ReactNode } from "react";
import { moment, t, tWord } from "../../i18n";
import { follow } from "../../ui/navigate";
import { OfficePage, PageHead } from "../OfficePage";
import { getImports, type ImportListed, peopleAddress } from "./api";
import { SendFile } from "./SendFile";
import { StateChip } from "./StateChip";

const isAnyWaiting = (files: readonly ImportListed[] = []): boolean => files.some((file) => file.state === "waiting");

/** Files from outside: one is sent, and what became of each. */
export function ImportsPage(): ReactNode {
  const query = useQuery({
    queryKey: ["office", "imports"],
    queryFn: getImports,
    refetchInterval: (found) => (isAnyWaiting(found.state.data) ? 2_000 : false),
  });
  return (
    <OfficePage
      page="imports"
      title={t("office.imports")}
      query={query}
      head={
        <>
          <PageHead title={t("office.imports")} more={t("office.imports_more")}>
            <a className="btn" href={peopleAddress} download>
              <Download size={16} aria-hidden="true" />
              {t("office.people_out")}
            </a>
          </PageHead>
          <SendFile />
        </>
      }
    >
      {query.data?.length === 0 && <p className="panel panel__body muted">{t("office.no_imports")}</p>}
      {query.data && query.data.length > 0 && (
        <ul className="panel files" aria-label={t("office.imports")}>
          {query.data.map((file) => (
            <Listed key={file.id} file={file} />
          ))}
        </ul>
      )}
    </OfficePage>
  );
}

const Listed = ({ file }: { readonly file: ImportListed }): ReactNode => (
  <li className="panel__line">
    <div className="grow">
      <a className="files__name" href={`/desk/imports/${file.id}`} onClick={follow}>
        {file.name}
      </a>
      <p className="small muted">
        {tWord("office.import_kind", file.what)}, {moment(file.at)}
      </p>
      {file.fault && <p className="small files__fault">{file.fault}</p>}
    </div>
    <StateChip state={file.state} />
  </li>
);
