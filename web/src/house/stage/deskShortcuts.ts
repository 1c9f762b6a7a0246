import type { View } from "../../api/model";
import { announce } from "../../ui";
import { type Act, offer, PHASES } from "../doors";

/** What the desk's shortcuts do, inside a chamber and outside of it. One that cannot be given now says why. */
export function deskShortcuts(view: View, act: Act, onClose: () => void) {
  const give = (command: string, run: () => void) => {
    const offered = offer(view, command);
    if (offered?.reason === null) run();
    else if (offered) announce(offered.reason);
  };
  return {
    dump: () => give("dump", () => act("dump")),
    close: () => offer(view, "close") && view.door.state === "on_air" && onClose(),
    reopen: () => give("ask", () => act("ask", { phase: PHASES.onRecord })),
  };
}
