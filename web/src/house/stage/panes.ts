import type { View } from "../../api/model";
import { hasDesk } from "../doors";

/** The parts of the side. `desk` holds what is rarely wanted, and where the strip has no room for it the whole desk. */
export type Pane = "messages" | "agenda" | "speakers" | "roster" | "desk";

/** Which parts there are now, in reading order. In closed session the roster comes first: it is who hears. */
export function panes(view: View, isTalking: boolean): readonly Pane[] {
  const shown: Pane[] =
    view.door.state === "closed" ? ["roster", "agenda", "speakers"] : ["agenda", "speakers", "roster"];
  if (isTalking) shown.unshift("messages");
  if (hasDesk(view)) shown.push("desk");
  return shown;
}
