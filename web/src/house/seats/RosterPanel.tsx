import { type ReactNode, useState } from "react";
import type { SeatId, ShownSeat, View } from "../../api/model";
import type { Arguments } from "../../api/seat";
import { t } from "../../i18n";
import type { RoomShown } from "../../room";
import { Button, Dialog, Flag } from "../../ui";
import { hereCount, presence, type SeatAct, seatActs, weakest } from "./roster";

interface RosterProps {
  readonly view: View;
  readonly room: Pick<RoomShown, "link">;
  readonly act: (command: string, args?: Arguments) => void;
}

/** Everybody of the meeting, how they stand, and what this person may do about it. Who waits at the door comes first. */
export function RosterPanel({ view, room, act }: RosterProps): ReactNode {
  const [removing, setRemoving] = useState<ShownSeat | null>(null);
  const weak = weakest(view, room);
  const { here, of } = hereCount(view);
  const isMeasured = view.seats.some((seat) => seat.present !== null);
  const atDoor = view.seats.filter((seat) => seat.place === "door");
  const others = view.seats.filter((seat) => seat.place !== "door");
  const perform = (seat: ShownSeat, command: SeatAct) => {
    if (command === "remove") setRemoving(seat);
    else if (command === "recognise") act(command, { seat: seat.seat, seconds: 0 });
    else act(command, { seat: seat.seat });
  };
  return (
    <section className="side__sec side__roster" aria-label={t("seats.roster")} data-testid="roster">
      <h2>
        {t("seats.roster")} {isMeasured && <span className="count">{t("seats.count", { here, of })}</span>}
      </h2>
      <ul className="rost">
        {[...atDoor, ...others].map((seat) => (
          <Row
            key={seat.seat}
            view={view}
            seat={seat}
            weak={seat.seat === weak}
            onAct={(command) => perform(seat, command)}
          />
        ))}
      </ul>
      {removing && (
        <RemoveDialog
          view={view}
          seat={removing}
          onDone={() => setRemoving(null)}
          onRemove={(seat) => {
            act("remove", { seat });
            setRemoving(null);
          }}
        />
      )}
    </section>
  );
}

interface RowProps {
  readonly view: View;
  readonly seat: ShownSeat;
  readonly weak: boolean;
  readonly onAct: (act: SeatAct) => void;
}

function Row({ view, seat, weak, onAct }: RowProps): ReactNode {
  const stands = presence(seat, view.door.state);
  const acts = seatActs(view, seat);
  const delegation = view.delegations.find((d) => d.id === seat.delegation);
  const [open, setOpen] = useState(false);
  const isShown = open || stands === "at_door";
  return (
    <li data-seat={seat.seat} data-presence={stands}>
      {delegation ? <Flag colours={delegation.colours} width={18} /> : <span />}
      <div className="rost__who">
        <div className="n">
          {seat.person}
          {seat.seat === view.me.seat && <span className="faint"> ({t("seats.you")})</span>}
        </div>
        <div className="d">{detail(view, seat)}</div>
      </div>
      <span className="row">
        {weak && <span className="chip chip--warn">{t("seats.weakest")}</span>}
        <span className={`tiny ${stands === "here" ? "ok" : stands === "at_door" ? "warn" : "muted"}`}>
          {t(`seats.${stands}`)}
        </span>
        {acts.length > 0 && stands !== "at_door" && (
          <Button
            size="sm"
            look="ghost"
            expanded={open}
            label={t("seats.acts", { name: seat.person })}
            onPress={() => setOpen(!open)}
          >
            …
          </Button>
        )}
      </span>
      {isShown && acts.length > 0 && (
        <span className="rost__acts row row--wrap">
          {acts.map(({ act, reason }) => (
            <Button
              key={act}
              size="sm"
              look={act === "remove" ? "danger" : "plain"}
              reason={reason}
              onPress={() => onAct(act)}
              reasonAt="below"
            >
              {t(`seats.${act}`)}
            </Button>
          ))}
        </span>
      )}
    </li>
  );
}

function detail(view: View, seat: ShownSeat): string {
  const parts = [seat.title || seat.role_label];
  if (view.door.side === "closed" && seat.in_roster && seat.place === "inside") {
    parts.push(t(seat.stated_alone ? "seats.alone" : "seats.not_alone"));
  }
  if (seat.muted) parts.push(t("seats.muted"));
  if (seat.holds_key) parts.push(t("seats.key"));
  return parts.join(", ");
}

interface RemoveProps {
  readonly view: View;
  readonly seat: ShownSeat;
  readonly onDone: () => void;
  readonly onRemove: (seat: SeatId) => void;
}

function RemoveDialog({ view, seat, onDone, onRemove }: RemoveProps): ReactNode {
  const name = seat.person;
  return (
    <Dialog
      open
      alert
      dark
      onClose={onDone}
      title={t("seats.remove_ask", { name })}
      actions={
        <>
          <Button onPress={onDone} autoFocus>
            {t("seats.cancel")}
          </Button>
          <Button look="danger" onPress={() => onRemove(seat.seat)}>
            {t("seats.remove")}
          </Button>
        </>
      }
    >
      <p>{t(view.door.side === "closed" ? "seats.remove_closed" : "seats.remove_open", { name })}</p>
    </Dialog>
  );
}
