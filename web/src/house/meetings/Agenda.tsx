import { Plus } from "lucide-react";
import type { ReactNode } from "react";
import type { PlanItem } from "../../api/model";
import { clock, t, tWord } from "../../i18n";
import { Button, Glyph, TextField } from "../../ui";
import { Field } from "../../ui/Field";
import type { SectionProps } from "./PlanForm";
import { phaseGlyph, plannable } from "./phases";
import { itemStarts, move, newItem, removeAt, replaceAt } from "./plan";
import { fieldId } from "./planErrors";
import { RowActs } from "./RowActs";
import { Section } from "./Section";

/** The agenda: for each item an open and a closed title side by side, its phase and its length. */
export function Agenda({ plan, change, errors, profile }: SectionProps): ReactNode {
  const set = (items: readonly PlanItem[]): void => change({ ...plan, items });
  const phases = plannable(profile?.phases ?? []);
  const starts = itemStarts(plan.starts, plan.items);
  const add = (): void => set([...plan.items, newItem(plan.items.at(-1)?.phase ?? phases[0] ?? "")]);
  return (
    <Section name="agenda" title={t("meetings.agenda")} more={t("meetings.agenda_more")} error={errors.get("items")}>
      {plan.items.length === 0 && <p className="muted">{t("meetings.no_items")}</p>}
      {plan.items.length > 0 && (
        <ol className="ag">
          {plan.items.map((item, index) => (
            <li key={item.id} className="ag__row">
              <ItemFields
                item={item}
                n={index + 1}
                phases={phases}
                errors={errors}
                onChange={(next) => set(replaceAt(plan.items, index, next))}
              >
                <span className="small muted num">{clock(starts[index] ?? plan.starts, plan.zone)}</span>
                <RowActs
                  name={item.open_title.trim() || t("meetings.item_n", { n: index + 1 })}
                  index={index}
                  count={plan.items.length}
                  onMove={(by) => set(move(plan.items, index, by))}
                  onRemove={() => set(removeAt(plan.items, index))}
                />
              </ItemFields>
            </li>
          ))}
        </ol>
      )}
      <Button size="sm" onPress={add}>
        <Plus size={14} aria-hidden="true" />
        {t("meetings.add_item")}
      </Button>
    </Section>
  );
}

interface ItemFieldsProps {
  readonly item: PlanItem;
  readonly n: number;
  readonly phases: readonly string[];
  readonly errors: ReadonlyMap<string, string>;
  readonly onChange: (item: Partial<PlanItem>) => void;
  /** Its time and its place in the order. */
  readonly children: ReactNode;
}

function ItemFields({ item, n, phases, errors, onChange, children }: ItemFieldsProps): ReactNode {
  const at = `items.${n - 1}`;
  return (
    <>
      <span className="ag__n num" aria-hidden="true">
        {n}
      </span>
      <div className="ag__titles">
        <TextField
          id={fieldId(`${at}.open_title`)}
          label={t("meetings.open_title")}
          value={item.open_title}
          maxLength={200}
          error={errors.get(`${at}.open_title`)}
          onChange={(open_title) => onChange({ open_title })}
        />
        <div className="ag__in">
          <TextField
            id={fieldId(`${at}.closed_title`)}
            label={t("meetings.closed_title")}
            value={item.closed_title}
            maxLength={200}
            error={errors.get(`${at}.closed_title`)}
            onChange={(closed_title) => onChange({ closed_title })}
          />
        </div>
      </div>
      <div className="ag__when">
        <Field id={fieldId(`${at}.phase`)} label={t("meetings.phase")} error={errors.get(`${at}.phase`)}>
          {(ids) => (
            <span className="row">
              <Glyph of={phaseGlyph(item.phase)} size={18} />
              <select
                {...ids}
                className="input"
                value={item.phase}
                onChange={(event) => onChange({ phase: event.target.value })}
              >
                {phases.map((phase) => (
                  <option key={phase} value={phase}>
                    {tWord("phase", phase)}
                  </option>
                ))}
              </select>
            </span>
          )}
        </Field>
        <TextField
          id={fieldId(`${at}.minutes`)}
          label={t("meetings.minutes")}
          type="number"
          value={String(item.minutes)}
          error={errors.get(`${at}.minutes`)}
          onChange={(text) => onChange({ minutes: text === "" ? 0 : Number(text) })}
        />
        <div className="ag__foot">{children}</div>
      </div>
    </>
  );
}
