import type { CSSProperties, ReactNode } from "react";
import { t } from "../../i18n";

const SHAPE = [0.6, 1, 0.75] as const;
const REST = 0.2;

/** How loud somebody is, 0 to 1, as three bars: only the level, never who "has" the picture. */
export function Bars({ level }: { readonly level: number }): ReactNode {
  const loud = Math.min(1, Math.sqrt(Math.max(0, level)) * 1.6);
  return (
    <span className="mic mic--on" role="img" aria-label={t("stage.mic.on")}>
      <span className="bars" aria-hidden="true">
        {SHAPE.map((share) => (
          <i key={share} style={{ "--h": `${Math.round(Math.max(REST, loud * share) * 100)}%` } as CSSProperties} />
        ))}
      </span>
    </span>
  );
}
