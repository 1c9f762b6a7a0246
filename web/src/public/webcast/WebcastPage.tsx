import "../public.css";
import { TriangleAlert } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { day, t } from "../../i18n";
import { Notice } from "../../ui";
import { PublicBar } from "../status/PublicBar";
import type { PublicStatus } from "../status/status";
import { publicStatus, useStatus } from "../status/useStatus";
import { AgendaList } from "./AgendaList";
import { Embed } from "./Embed";
import { leadOf } from "./shown";
import { useClock } from "./useWebcast";
import { WebcastPlayer } from "./WebcastPlayer";

/** The public page of one meeting, without log-in: before it, while it is open, while it is not, and after it. */
export function WebcastPage({ meeting }: { readonly meeting: string }): ReactNode {
  const { status, lost, unknown } = useStatus(publicStatus(meeting));
  const now = useClock();
  useEffect(() => {
    document.title = status?.title ? `${status.title} - Incamera` : "Incamera";
  }, [status?.title]);
  if (unknown && !status) return <Notice title={t("public.no_meeting")}>{t("public.no_meeting_more")}</Notice>;
  return (
    <>
      <PublicBar />
      <main className="pub" id="main">
        {lost && (
          <p className="notebox notebox--warn" role="status">
            <TriangleAlert size={20} aria-hidden="true" />
            <span>{t("public.lost")}</span>
          </p>
        )}
        <div className="pub__grid">
          <div className="pub__main">
            <WebcastPlayer meeting={meeting} status={status} now={now} lost={lost} />
            {status && <Words status={status} now={now} meeting={meeting} />}
          </div>
          {status && (
            <aside className="pub__side">
              <AgendaList status={status} />
              <Embed meeting={meeting} title={status.title} />
            </aside>
          )}
        </div>
      </main>
    </>
  );
}

interface WordsProps {
  readonly status: PublicStatus;
  readonly now: number;
  readonly meeting: string;
}

function Words({ status, now, meeting }: WordsProps): ReactNode {
  return (
    <div className="pub__words">
      <p className="small muted">{day(status.starts, status.zone)}</p>
      <h1>{status.title}</h1>
      {status.delegations.length > 0 && <p className="pub__sides">{status.delegations.join(" · ")}</p>}
      {leadOf(status, now).map((line) => (
        <p key={line} className="pub__lead">
          {line}
        </p>
      ))}
      {status.words.state !== "begins_soon" && (
        <p>
          <a className="link" href={`/record/${encodeURIComponent(meeting)}`}>
            {t("public.record")}
          </a>
        </p>
      )}
      <p className="hint hide-phone">{t("public.keys")}</p>
    </div>
  );
}
