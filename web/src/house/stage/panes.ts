import type { View } from "../../api/model";
import { deskButtons } from "../doors";

/** The parts of the side. `desk` is a tab of its own only where the strip has no room for it. */
export type Pane = "messages" | "agenda" | "speakers" | "roster" | "desk";

/** Which parts there are now, in reading order. In closed session the roster comes first: it is who hears. */
export function panes(view: View, isTalking: boolean, isNarrow: boolean): readonly Pane[] {
  const shown: Pane[] =
    view.door.state === "closed" ? ["roster", "agenda", "speakers"] : ["agenda", "speakers", "roster"];
  if (isTalking) shown.unshift("messages");
  if (isNarrow && deskButtons(view).length > 0) shown.push("desk");
  return shown;
}
