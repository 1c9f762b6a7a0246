import { ChevronDown, ChevronUp, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { t } from "../../i18n";
import { IconButton } from "../../ui";

interface RowActsProps {
  readonly name: string;
  readonly index: number;
  readonly count: number;
  readonly onMove: (by: number) => void;
  readonly onRemove: () => void;
}

/** Order and removal of one row of a list. */
export function RowActs({ name, index, count, onMove, onRemove }: RowActsProps): ReactNode {
  return (
    <span className="row row-acts">
      <IconButton
        label={t("meetings.up", { name })}
        reason={index === 0 ? t("meetings.is_first") : null}
        onPress={() => onMove(-1)}
      >
        <ChevronUp size={18} aria-hidden="true" />
      </IconButton>
      <IconButton
        label={t("meetings.down", { name })}
        reason={index === count - 1 ? t("meetings.is_last") : null}
        onPress={() => onMove(1)}
      >
        <ChevronDown size={18} aria-hidden="true" />
      </IconButton>
      <IconButton label={t("meetings.remove", { name })} onPress={onRemove}>
        <Trash2 size={16} aria-hidden="true" />
      </IconButton>
    </span>
  );
}
