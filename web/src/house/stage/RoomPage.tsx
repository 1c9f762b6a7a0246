import "./room.css";
import { type ReactNode, useMemo, useState } from "react";
import { call } from "../../api/http";
import { tokens } from "../../api/seat";
import type { SeatPageProps } from "../../api/seatProps";
import { useAttendance } from "../../room";
import { checkClosed, chooseScreen, countdown, GateBar, isInside } from "../doors";
import { lobbyChoices } from "../lobby";
import { DumpNotices } from "../outside";
import { Inside } from "./Inside";
import { Lost } from "./Lost";
import { Outer } from "./Outer";
import { Sounds } from "./Sounds";
import { seenOf } from "./seen";
import { useAct } from "./useAct";
import { momentOf, useAnnouncements } from "./useAnnouncements";
import { useNow } from "./useNow";
import { useProceedings } from "./useProceedings";

const STEP_MS = 250;

/** A seat's page after the lobby: the gate, and under it what this person may see and do now. */
export function RoomPage({ seat, view, rev, offset, stale, command, leg, takeSeat }: SeatPageProps): ReactNode {
  const [choices] = useState(lobbyChoices);
  const [calls] = useState(() => ({
    tokens: (own: string) => tokens(seat, own),
    freshRev: async () => (await call<{ rev: number }>(`/api/seats/${encodeURIComponent(seat)}/view`)).rev,
  }));
  const seen = useMemo(() => seenOf(view, rev, leg, stale), [view, rev, leg, stale]);
  const { room: drawn, attendance } = useAttendance(seen, calls, choices.devices, choices.wish);
  // The first drawing after a sleep may come before the room has noticed it.
  const room = attendance?.isAsleep() === true ? { ...drawn, slept: true, silent: true } : drawn;
  const now = useNow(offset, STEP_MS);
  const acting = useAct(command);
  const screen = chooseScreen(view, leg);
  const check = checkClosed(view, room);
  const isLost = stale || room.slept;
  const seconds = countdown(view.opening, now);
  const moment = useMemo(() => momentOf(view, check, isLost, seconds), [view, check, isLost, seconds]);
  useAnnouncements(moment, view.meeting.zone);
  useProceedings(view, now);
  const shared = { view, now, screen, acting, room, attendance };
  return (
    <div
      className="room"
      data-theme="dark"
      data-screen={screen}
      data-link={room.link?.state ?? "none"}
      data-silent={room.silent || undefined}
    >
      <GateBar view={view} now={now} stale={isLost} />
      {isLost && <Lost />}
      <DumpNotices view={view} now={now} />
      {isInside(screen) ? (
        <Inside {...shared} check={check} isLost={isLost} />
      ) : (
        <Outer {...shared} onTake={takeSeat} />
      )}
      <Sounds room={room} />
    </div>
  );
}
