import type { CSSProperties, ReactNode } from "react";
import type { DoorState, Instant, View } from "../../api/model";
import { t } from "../../i18n";
import { Picture, type RoomShown } from "../../room";
import { Flag } from "../../ui";
import { hereCount } from "../seats";
import { arrange } from "./layout";
import { SeatTile } from "./SeatTile";

interface TilesProps {
  readonly view: View;
  readonly room: RoomShown;
  readonly now: Instant;
  readonly door: DoorState;
}

/** Equal tiles in columns by delegation. What is shared stands beside them, never over them. */
export function Tiles({ view, room, now, door }: TilesProps): ReactNode {
  const { columns, rows, heads, cells } = arrange(view.delegations, view.seats);
  const grid = { "--columns": columns, "--rows": rows } as CSSProperties;
  return (
    <>
      {heads.length > 0 && (
        <div className="delegs" style={grid}>
          {heads.map(({ delegation, columns: wide }) => (
            <div key={delegation.id} className="deleg" style={{ gridColumn: `span ${wide}` }}>
              <Flag colours={delegation.colours} width={24} />
              {delegation.name}
              <span className="faint small">{t("stage.in_room", { ...hereCount(view, delegation.id) })}</span>
            </div>
          ))}
        </div>
      )}
      <Shared view={view} room={room} />
      <div className="tiles" style={grid}>
        {cells.map((seat, index) =>
          seat === null ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: an empty cell has no identity but its place
            <span key={index} className="tiles__gap" />
          ) : (
            <SeatTile key={seat.seat} view={view} seat={seat} room={room} now={now} door={door} />
          ),
        )}
      </div>
    </>
  );
}

/** A shared screen, whole and unscaled in shape, with whose it is. */
function Shared({ view, room }: Pick<TilesProps, "view" | "room">): ReactNode {
  const person = room.link?.people.find((p) => p.media.screen_share !== undefined);
  const media = person?.media.screen_share;
  if (person === undefined || media === undefined) return null;
  const name = view.seats.find((seat) => seat.identity === person.identity)?.person ?? t("stage.unknown_sender");
  return (
    <figure className="shared" data-testid="shared">
      <Picture media={media} fit="contain" />
      <figcaption className="small">{t("stage.shared", { name })}</figcaption>
    </figure>
  );
}
