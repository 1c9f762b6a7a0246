import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import type { Invited, PlanSeat } from "../../api/model";
import { clock, t } from "../../i18n";
import { Button } from "../../ui";
import type { SectionProps } from "./PlanForm";
import { move, newSeat, removeAt, replaceAt } from "./plan";
import { RowActs } from "./RowActs";
import { SeatFields } from "./SeatFields";
import { Section } from "./Section";

/** Everybody's place, in protocol order. */
export function Seats(props: SectionProps & { readonly invitations: readonly Invited[] }): ReactNode {
  const { plan, change, errors, profile, invitations } = props;
  const set = (seats: readonly PlanSeat[]): void => change({ ...plan, seats });
  const add = (): void => set([...plan.seats, newSeat(profile, plan.seats.at(-1)?.delegation ?? "")]);
  return (
    <Section name="seats" title={t("meetings.seats")} more={t("meetings.seats_more")} error={errors.get("seats")}>
      {plan.seats.length === 0 && <p className="muted">{t("meetings.no_seats")}</p>}
      <ol className="cards">
        {plan.seats.map((seat, index) => {
          const name = seat.person.trim() || t("meetings.seat_n", { n: index + 1 });
          return (
            <li key={seat.id} className="panel card">
              <div className="row row--3">
                <span className="faint num">{index + 1}</span>
                <b className="grow">{name}</b>
                <InvitationState invited={invitations.find((one) => one.seat === seat.id)} />
                <RowActs
                  name={name}
                  index={index}
                  count={plan.seats.length}
                  onMove={(by) => set(move(plan.seats, index, by))}
                  onRemove={() => set(removeAt(plan.seats, index))}
                />
              </div>
              <SeatFields
                seat={seat}
                index={index}
                delegations={plan.delegations}
                profile={profile}
                errors={errors}
                onChange={(next) => set(replaceAt(plan.seats, index, next))}
              />
            </li>
          );
        })}
      </ol>
      <Button size="sm" onPress={add}>
        <Plus size={14} aria-hidden="true" />
        {t("meetings.add_seat")}
      </Button>
    </Section>
  );
}

/** Whether a seat's invitation was sent and used. */
export function InvitationState({ invited }: { readonly invited: Invited | undefined }): ReactNode {
  if (invited?.redeemed) {
    return <span className="chip chip--ok">{t("meetings.taken", { time: clock(invited.redeemed) })}</span>;
  }
  if (invited?.sent) return <span className="chip">{t("meetings.sent", { time: clock(invited.sent) })}</span>;
  return invited ? <span className="chip chip--warn">{t("meetings.not_sent")}</span> : null;
}
