import { Lock, MicOff } from "lucide-react";
import type { ReactNode } from "react";
import type { DoorState } from "../api/model";
import { t } from "../i18n";
import { DOOR_LOOKS } from "./doorLook";
import { Tally } from "./Tally";

export type MicShown = "on" | "off" | "locked";

interface TileProps {
  readonly name: string;
  readonly role: string;
  readonly door: DoorState;
  /** The delegation's letter (doorLook.delegationLetter) for its line. */
  readonly letter: string;
  readonly flag?: ReactNode;
  readonly mic?: MicShown;
  /** Instead of the microphone sign while on: level bars. */
  readonly level?: ReactNode;
  /** The time of the one who has the floor. */
  readonly floor?: string;
  readonly dim?: boolean;
  readonly tally?: boolean;
  readonly testid?: string;
  /** The picture (class `tile__picture`) or, without one, words (class `tile__empty`). */
  readonly children?: ReactNode;
}

/** A person's frame: lintel, tally, picture, name plate with the delegation's line. */
export function Tile(props: TileProps): ReactNode {
  const { name, role, door, letter, flag, mic, level, floor, dim, tally = true, testid, children } = props;
  const said = floor === undefined ? `${name}, ${role}` : t("door.tile_floor", { name, role });
  return (
    <article
      className="tile"
      data-gate={DOOR_LOOKS[door].leaves}
      data-deleg={letter}
      data-floor={floor === undefined ? undefined : true}
      data-dim={dim || undefined}
      data-testid={testid}
      aria-label={said}
    >
      {children}
      {tally && <Tally state={door} />}
      {floor !== undefined && (
        <span className="tile__floor">
          <span className="of">{t("door.floor")}</span>
          {floor}
        </span>
      )}
      <div className="tile__plate">
        {flag}
        <div className="grow">
          <div className="tile__name" dir="auto">
            {name}
          </div>
          <div className="tile__role" dir="auto">
            {role}
          </div>
        </div>
        {mic === "on" ? level : mic && <MicSign mic={mic} />}
      </div>
    </article>
  );
}

function MicSign({ mic }: { readonly mic: "off" | "locked" }): ReactNode {
  return (
    <span className={`mic mic--${mic}`} role="img" aria-label={t(mic === "off" ? "door.mic_off" : "door.mic_locked")}>
      {mic === "off" ? <MicOff size={18} aria-hidden="true" /> : <Lock size={16} aria-hidden="true" />}
    </span>
  );
}
