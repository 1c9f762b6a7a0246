import type { ReactNode } from "react";
import type { SeatPageProps } from "../api/seatProps";
import { LobbyPage } from "../house/lobby";
import { RoomPage } from "../house/stage";

/** Where people of the meeting take part: the lobby until entered, then the room. */
export function InsidePage(props: SeatPageProps): ReactNode {
  const { place } = props.view.me;
  return place === "inside" || place === "outside" ? <RoomPage {...props} /> : <LobbyPage {...props} />;
}
