import type { ReactNode } from "react";
import type { ShownKey, ShownOpening, View } from "../../api/model";
import { t } from "../../i18n";
import { Flag, KeyShown, KeyTurn } from "../../ui";
import type { Act } from "./act";
import { offer } from "./acts";

interface KeysProps {
  readonly view: View;
  readonly opening: ShownOpening;
  readonly act: Act;
}

/** Every key that counts: one's own can be turned, the others are seen. */
export function Keys({ view, opening, act }: KeysProps): ReactNode {
  return (
    <div className="keys">
      {opening.keys.map((key) => (
        <div
          key={key.seat}
          className="keys__one"
          data-testid="key"
          data-seat={key.seat}
          data-turned={key.turned || undefined}
        >
          <Owner view={view} holder={key} />
          <Key view={view} holder={key} act={act} />
        </div>
      ))}
    </div>
  );
}

function Owner({ view, holder }: { readonly view: View; readonly holder: ShownKey }): ReactNode {
  const delegation = view.delegations.find((d) => d.id === holder.delegation);
  return (
    <span className="row small">
      {delegation && <Flag colours={delegation.colours} width={18} />}
      {delegation?.name ?? ""}
    </span>
  );
}

function Key({ view, holder, act }: { readonly view: View; readonly holder: ShownKey; readonly act: Act }): ReactNode {
  const title = t("doors.key.of", { name: holder.person });
  const turn = holder.seat === view.me.seat ? offer(view, "turn") : undefined;
  const detail = holder.turned ? t("doors.key.turned") : t(turn ? "doors.key.hold" : "doors.key.rest");
  if (turn === undefined) return <KeyShown title={title} detail={detail} turned={holder.turned} />;
  return (
    <KeyTurn
      title={title}
      detail={detail}
      turned={holder.turned}
      reason={holder.turned ? null : turn.reason}
      onTurn={() => act("turn")}
    />
  );
}
