import type { ReactNode } from "react";
import { t } from "../../i18n";
import { LEVELS, type Level } from "../api";

interface LevelChoiceProps {
  /** None chosen means all. */
  readonly chosen: readonly Level[];
  readonly onChoose: (levels: readonly Level[]) => void;
}

/** At which level a contact counts: the lower one of both sides. */
export function LevelChoice({ chosen, onChoose }: LevelChoiceProps): ReactNode {
  return (
    <fieldset className="seg">
      <legend className="vh">{t("office.level")}</legend>
      <button type="button" aria-pressed={chosen.length === 0} onClick={() => onChoose([])}>
        {t("office.all_levels")}
      </button>
      {LEVELS.map((level) => (
        <button type="button" key={level} aria-pressed={chosen.includes(level)} onClick={() => onChoose([level])}>
          {t(`office.level.${level}`)}
        </button>
      ))}
    </fieldset>
  );
}
