import "./imports.css";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { moment, t, tWord } from "../../i18n";
import { follow } from "../../ui/navigate";
import { OfficePage } from "../OfficePage";
import { OneRecord } from "../records/OneRecord";
import { getImport, type ImportShown } from "./api";
import { LetterRead } from "./LetterRead";
import { Lines } from "./Lines";
import { StateChip } from "./StateChip";

/** One file: how far it has come, what became of each line, and what it proposes. */
export function ImportPage({ file }: { readonly file: string }): ReactNode {
  const [open, setOpen] = useState("");
  const query = useQuery({
    queryKey: ["office", "import", file],
    queryFn: () => getImport(file),
    refetchInterval: (found) => (found.state.data?.file.state === "waiting" ? 1_000 : false),
  });
  return (
    <OfficePage page="imports" title={query.data?.file.name ?? t("office.imports")} query={query}>
      {query.data && <Whole shown={query.data} onOpen={setOpen} />}
      <OneRecord id={open} onClose={() => setOpen("")} onOpen={setOpen} />
    </OfficePage>
  );
}

interface WholeProps {
  readonly shown: ImportShown;
  readonly onOpen: (id: string) => void;
}

function Whole({ shown: { file, lines }, onOpen }: WholeProps): ReactNode {
  const size = t("office.size_kb", { n: Math.max(1, Math.round(file.bytes / 1_000)) });
  return (
    <>
      <div className="head">
        <div className="grow">
          <p className="small">
            <a className="link" href="/desk/imports" onClick={follow}>
              {t("office.imports")}
            </a>
            {` / ${tWord("office.import_kind", file.what)}`}
          </p>
          <h1>{file.name}</h1>
          <p>
            {moment(file.at)}, {size}
          </p>
          <p className="files__sum">
            <span className="small">{t("office.checksum")}</span> <code className="hash">{file.sha256}</code>
          </p>
        </div>
        <StateChip state={file.state} />
      </div>
      <div role="status" className="files__state">
        {file.state === "waiting" && <p className="panel panel__body muted">{t("office.import_waits")}</p>}
        {file.fault && <p className="panel panel__body files__fault">{file.fault}</p>}
      </div>
      {file.document && <LetterRead document={file.document} />}
      {file.what !== "letter" && file.state !== "waiting" && (
        <Lines file={file.id} lines={lines} isRefused={file.state === "refused"} onOpen={onOpen} />
      )}
    </>
  );
}
