import type { ReactNode } from "react";
import type { DoorState } from "../api/model";
import { tWord } from "../i18n";
import { DOOR_LOOKS } from "./doorLook";
import { Glyph } from "./Glyph";

/** The state as word, glyph and colour: on every tile, list row and player. */
export function Tally({ state, large = false }: { readonly state: DoorState; readonly large?: boolean }): ReactNode {
  const look = DOOR_LOOKS[state];
  return (
    <span className={`tally tally--${look.tally}${large ? " tally--lg" : ""}`} data-tally={state}>
      <Glyph of={look.glyph} size={large ? 24 : 18} />
      {tWord("door", state)}
    </span>
  );
}
