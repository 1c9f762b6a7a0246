import { Captions, Maximize, Minimize, Pause, PictureInPicture2, Play, Volume2, VolumeX } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../i18n";
import { Button, IconButton } from "../../ui";
import type { PlayerHandle, PlayerShown } from "./usePlayer";

interface ControlsProps {
  readonly shown: PlayerShown;
  readonly picture: boolean;
  readonly act: PlayerHandle["act"];
  readonly children: ReactNode;
}

const SIZE = 20;

/** The bar below the picture. What cannot be used now says why. */
export function Controls({ shown, picture, act, children }: ControlsProps): ReactNode {
  const nothing = picture ? null : t("public.nothing_to_play");
  const isStill = shown.paused || !picture;
  return (
    <div className="player__ctl">
      <IconButton label={t(isStill ? "public.play" : "public.pause")} reason={nothing} onPress={() => act("play")}>
        {isStill ? <Play size={SIZE} aria-hidden="true" /> : <Pause size={SIZE} aria-hidden="true" />}
      </IconButton>
      <IconButton label={t("public.sound")} pressed={!shown.muted} onPress={() => act("mute")}>
        {shown.muted ? <VolumeX size={SIZE} aria-hidden="true" /> : <Volume2 size={SIZE} aria-hidden="true" />}
      </IconButton>
      {children}
      <span className="end" />
      {shown.behind && picture && (
        <Button size="sm" onPress={() => act("live")}>
          {t("public.to_live")}
        </Button>
      )}
      <IconButton label={t("public.captions")} pressed={shown.captions} onPress={() => act("captions")}>
        <Captions size={SIZE} aria-hidden="true" />
      </IconButton>
      {document.pictureInPictureEnabled && (
        <IconButton label={t("public.float")} reason={nothing} onPress={() => act("float")}>
          <PictureInPicture2 size={SIZE} aria-hidden="true" />
        </IconButton>
      )}
      <IconButton label={t("public.fullscreen")} pressed={shown.fullscreen} onPress={() => act("fullscreen")}>
        {shown.fullscreen ? <Minimize size={SIZE} aria-hidden="true" /> : <Maximize size={SIZE} aria-hidden="true" />}
      </IconButton>
    </div>
  );
}
