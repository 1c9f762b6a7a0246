import { type ReactNode, useState } from "react";
import type { View } from "../../api/model";
import { t } from "../../i18n";
import { type Pane, panes } from "./panes";

interface SideProps {
  readonly view: View;
  readonly isTalking: boolean;
  readonly content: Readonly<Record<Pane, ReactNode>>;
}

/** The side of the stage: all of it beside the tiles, or one part at a time where there is no room. */
export function Side({ view, isTalking, content }: SideProps): ReactNode {
  const shown = panes(view, isTalking);
  const [chosen, setChosen] = useState<Pane | null>(null);
  const pane = isTalking ? "messages" : chosen !== null && shown.includes(chosen) ? chosen : (shown[0] ?? "agenda");
  return (
    <aside className="side" aria-label={t("stage.proceedings")} data-pane={pane}>
      <nav className="side__tabs only-phone" aria-label={t("stage.proceedings")}>
        {shown.map((name) => (
          <button key={name} type="button" aria-pressed={name === pane} onClick={() => setChosen(name)}>
            {t(`stage.tab.${name}`)}
          </button>
        ))}
      </nav>
      {shown.map((name) => (
        <div key={name} className="side__pane" data-of={name}>
          {content[name]}
        </div>
      ))}
    </aside>
  );
}
