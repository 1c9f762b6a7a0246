import type { ReactNode } from "react";
import type { ShownItem, View } from "../../api/model";
import { t } from "../../i18n";
import { Button, Glyph } from "../../ui";

interface AgendaProps {
  readonly view: View;
  readonly onTakeUp: (item: string) => void;
}

/** The agenda. A closed title is on screen only when the view gives one: nothing secret in a picture of this page. */
export function AgendaPanel({ view, onTakeUp }: AgendaProps): ReactNode {
  const current = view.agenda.find((item) => item.current);
  const canTake = view.can.take_up;
  return (
    <div className="side__sec" data-testid="agenda">
      <h2>
        {t("floor.agenda")}
        {current && (
          <span className="count">{t("floor.of", { number: current.number, total: view.agenda.length })}</span>
        )}
      </h2>
      {view.agenda.length === 0 && <p className="small muted">{t("floor.no_items")}</p>}
      <ol className="agenda">
        {view.agenda.map((item) => (
          <li key={item.id} aria-current={item.current ? "step" : undefined} data-item={item.id}>
            <span className="agenda__n">{item.number}</span>
            <div className="grow">
              <ItemTitle item={item} />
              {canTake !== undefined && !item.current && (
                <Button
                  size="sm"
                  look="ghost"
                  reason={canTake}
                  label={t("floor.take_up_label", { number: item.number })}
                  onPress={() => onTakeUp(item.id)}
                >
                  {t("floor.take_up")}
                </Button>
              )}
            </div>
            <span className="num tiny faint">{t("floor.minutes", { count: item.minutes })}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function ItemTitle({ item }: { readonly item: ShownItem }): ReactNode {
  if (item.closed_title !== null) {
    return (
      <>
        <div data-closed-title>{item.closed_title}</div>
        <div className="tiny muted">{t("floor.outside_reads", { title: item.open_title })}</div>
      </>
    );
  }
  return (
    <>
      <div>{item.open_title}</div>
      {item.has_closed_title && (
        <div className="agenda__closed">
          <Glyph of="shut" size={16} />
          <span>{t("floor.hidden")}</span>
        </div>
      )}
    </>
  );
}
