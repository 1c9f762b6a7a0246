import "../public.css";
import { type ReactNode, useEffect } from "react";
import { t } from "../../i18n";
import type { PublicStatus } from "../status/status";
import { publicStatus, useStatus } from "../status/useStatus";
import { useClock } from "./useWebcast";
import { WebcastPlayer } from "./WebcastPlayer";

/** The player alone, inside another page. It sends no cookie, asks nobody else, and tells its parent the door's state. */
export function EmbedPage({ meeting }: { readonly meeting: string }): ReactNode {
  const { status, lost, unknown } = useStatus(publicStatus(meeting));
  const now = useClock();
  useParent(status);
  return (
    <main className="embed" id="main">
      <h1 className="vh">{status?.title ?? t("app.name")}</h1>
      {unknown && !status ? (
        <p className="embed__none">{t("public.no_meeting")}</p>
      ) : (
        <WebcastPlayer meeting={meeting} status={status} now={now} lost={lost} />
      )}
    </main>
  );
}

/** What is posted is public, so any parent may have it. */
function useParent(status: PublicStatus | null): void {
  const state = status?.words.state;
  const since = status?.words.since;
  useEffect(() => {
    if (state === undefined || window.parent === window) return;
    window.parent.postMessage({ state, since }, "*");
  }, [state, since]);
}
