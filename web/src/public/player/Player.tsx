import "./player.css";
import { Volume2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect } from "react";
import { locale, t } from "../../i18n";
import { Controls } from "./Controls";
import { actOf } from "./keys";
import type { Attachment } from "./useAttachment";
import { useCaptions } from "./useCaptions";
import { usePlayer } from "./usePlayer";

interface PlayerProps {
  readonly label: string;
  readonly attachment: Attachment;
  /** Whether there is a moving picture of the meeting; else `cover` is what is seen. */
  readonly picture: boolean;
  readonly cover: ReactNode;
  /** The picture stands still though more is to come. */
  readonly stalled?: boolean;
  /** Start with sound: only after a gesture. */
  readonly sound?: boolean;
  /** The door's state and one fact, in the bar. */
  readonly children: ReactNode;
}

/** One <video> for as long as the page lives, whatever it is attached to; its cover, captions and controls. */
export function Player({
  label,
  attachment,
  picture,
  cover,
  stalled = false,
  sound = false,
  children,
}: PlayerProps): ReactNode {
  const { video, frame, shown, act } = usePlayer(attachment, sound);
  const captions = useCaptions(video, shown.captions);
  useEffect(() => {
    // Set by hand: React would set it again with every change of the page, and undo the viewer's choice.
    if (video.current) video.current.muted = !sound;
  }, [video, sound]);
  const keys = (event: KeyboardEvent): void => {
    const onControl = event.target instanceof Element && event.target.closest("button, a") !== null;
    const asked = actOf(event, onControl, locale.dir === "rtl");
    if (asked === null) return;
    event.preventDefault();
    act(asked);
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without focus in the player its keys could not be used
    <section ref={frame} className="player" aria-label={label} tabIndex={0} onKeyDown={keys} data-theme="dark">
      <div className="player__stage">
        {/* biome-ignore lint/a11y/useMediaCaption: captions are a track of their own, shown below the picture */}
        <video ref={video} className="player__video" playsInline preload="auto" aria-label={label} />
        {!picture && <div className="player__cover">{cover}</div>}
        {picture && stalled && (
          <p className="player__stalled" role="status">
            {t("public.lost_picture")}
          </p>
        )}
        {picture && shown.muted && !shown.blocked && (
          <button type="button" className="btn btn--ink player__sound" onClick={() => act("mute")}>
            <Volume2 size={18} aria-hidden="true" />
            {t("public.sound_on")}
          </button>
        )}
        {shown.blocked && (
          <button type="button" className="btn btn--ink player__sound" onClick={() => act("play")}>
            {t("public.play")}
          </button>
        )}
      </div>
      {shown.captions && (
        <div className="cc" role="log" aria-label={t("public.captions")}>
          {captions.text || (captions.offered ? "" : <span className="cc__none">{t("public.no_captions")}</span>)}
        </div>
      )}
      <Controls shown={shown} picture={picture} act={act}>
        {children}
      </Controls>
    </section>
  );
}
