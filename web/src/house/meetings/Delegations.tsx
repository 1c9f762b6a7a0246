import { Minus, Plus } from "lucide-react";
import type { ReactNode } from "react";
import type { DelegationKind, PlanDelegation } from "../../api/model";
import { t } from "../../i18n";
import { Button, Field, Flag, IconButton, TextField } from "../../ui";
import type { SectionProps } from "./PlanForm";
import { move, newDelegation, replaceAt, withoutDelegation } from "./plan";
import { fieldId } from "./planErrors";
import { RowActs } from "./RowActs";
import { Section } from "./Section";

const KINDS: readonly DelegationKind[] = ["state", "institution", "foundation", "company", "community"];
const MOST_COLOURS = 4;
const FIRST_COLOUR = "#1f3f78";

/** The sides of the meeting, in protocol order. */
export function Delegations({ plan, change, errors }: SectionProps): ReactNode {
  const set = (delegations: readonly PlanDelegation[]): void => change({ ...plan, delegations });
  return (
    <Section
      name="delegations"
      title={t("meetings.delegations")}
      more={t("meetings.delegations_more")}
      error={errors.get("delegations")}
    >
      <ul className="cards">
        {plan.delegations.map((one, index) => {
          const name = one.name.trim() || t("meetings.delegation_n", { n: index + 1 });
          const edit = (next: Partial<PlanDelegation>): void => set(replaceAt(plan.delegations, index, next));
          return (
            <li key={one.id} className="panel card">
              <div className="row row--3">
                <Flag colours={one.colours} width={30} />
                <b className="grow">{name}</b>
                <RowActs
                  name={name}
                  index={index}
                  count={plan.delegations.length}
                  onMove={(by) => set(move(plan.delegations, index, by))}
                  onRemove={() => change(withoutDelegation(plan, index))}
                />
              </div>
              <div className="deleg-grid">
                <TextField
                  id={fieldId(`delegations.${index}.name`)}
                  label={t("meetings.name")}
                  value={one.name}
                  maxLength={200}
                  error={errors.get(`delegations.${index}.name`)}
                  onChange={(text) => edit({ name: text })}
                />
                <Field
                  id={fieldId(`delegations.${index}.kind`)}
                  label={t("meetings.kind")}
                  error={errors.get(`delegations.${index}.kind`)}
                >
                  {(ids) => (
                    <select
                      {...ids}
                      className="input"
                      value={one.kind}
                      onChange={(event) => edit({ kind: event.target.value as DelegationKind })}
                    >
                      {KINDS.map((kind) => (
                        <option key={kind} value={kind}>
                          {t(`meetings.kind.${kind}`)}
                        </option>
                      ))}
                    </select>
                  )}
                </Field>
                <Colours name={name} colours={one.colours} onChange={(colours) => edit({ colours })} />
              </div>
            </li>
          );
        })}
      </ul>
      <Button size="sm" onPress={() => set([...plan.delegations, newDelegation()])}>
        <Plus size={14} aria-hidden="true" />
        {t("meetings.add_delegation")}
      </Button>
    </Section>
  );
}

interface ColoursProps {
  readonly name: string;
  readonly colours: readonly string[];
  readonly onChange: (colours: readonly string[]) => void;
}

/** Up to four stripes of the delegation's mark. */
function Colours({ name, colours, onChange }: ColoursProps): ReactNode {
  return (
    <fieldset className="field">
      <legend className="label">{t("meetings.colours")}</legend>
      <div className="row">
        {colours.map((colour, index) => (
          <input
            // biome-ignore lint/suspicious/noArrayIndexKey: a stripe has no identity but its place
            key={index}
            type="color"
            className="input colour"
            aria-label={t("meetings.colour_n", { n: index + 1, name })}
            value={colour}
            onChange={(event) => onChange(colours.map((old, at) => (at === index ? event.target.value : old)))}
          />
        ))}
        {colours.length < MOST_COLOURS && (
          <IconButton label={t("meetings.add_colour")} onPress={() => onChange([...colours, FIRST_COLOUR])}>
            <Plus size={16} aria-hidden="true" />
          </IconButton>
        )}
        {colours.length > 0 && (
          <IconButton label={t("meetings.remove_colour")} onPress={() => onChange(colours.slice(0, -1))}>
            <Minus size={16} aria-hidden="true" />
          </IconButton>
        )}
      </div>
    </fieldset>
  );
}
