import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Instant, View } from "../../api/model";
import { t } from "../../i18n";
import { announce, Tally } from "../../ui";
import { Player } from "../player/Player";
import { galleryCover, poolOutAfter } from "./shown";
import { useGallery } from "./useGallery";
import type { Pass } from "./usePass";

interface ProgrammeProps {
  readonly view: View;
  readonly stale: boolean;
  readonly pass: Pass;
}

/** The programme while the gate is open, and the words of the moment while it is not. */
export function Programme({ view, stale, pass }: ProgrammeProps): ReactNode {
  const gallery = useGallery(pass.folder);
  const wasOn = useWasOn(gallery.picture);
  const poolOut = usePoolOut(view, wasOn);
  const cover = galleryCover(view, stale, poolOut, gallery.failed || pass.state === "failed");
  useLeaving(cover.sentence, wasOn && !gallery.picture);
  return (
    <div className="gallery__programme">
      <Player
        label={t("gallery.player")}
        attachment={gallery.attachment}
        picture={gallery.picture}
        stalled={gallery.stalled}
        sound={true}
        cover={
          <div className="slate">
            <div className="slate__in">
              <p className="slate__t">{pass.state === "refused" ? t("gallery.refused") : cover.sentence}</p>
              <p className="slate__b">{pass.state === "refused" ? t("gallery.refused_more") : cover.more}</p>
            </div>
          </div>
        }
      >
        <Tally state={stale ? "not_known" : view.door.state} />
        {gallery.picture && (
          <span className="small player__note">{t(gallery.byPlaylist ? "gallery.fallback" : "gallery.note")}</span>
        )}
      </Player>
    </div>
  );
}

function useWasOn(picture: boolean): boolean {
  const [wasOn, setWasOn] = useState(picture);
  useEffect(() => {
    if (picture) setWasOn(true);
  }, [picture]);
  return wasOn;
}

function usePoolOut(view: View, wasOn: boolean): Instant | null {
  const [poolOut, setPoolOut] = useState<Instant | null>(null);
  const now = poolOutAfter(poolOut, view, wasOn);
  useEffect(() => setPoolOut(now), [now]);
  return now;
}

/** The words that end the programme are said aloud once. */
function useLeaving(sentence: string, isOff: boolean): void {
  const said = useRef("");
  useEffect(() => {
    if (!isOff || said.current === sentence) return;
    said.current = sentence;
    announce(sentence, "assertive");
  }, [sentence, isOff]);
}
