import type { ReactNode } from "react";
import type { Invited, PlannedMeeting, PlanSeat, SeatId } from "../../api/model";
import { InvitationState } from "./Seats";

interface SeatChoiceProps {
  readonly planned: PlannedMeeting;
  readonly chosen: ReadonlySet<SeatId>;
  readonly onChange: (chosen: ReadonlySet<SeatId>) => void;
  /** Why a seat cannot be chosen, or null. */
  readonly barred: (seat: PlanSeat) => string | null;
}

export const invitationOf = (planned: PlannedMeeting, seat: SeatId): Invited | undefined =>
  planned.invitations.find((one) => one.seat === seat);

/** Which seats an act is for. */
export function SeatChoice({ planned, chosen, onChange, barred }: SeatChoiceProps): ReactNode {
  const toggle = (seat: SeatId, isChosen: boolean): void => {
    const next = new Set(chosen);
    if (isChosen) next.add(seat);
    else next.delete(seat);
    onChange(next);
  };
  return (
    <ul className="choice">
      {planned.plan.seats.map((seat) => {
        const why = barred(seat);
        return (
          <li key={seat.id}>
            <label className="row row--3">
              <input
                type="checkbox"
                checked={chosen.has(seat.id)}
                disabled={why !== null}
                onChange={(event) => toggle(seat.id, event.target.checked)}
              />
              <span className="grow">
                {seat.person}
                <span className="hint choice__more">{why ?? seat.address}</span>
              </span>
              <InvitationState invited={invitationOf(planned, seat.id)} />
            </label>
          </li>
        );
      })}
    </ul>
  );
}
