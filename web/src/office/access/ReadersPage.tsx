import "./access.css";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError } from "../../api/http";
import { DeskClosed } from "../../house/meetings/DeskDoor";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button } from "../../ui";
import { Shell } from "../../ui/Shell";
import { getReaders } from "./api";
import { GrantReader } from "./GrantReader";
import { LinkDialog, type LinkFor } from "./LinkDialog";
import { ReaderList } from "./ReaderList";
import { Releases } from "./Releases";

/** Who reads besides the desk, until when, and what oversight bodies were given to read. */
export function ReadersPage(): ReactNode {
  const [isGranting, setGranting] = useState(false);
  const [link, setLink] = useState<LinkFor | null>(null);
  const [body, setBody] = useState("");
  useEffect(() => {
    document.title = `${t("office.readers")} - Incamera`;
  }, []);
  const query = useQuery({ queryKey: ["office", "readers"], queryFn: getReaders });
  if (query.error instanceof ApiError && query.error.status === 401) return <DeskClosed />;
  return (
    <Shell page="readers">
      <div className="head">
        <div className="grow">
          <h1>{t("office.readers")}</h1>
          <p>{t("office.readers_more")}</p>
        </div>
        <Button look="primary" onPress={() => setGranting(true)}>
          <Plus size={16} aria-hidden="true" />
          {t("office.let_read")}
        </Button>
      </div>
      {query.error && (
        <p className="panel panel__body" role="alert">
          {sentenceOf(query.error)}
        </p>
      )}
      {query.isPending && <div className="waiting" aria-busy="true" />}
      <div className="access">
        {query.data && <ReaderList readers={query.data} onLink={setLink} onBody={setBody} />}
        <Releases body={body} onBody={setBody} />
      </div>
      {isGranting && <GrantReader onClose={() => setGranting(false)} onMade={setLink} />}
      {link && <LinkDialog {...link} onClose={() => setLink(null)} />}
    </Shell>
  );
}
