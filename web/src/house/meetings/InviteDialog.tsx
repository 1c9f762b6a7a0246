import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import type { PlannedMeeting, PlanSeat, SeatId } from "../../api/model";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { announce, Button, Dialog } from "../../ui";
import { sendInvitations } from "./api";
import { invitationOf, SeatChoice } from "./SeatChoice";

export interface SeatDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly planned: PlannedMeeting;
}

/** Who is chosen at first: everybody with an address who was not invited yet. */
export const uninvited = (planned: PlannedMeeting): ReadonlySet<SeatId> =>
  new Set(
    planned.plan.seats.filter((seat) => seat.address && !invitationOf(planned, seat.id)?.sent).map((seat) => seat.id),
  );

export function InviteDialog(props: SeatDialogProps): ReactNode {
  return props.open ? <Invite {...props} /> : null;
}

function Invite({ open, onClose, planned }: SeatDialogProps): ReactNode {
  const queries = useQueryClient();
  const [chosen, setChosen] = useState(() => uninvited(planned));
  const [failure, setFailure] = useState("");
  const barred = (seat: PlanSeat): string | null => (seat.address ? null : t("meetings.invite_no_address"));
  const send = async (): Promise<void> => {
    try {
      await sendInvitations(planned.id, [...chosen]);
      await queries.invalidateQueries({ queryKey: ["meeting", planned.id] });
      announce(t("meetings.invited", { n: chosen.size }));
      onClose();
    } catch (error) {
      setFailure(sentenceOf(error));
    }
  };
  const actions = (
    <>
      <Button onPress={onClose}>{t("app.cancel")}</Button>
      <Button look="primary" onPress={send} reason={chosen.size === 0 ? t("meetings.invite_none") : null}>
        {t("meetings.invite_n", { n: chosen.size })}
      </Button>
    </>
  );
  return (
    <Dialog open={open} onClose={onClose} title={t("meetings.invite")} actions={actions}>
      <p className="muted">{t("meetings.invite_more")}</p>
      <SeatChoice planned={planned} chosen={chosen} onChange={setChosen} barred={barred} />
      {failure && (
        <p className="field__error" role="alert">
          {failure}
        </p>
      )}
    </Dialog>
  );
}
