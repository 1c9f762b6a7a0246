import "./outside.css";
import type { ReactNode } from "react";
import type { ShownOutside } from "../../api/model";
import { t } from "../../i18n";
import { Button } from "../../ui";

const LAYOUTS = ["auto", "one", "two", "all"] as const;

interface LayoutChoiceProps {
  readonly outside: ShownOutside;
  readonly reason: string | null;
  readonly onChoose: (layout: string) => void;
}

/** How the programme is laid out. The automatic layout follows the floor. */
export function LayoutChoice({ outside, reason, onChoose }: LayoutChoiceProps): ReactNode {
  return (
    <fieldset className="layouts" data-testid="layout">
      <legend className="label">{t("outside.layout")}</legend>
      <div className="row row--wrap">
        {LAYOUTS.map((layout) => (
          <Button
            key={layout}
            size="sm"
            pressed={layout === outside.layout}
            reason={reason}
            onPress={() => layout !== outside.layout && onChoose(layout)}
          >
            {t(`outside.layout.${layout}`)}
          </Button>
        ))}
      </div>
      <p className="tiny muted">{t("outside.layout_more")}</p>
    </fieldset>
  );
}
