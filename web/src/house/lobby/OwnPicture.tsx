import { EyeOff } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { ShownDelegation, ShownMe } from "../../api/model";
import { t } from "../../i18n";
import { Flag } from "../../ui";
import type { Captured } from "./capture";

interface OwnPictureProps {
  readonly camera: Captured;
  readonly me: ShownMe;
  readonly delegation: ShownDelegation | undefined;
  readonly letter: string;
}

/** What others will see: the picture, mirrored for oneself alone, with the name plate of the chamber. */
export function OwnPicture({ camera, me, delegation, letter }: OwnPictureProps): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) video.current.srcObject = camera.track ? new MediaStream([camera.track]) : null;
  }, [camera.track]);
  const role = [me.title || me.role_label, delegation?.name].filter(Boolean).join(", ");
  return (
    <div className="cam" data-theme="dark" data-deleg={letter}>
      <video ref={video} autoPlay playsInline muted hidden={!camera.track} data-testid="preview" />
      {!camera.track && <p className="cam__none">{t("lobby.no_picture")}</p>}
      <span className="cam__note">
        <EyeOff size={14} aria-hidden="true" />
        {t("lobby.only_you")}
      </span>
      <div className="tile__plate">
        {delegation && <Flag colours={delegation.colours} width={30} />}
        <div className="grow">
          <div className="tile__name">{[me.form, me.person].filter(Boolean).join(" ")}</div>
          <div className="tile__role">{role}</div>
        </div>
      </div>
    </div>
  );
}
