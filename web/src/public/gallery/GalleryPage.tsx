import "../public.css";
import "./gallery.css";
import { CircleCheck } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { ApiError } from "../../api/http";
import type { SeatPageProps } from "../../api/seatProps";
import { clock, t } from "../../i18n";
import { announce, Tally } from "../../ui";
import { PublicBar } from "../status/PublicBar";
import { Programme } from "./Programme";
import { Rules } from "./Rules";
import { Side } from "./Side";
import { usePass } from "./usePass";

type GalleryProps = Pick<SeatPageProps, "seat" | "view" | "stale" | "command">;

/** Where press seats and observers follow the meeting: the programme behind the gate, never a chamber. */
export function GalleryPage({ seat, view, stale, command }: GalleryProps): ReactNode {
  const accepted = view.me.rules_accepted;
  const [refusal, setRefusal] = useState("");
  const pass = usePass(seat, accepted !== null && view.door.state !== "ended");
  const state = stale ? "not_known" : view.door.state;
  const accept = (): void => {
    setRefusal("");
    command("accept_rules").catch((error: unknown) => {
      const isAnswer = error instanceof ApiError && error.status !== 0;
      const words = t("gallery.not_accepted", {
        reason: isAnswer ? error.detail || error.title : t("gallery.no_answer"),
      });
      setRefusal(words);
      announce(words, "assertive");
    });
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
          <Rules view={view} refusal={refusal} onAccept={accept} />
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
