import { type ReactNode, useEffect, useRef } from "react";
import { t } from "../../i18n";
import { announce } from "../../ui";
import { Player } from "../player/Player";
import { PublicTally } from "../status/PublicTally";
import type { PublicStatus, Words } from "../status/status";
import { SlateCard } from "./SlateCard";
import { coverOf, newsOf, noteOf } from "./shown";
import { useWebcast } from "./useWebcast";

interface WebcastPlayerProps {
  readonly meeting: string;
  readonly status: PublicStatus | null;
  readonly now: number;
  /** The status has not been heard for a while: no state is claimed. */
  readonly lost: boolean;
}

/** The player with the meeting's words: the same on the page and embedded elsewhere. */
export function WebcastPlayer({ meeting, status, now, lost }: WebcastPlayerProps): ReactNode {
  const webcast = useWebcast(meeting, status);
  useNews(status, now);
  const connecting = {
    sentence: t(lost ? "public.lost_picture" : "public.connecting"),
    label: "",
    clock: "",
    more: [],
  };
  const note = status ? noteOf(status, webcast.picture, webcast.tail) : "";
  const cover = (
    <SlateCard cover={status ? coverOf(status, webcast.failed, now) : connecting}>
      {status?.words.state === "ended" && (
        <p className="slate__b">
          <a href={`/record/${encodeURIComponent(meeting)}`} target="_top">
            {t("public.to_record")}
          </a>
        </p>
      )}
    </SlateCard>
  );
  return (
    <Player
      label={t("public.player", { title: status?.title ?? "" })}
      attachment={webcast.attachment}
      picture={webcast.picture}
      stalled={webcast.stalled}
      cover={cover}
    >
      {status && <PublicTally state={lost ? "not_known" : status.words.state} />}
      {note && <span className="small player__note">{note}</span>}
    </Player>
  );
}

/** Says aloud, once each, what changed at the door. */
function useNews(status: PublicStatus | null, now: number): void {
  const before = useRef<Words | null>(null);
  useEffect(() => {
    if (!status) return;
    const news = newsOf(before.current, status.words, status.zone, now);
    before.current = status.words;
    if (news) announce(news);
  }, [status, now]);
}
