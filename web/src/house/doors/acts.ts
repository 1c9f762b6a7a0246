import type { DoorState, View } from "../../api/model";

/** A command as the screen offers it. `reason` null: it may be given now. */
export interface Offer {
  readonly reason: string | null;
}

/** What the view says of a command; undefined when it is never this seat's. */
export function offer(view: View, command: string): Offer | undefined {
  const reason = view.can[command];
  return reason === undefined ? undefined : { reason };
}

/** The large buttons of the desk. `cut` and `hold` are the same command as `recess`, said for another moment. */
export type DeskButton =
  | "convene"
  | "begin_closed"
  | "go_on_record"
  | "reopen"
  | "stop"
  | "recess"
  | "cut"
  | "hold"
  | "dump"
  | "resume"
  | "close"
  | "adjourn";

/** The key of `view.can` that decides about a button. */
export const CAN: Readonly<Record<DeskButton, string>> = {
  convene: "convene",
  begin_closed: "close",
  go_on_record: "ask",
  reopen: "ask",
  stop: "stop",
  recess: "recess",
  cut: "recess",
  hold: "recess",
  dump: "dump",
  resume: "close",
  close: "close",
  adjourn: "adjourn",
};

/** Which buttons a state has, the most important one last: it stands at the edge, under the thumb. */
const BY_STATE: Readonly<Record<DoorState, readonly DeskButton[]>> = {
  draft: ["convene"],
  doors_closed: ["adjourn", "begin_closed", "go_on_record"],
  on_air: ["adjourn", "dump", "cut", "close"],
  closing: ["adjourn", "dump", "hold"],
  moving: ["adjourn", "hold"],
  not_dark: ["adjourn", "dump", "hold"],
  closed: ["adjourn", "dump", "recess", "reopen"],
  recess: ["adjourn", "dump", "reopen", "resume"],
  opening: ["adjourn", "stop"],
  not_known: ["adjourn", "dump", "cut", "close"],
  ended: [],
};

/** Whether this person has a desk at all, whatever of it may be used now. */
export const hasDesk = (view: View): boolean =>
  deskButtons(view).length > 0 ||
  ["lock", "renew", "expect_return", "choose_layout"].some((command) => command in view.can);

/** The desk of this person now: only what may ever be theirs, each with the reason if it may not be given. */
export function deskButtons(view: View): readonly { readonly button: DeskButton; readonly reason: string | null }[] {
  return BY_STATE[view.door.state].flatMap((button) => {
    const offered = offer(view, CAN[button]);
    // After a cut the delay still holds the last seconds: they can be dropped until they are out, then the button goes.
    if (button === "dump" && offered?.reason && !isOnAir(view)) return [];
    return offered === undefined ? [] : [{ button, reason: reasonFor(view, button, offered) }];
  });
}

/** Whether something goes out now, as far as anybody knows. */
export const isOnAir = ({ door }: View): boolean => door.state === "on_air" || door.state === "not_known";

/** Close with steps still to do is not refused on screen: its dialog is where they are done. */
function reasonFor(view: View, button: DeskButton, { reason }: Offer): string | null {
  const hasSteps = view.steps.some((step) => step.when === "before_gate" && step.state === "todo");
  return button === "close" && hasSteps ? null : reason;
}
