import { KeyRound, LogOut, Scissors } from "lucide-react";
import type { ReactNode } from "react";
import type { View } from "../../api/model";
import { t } from "../../i18n";
import { BigButton, Glyph } from "../../ui";
import { type Act, PHASES } from "./act";
import { type DeskButton, deskButtons, isOnAir } from "./acts";

export interface DeskProps {
  readonly view: View;
  readonly act: Act;
  readonly onClose: () => void;
  readonly onAdjourn: () => void;
}

const LOOK = {
  close: "close",
  begin_closed: "close",
  stop: "close",
  resume: "close",
  cut: "cut",
  reopen: "brass",
  go_on_record: "brass",
} as const;

const ICON: Readonly<Record<DeskButton, ReactNode>> = {
  convene: <Glyph of="private" size={27} />,
  begin_closed: <Glyph of="shut" size={27} />,
  go_on_record: <KeyRound size={20} aria-hidden="true" />,
  reopen: <KeyRound size={20} aria-hidden="true" />,
  stop: <Glyph of="shut" size={27} />,
  recess: <Glyph of="recess" size={27} />,
  dump: <Scissors size={20} aria-hidden="true" />,
  cut: <Glyph of="recess" size={27} />,
  hold: <Glyph of="recess" size={27} />,
  resume: <Glyph of="shut" size={27} />,
  close: <Glyph of="shut" size={27} />,
  adjourn: <LogOut size={20} aria-hidden="true" />,
};

/** The large buttons of who presides. Cut and dump are one press: shutting takes one hand and no second thought. */
export function Desk({ view, act, onClose, onAdjourn }: DeskProps): ReactNode {
  const buttons = deskButtons(view);
  const press: Readonly<Record<DeskButton, () => void>> = {
    convene: () => act("convene"),
    begin_closed: () => act("shut", { phase: PHASES.closed }),
    go_on_record: () => act("ask", { phase: PHASES.onRecord }),
    reopen: () => act("ask", { phase: PHASES.onRecord }),
    stop: () => act("stop"),
    recess: () => act("shut", { phase: PHASES.recess }),
    cut: () => act("shut", { phase: PHASES.recess }),
    dump: () => act("dump"),
    hold: () => act("shut", { phase: PHASES.recess }),
    resume: () => act("shut", { phase: PHASES.closed }),
    close: onClose,
    adjourn: onAdjourn,
  };
  return (
    <fieldset className="strip__desk" aria-label={t("doors.desk")}>
      {buttons.map(({ button, reason }) => (
        <span key={button} data-act={button}>
          <BigButton
            icon={ICON[button]}
            look={button in LOOK ? LOOK[button as keyof typeof LOOK] : "plain"}
            small={more(view, button)}
            reason={reason}
            onPress={press[button]}
          >
            {t(`doors.button.${button}`)}
          </BigButton>
        </span>
      ))}
    </fieldset>
  );
}

/** What a button does, in small. After the cut a dump takes what still plays, however little that is. */
function more(view: View, button: DeskButton): string {
  if (button === "dump" && !isOnAir(view)) return t("doors.button.dump.after");
  return t(`doors.button.${button}.more`, { delay: view.outside?.delay ?? 0 });
}
