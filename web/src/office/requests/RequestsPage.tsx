import "./requests.css";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError } from "../../api/http";
import { DeskClosed } from "../../house/meetings/DeskDoor";
import { t, tWord } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button } from "../../ui";
import { follow } from "../../ui/navigate";
import { Shell } from "../../ui/Shell";
import { getRequests, type RequestListed } from "./api";
import { Due, dueInWords } from "./Due";
import { EnterRequest } from "./EnterRequest";

/** Letters that ask what was done, and how far their answers have come. */
export function RequestsPage(): ReactNode {
  const [isEntering, setEntering] = useState(false);
  useEffect(() => {
    document.title = `${t("office.requests")} - Incamera`;
  }, []);
  const query = useQuery({ queryKey: ["office", "requests"], queryFn: getRequests });
  if (query.error instanceof ApiError && query.error.status === 401) return <DeskClosed />;
  return (
    <Shell page="requests">
      <div className="head">
        <div className="grow">
          <h1>{t("office.requests")}</h1>
          <p>{t("office.requests_more")}</p>
        </div>
        <Button look="primary" onPress={() => setEntering(true)}>
          <Plus size={16} aria-hidden="true" />
          {t("office.take_letter")}
        </Button>
      </div>
      {query.error && (
        <p className="panel panel__body" role="alert">
          {sentenceOf(query.error)}
        </p>
      )}
      {query.isPending && <div className="waiting" aria-busy="true" />}
      {query.data?.length === 0 && <p className="panel panel__body muted">{t("office.no_requests")}</p>}
      {query.data && query.data.length > 0 && (
        <ul className="panel requests">
          {query.data.map((request) => (
            <Listed key={request.id} request={request} />
          ))}
        </ul>
      )}
      {isEntering && <EnterRequest onClose={() => setEntering(false)} />}
    </Shell>
  );
}

const Listed = ({ request }: { readonly request: RequestListed }): ReactNode => (
  <li className="requests__one">
    <div className="grow">
      <a className="requests__subject" href={`/desk/requests/${request.id}`} onClick={follow}>
        {[request.reference, request.subject].filter(Boolean).join(", ")}
      </a>
      <p className="small muted">
        {request.asker.name}. {dueInWords(request)}
      </p>
    </div>
    <span className="chip">{tWord("office.request_state", request.state)}</span>
    <span className="small muted num">{t("office.signed_of", { n: request.signed, m: request.questions })}</span>
    <Due request={request} />
  </li>
);
