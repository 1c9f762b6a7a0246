import type { ReactNode } from "react";
import type { DoorState, Instant, ShownSeat, View } from "../../api/model";
import { length, t } from "../../i18n";
import { OwnPicture, Picture, type RoomShown } from "../../room";
import { delegationLetter, Flag, Tile } from "../../ui";
import { running } from "../floor";
import { Bars } from "./Bars";
import { fullName } from "./seen";
import { type TileNote, tileLook } from "./tile";
import { useNarrow } from "./useNarrow";

interface SeatTileProps {
  readonly view: View;
  readonly seat: ShownSeat;
  readonly room: RoomShown;
  readonly now: Instant;
  /** What the tallies say: the view's state, or NOT KNOWN on a page that does not know it. */
  readonly door: DoorState;
}

/** One person on the stage: picture, name, title, tally, microphone, time. */
export function SeatTile({ view, seat, room, now, door }: SeatTileProps): ReactNode {
  const isNarrow = useNarrow();
  const own = seat.seat === view.me.seat;
  const person = room.link?.people.find((p) => p.identity === seat.identity) ?? null;
  const camera = room.wish.camera ? room.captured.camera : undefined;
  const picture = own ? camera !== undefined : person?.media.camera !== undefined;
  const microphoneOn = own ? room.link?.sending.microphone === true : person?.microphoneOn === true;
  const cameraOn = own ? room.wish.camera : seat.publishes.includes("camera");
  const noCamera = room.refused.has("camera") && room.captured.camera === undefined;
  const look = tileLook({ seat, door, own, picture, cameraOn, noCamera, microphoneOn, person });
  const place = view.delegations.findIndex((d) => d.id === seat.delegation);
  const delegation = view.delegations[place];
  const time = seat.floor ? running(view.floor, now) : null;
  const limit = time?.limit == null || isNarrow ? "" : ` / ${length(time.limit)}`;
  const floor = time === null ? {} : { floor: `${length(time.elapsed)}${limit}` };
  return (
    <Tile
      name={fullName(seat)}
      role={seat.title || seat.role_label}
      door={door}
      letter={place < 0 ? "" : delegationLetter(place)}
      flag={delegation && <Flag colours={delegation.colours} name={delegation.name} />}
      mic={look.mic}
      level={<Bars level={own ? (room.link?.level ?? 0) : (person?.level ?? 0)} />}
      dim={look.dim}
      testid={`tile-${seat.seat}`}
      {...floor}
    >
      {look.note !== null ? (
        <Note note={look.note} />
      ) : own && camera !== undefined ? (
        <OwnPicture track={camera} />
      ) : person?.media.camera !== undefined ? (
        <Picture media={person.media.camera} />
      ) : null}
    </Tile>
  );
}

function Note({ note }: { readonly note: TileNote }): ReactNode {
  if (note === null) return null;
  return (
    <div className="tile__empty muted small" data-note={note}>
      {t(`stage.note.${note}`)}
    </div>
  );
}
