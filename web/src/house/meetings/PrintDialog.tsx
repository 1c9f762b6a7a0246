import { type ReactNode, useState } from "react";
import type { PlannedMeeting, PrintedLink, SeatId } from "../../api/model";
import { clock, t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button, Dialog } from "../../ui";
import { printLinks } from "./api";
import type { SeatDialogProps } from "./InviteDialog";
import { SeatChoice } from "./SeatChoice";

export function PrintDialog(props: SeatDialogProps): ReactNode {
  return props.open ? <Print {...props} /> : null;
}

const free = (): null => null;

function Print({ open, onClose, planned }: SeatDialogProps): ReactNode {
  const [chosen, setChosen] = useState<ReadonlySet<SeatId>>(new Set());
  const [links, setLinks] = useState<readonly PrintedLink[] | null>(null);
  const [failure, setFailure] = useState("");
  const make = async (): Promise<void> => {
    try {
      setLinks(await printLinks(planned.id, [...chosen]));
    } catch (error) {
      setFailure(sentenceOf(error));
    }
  };
  const actions = links ? (
    <>
      <Button onPress={onClose}>{t("app.close")}</Button>
      <Button look="primary" onPress={() => window.print()}>
        {t("meetings.print_page")}
      </Button>
    </>
  ) : (
    <>
      <Button onPress={onClose}>{t("app.cancel")}</Button>
      <Button look="primary" onPress={make} reason={chosen.size === 0 ? t("meetings.invite_none") : null}>
        {t("meetings.print_n", { n: chosen.size })}
      </Button>
    </>
  );
  return (
    <Dialog open={open} onClose={onClose} title={t("meetings.print")} actions={actions} wide alert={links !== null}>
      <p className="muted">{t(links ? "meetings.printed" : "meetings.print_more")}</p>
      {links ? (
        <Links links={links} planned={planned} />
      ) : (
        <SeatChoice planned={planned} chosen={chosen} onChange={setChosen} barred={free} />
      )}
      {failure && (
        <p className="field__error" role="alert">
          {failure}
        </p>
      )}
    </Dialog>
  );
}

function Links({
  links,
  planned,
}: {
  readonly links: readonly PrintedLink[];
  readonly planned: PlannedMeeting;
}): ReactNode {
  return (
    <ul className="links" data-testid="printed-links">
      {links.map((link) => {
        const name = planned.plan.seats.find((seat) => seat.id === link.seat)?.person ?? link.seat;
        return (
          <li key={link.seat}>
            <b>{name}</b> <span className="hint">{t("meetings.until", { time: clock(link.expires) })}</span>
            <input
              className="input input--sm hash"
              readOnly
              aria-label={t("meetings.link_for", { name })}
              value={`${window.location.origin}/invitation#${link.secret}`}
              onFocus={(event) => event.target.select()}
            />
          </li>
        );
      })}
    </ul>
  );
}
