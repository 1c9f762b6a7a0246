import type { ReactNode } from "react";
import type { View } from "../../api/model";
import { t } from "../../i18n";
import { placeInDelegation, presence } from "./enter";

/** "Your place is held. Valdoria, seat 3." and who is in the chamber, as far as this seat may know. */
export function Held({ view }: { readonly view: View }): ReactNode {
  const delegation = view.delegations.find((one) => one.id === view.me.delegation)?.name;
  const n = placeInDelegation(view);
  const inside = presence(view.seats);
  const place = delegation && n ? t("lobby.held_text", { delegation, n }) : (delegation ?? view.me.role_label);
  return (
    <dl className="panel held">
      <div>
        <dt className="eyebrow">{t("lobby.place_held")}</dt>
        <dd>{place}</dd>
      </div>
      {inside && (
        <div>
          <dt className="eyebrow">{t("lobby.in_chamber")}</dt>
          <dd>{t("lobby.in_chamber_count", { present: inside.present, all: inside.all })}</dd>
        </div>
      )}
    </dl>
  );
}
