import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { t } from "../../i18n";
import { follow } from "../../ui/navigate";
import { getRequests } from "../requests/api";
import { Due, dueInWords } from "../requests/Due";

/** The letters that still wait for their reply. */
export function OpenRequests(): ReactNode {
  const query = useQuery({ queryKey: ["office", "requests"], queryFn: getRequests });
  const open = (query.data ?? []).filter((request) => request.state !== "replied");
  if (open.length === 0) return null;
  return (
    <section className="panel">
      <div className="panel__head">
        <h2>{t("office.open_requests")}</h2>
        <span className="end faint small">{open.length}</span>
      </div>
      {open.map((request) => (
        <div key={request.id} className="cmt">
          <b>{[request.reference, request.asker.name].filter(Boolean).join(", ")}</b>
          <Due request={request} />
          <span className="small muted">
            {request.subject}. {dueInWords(request)}
          </span>
          <a className="link small" href={`/desk/requests/${request.id}`} onClick={follow}>
            {t("office.to_answer")}
          </a>
        </div>
      ))}
    </section>
  );
}
