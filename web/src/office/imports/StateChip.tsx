import { CircleCheck, Clock, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { tWord } from "../../i18n";

const LOOKS = {
  waiting: { look: " chip--warn", Glyph: Clock },
  read: { look: " chip--ok", Glyph: CircleCheck },
  refused: { look: " chip--bad", Glyph: TriangleAlert },
} as const;

/** How far a file has come: a word, a glyph and a colour. */
export function StateChip({ state }: { readonly state: string }): ReactNode {
  const { look, Glyph } = LOOKS[state as keyof typeof LOOKS] ?? LOOKS.waiting;
  return (
    <span className={`chip${look}`}>
      <Glyph size={13} aria-hidden="true" />
      {tWord("office.import_state", state)}
    </span>
  );
}
