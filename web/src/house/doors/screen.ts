import type { View } from "../../api/model";

/** Which page a person sees. One at a time; the gate on top is the same on all. */
export type Screen =
  | "removed"
  | "ended"
  | "taken_over"
  | "at_door"
  | "draft"
  | "outside"
  | "closing"
  | "moving"
  | "jammed"
  | "countdown"
  | "opening"
  | "stage";

/** `leg` is this page's own; null when it never took the seat. What is final comes first, then who may be here at all. */
export function chooseScreen(view: View, leg: string | null): Screen {
  const { me, door, opening } = view;
  if (me.place === "removed") return "removed";
  if (door.state === "ended") return "ended";
  if (leg === null || me.leg !== leg) return "taken_over";
  if (me.place === "door") return "at_door";
  if (door.state === "draft") return "draft";
  if (me.place === "outside") return "outside";
  switch (door.state) {
    case "closing":
      return "closing";
    case "moving":
      return "moving";
    case "not_dark":
      return "jammed";
    case "opening":
      if (opening === null) return "opening";
      return opening.due === null ? "stage" : "countdown";
    default:
      return "stage";
  }
}

/** Screens on which this page is in, or about to be in, a chamber. */
export const isInside = (screen: Screen): boolean =>
  !["removed", "ended", "taken_over", "at_door", "draft", "outside"].includes(screen);

/** Whether the meeting has just been convened: its first chamber is being proven, and none came before it. */
export const isConvening = ({ door }: View): boolean =>
  door.state === "moving" && door.rows.length > 0 && !door.rows.some(({ row }) => row === "old_chamber_gone");

/** Whether the current crossing leads from an open span: what the closing screen says of itself. */
export const isFirstOpening = (view: View): boolean => view.door.phase === "doors_closed";
