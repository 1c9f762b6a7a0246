import "./style/shell.css";
import { CalendarDays, FileText, FileUp, Handshake, History, Landmark, Users } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../i18n";
import { Logo } from "./Glyph";
import { follow } from "./navigate";

const PAGES = [
  { page: "meetings", address: "/desk", text: "meetings.meetings", Glyph: CalendarDays, isDesks: true },
  { page: "engagements", address: "/desk/engagements", text: "office.engagements", Glyph: Handshake, isDesks: false },
  { page: "records", address: "/desk/records", text: "office.records", Glyph: FileText, isDesks: false },
  { page: "timeline", address: "/desk/timeline", text: "office.timeline", Glyph: History, isDesks: false },
  { page: "requests", address: "/desk/requests", text: "office.requests", Glyph: Landmark, isDesks: true },
  { page: "imports", address: "/desk/imports", text: "office.imports", Glyph: FileUp, isDesks: true },
  { page: "readers", address: "/desk/readers", text: "office.readers", Glyph: Users, isDesks: true },
] as const;

export interface ShellProps {
  readonly page: (typeof PAGES)[number]["page"];
  /** For somebody who only reads: without the pages that are the desk's alone. */
  readonly isReading?: boolean;
  readonly children: ReactNode;
}

/** The frame of the desk's pages: the rail at the side, the page beside it. */
export function Shell({ page, isReading = false, children }: ShellProps): ReactNode {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    // On a phone the rail is wider than the screen.
    nav.current?.querySelector(`[data-page="${page}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [page]);
  return (
    <div className="shell">
      <nav ref={nav} className="rail" aria-label={t("meetings.main")}>
        <a className="brand" href={isReading ? "/desk/records" : "/desk"} onClick={follow}>
          <Logo size={24} />
          <span className="rail__name">{t("app.name")}</span>
        </a>
        {PAGES.filter((one) => !(isReading && one.isDesks)).map(({ page: shown, address, text, Glyph }) => (
          <a
            key={shown}
            className="nav"
            href={address}
            onClick={follow}
            data-page={shown}
            aria-current={shown === page ? "page" : undefined}
          >
            <Glyph size={18} aria-hidden="true" />
            {t(text)}
          </a>
        ))}
      </nav>
      <main className="main" id="main">
        {children}
      </main>
    </div>
  );
}
