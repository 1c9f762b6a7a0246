import type { ReactNode } from "react";
import type { DoorState } from "../../api/model";
import { tWord } from "../../i18n";
import { DOOR_LOOKS, Glyph } from "../../ui";
import type { PublicState } from "./status";

/** Drawn like the door state that it stands for; the words are those for the public. */
const LIKE: Readonly<Record<PublicState | "not_known", DoorState>> = {
  begins_soon: "draft",
  on_air: "on_air",
  recess: "recess",
  closed: "closed",
  fault: "not_dark",
  ended: "ended",
  not_known: "not_known",
};

/** The state of the door as word, glyph and colour. */
export function PublicTally({ state }: { readonly state: PublicState | "not_known" }): ReactNode {
  const look = DOOR_LOOKS[LIKE[state]];
  return (
    <span className={`tally tally--${look.tally}`} data-tally={state}>
      <Glyph of={look.glyph} size={18} />
      {tWord("public.state", state)}
    </span>
  );
}
