import "./shell.css";
import { CalendarDays } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../i18n";
import { Logo } from "../../ui";
import { follow } from "../../ui/navigate";

/** The frame of the desk's pages: the rail at the side, the page beside it. */
export function Shell({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div className="shell">
      <nav className="rail" aria-label={t("meetings.main")}>
        <a className="brand" href="/desk" onClick={follow}>
          <Logo size={24} />
          {t("app.name")}
        </a>
        <a className="nav" href="/desk" onClick={follow} aria-current="page">
          <CalendarDays size={18} aria-hidden="true" />
          {t("meetings.meetings")}
        </a>
      </nav>
      <main className="main" id="main">
        {children}
      </main>
    </div>
  );
}
