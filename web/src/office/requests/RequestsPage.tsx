import "./requests.css";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { t, tWord } from "../../i18n";
import { Button } from "../../ui";
import { follow } from "../../ui/navigate";
import { OfficePage, PageHead } from "../OfficePage";
import { getRequests, type RequestListed } from "./api";
import { Due, dueInWords } from "./Due";
import { EnterRequest } from "./EnterRequest";

/** Letters that ask what was done, and how far their answers have come. */
export function RequestsPage(): ReactNode {
  const [isEntering, setEntering] = useState(false);
  const query = useQuery({ queryKey: ["office", "requests"], queryFn: getRequests });
  return (
    <OfficePage
      page="requests"
      title={t("office.requests")}
      query={query}
      head={
        <PageHead title={t("office.requests")} more={t("office.requests_more")}>
          <Button look="primary" onPress={() => setEntering(true)}>
            <Plus size={16} aria-hidden="true" />
            {t("office.take_letter")}
          </Button>
        </PageHead>
      }
    >
      {query.data?.length === 0 && <p className="panel panel__body muted">{t("office.no_requests")}</p>}
      {query.data && query.data.length > 0 && (
        <ul className="panel requests">
          {query.data.map((request) => (
            <Listed key={request.id} request={request} />
          ))}
        </ul>
      )}
      {isEntering && <EnterRequest onClose={() => setEntering(false)} />}
    </OfficePage>
  );
}

const Listed = ({ request }: { readonly request: RequestListed }): ReactNode => (
  <li className="panel__line">
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
