import "../public.css";
import "./gallery.css";
import { CircleCheck } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import type { SeatPageProps } from "../../api/seatProps";
import { clock, t } from "../../i18n";
import { announce, Tally } from "../../ui";
import { PublicBar } from "../status/PublicBar";
import { keepAcceptance, keptAcceptance } from "./accepted";
import { Programme } from "./Programme";
import { Rules } from "./Rules";
import { Side } from "./Side";
import { usePass } from "./usePass";

type GalleryProps = Pick<SeatPageProps, "seat" | "view" | "offset" | "stale">;

/** Where press seats and observers follow the meeting: the programme behind the gate, never a chamber. */
export function GalleryPage({ seat, view, offset, stale }: GalleryProps): ReactNode {
  const [accepted, setAccepted] = useState(() => keptAcceptance(seat));
  const pass = usePass(seat, accepted !== null && view.door.state !== "ended");
  const state = stale ? "not_known" : view.door.state;
  const accept = (): void => {
    const at = Math.round(Date.now() * 1000 + offset);
    keepAcceptance(seat, at);
    setAccepted(at);
  };
  useNotices(view.notices);
  return (
    <div className="gallery">
      <PublicBar>
        <h1 className="gallery__h">{t(view.me.role === "observer" ? "gallery.title_observer" : "gallery.title")}</h1>
        <Tally state={state} />
        <span className="small muted hide-phone">{view.meeting.title}</span>
        <span className="end row row--3 small hide-phone">
          {accepted !== null && (
            <span className="row">
              <CircleCheck className="ok" size={16} aria-hidden="true" />
              {t("gallery.accepted", { time: clock(accepted, view.meeting.zone) })}
            </span>
          )}
          <span>
            <b>{view.me.person}</b>, {view.me.role_label}
          </span>
        </span>
      </PublicBar>
      <main className="gallery__main" id="main">
        {accepted === null ? (
          <Rules view={view} onAccept={accept} />
        ) : (
          <>
            <Programme view={view} stale={stale} pass={pass} />
            <Side view={view} />
          </>
        )}
      </main>
    </div>
  );
}

/** Notices of a phase are read aloud when they come. */
function useNotices(notices: readonly string[]): void {
  const words = notices.join(" ");
  useEffect(() => {
    if (words) announce(words);
  }, [words]);
}
