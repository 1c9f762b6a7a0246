import { type ReactNode, useState } from "react";
import { t } from "../../i18n";
import { Field, TextField } from "../../ui";
import type { SectionProps } from "./PlanForm";
import { fieldId } from "./planErrors";
import { Section } from "./Section";
import { toInstant, toLocal, zones } from "./zone";

/** Its year has four digits: without a latest time browsers wait for two more. */
const LATEST = "9999-12-31T23:59";

/** Title, purpose, and when it begins where. */
export function Basics({ plan, change, errors }: SectionProps): ReactNode {
  const [local, setLocal] = useState(() => toLocal(plan.starts, plan.zone));
  const [all] = useState(() => zones(plan.zone));
  const begin = (text: string, zone: string): void => {
    setLocal(text);
    change({ ...plan, zone, starts: toInstant(text, zone) ?? 0 });
  };
  return (
    <Section name="basics" title={t("meetings.basics")} more={t("meetings.basics_more")}>
      <div className="stack stack--4">
        <TextField
          id={fieldId("title")}
          label={t("meetings.title")}
          value={plan.title}
          maxLength={200}
          error={errors.get("title")}
          onChange={(title) => change({ ...plan, title })}
        />
        <TextField
          id={fieldId("purpose")}
          label={t("meetings.purpose")}
          hint={t("meetings.purpose_hint")}
          rows={2}
          value={plan.purpose}
          maxLength={2000}
          error={errors.get("purpose")}
          onChange={(purpose) => change({ ...plan, purpose })}
        />
        <div className="grid2">
          <TextField
            id={fieldId("starts")}
            label={t("meetings.starts")}
            type="datetime-local"
            max={LATEST}
            value={local}
            error={errors.get("starts")}
            onChange={(text) => begin(text, plan.zone)}
          />
          <Field id={fieldId("zone")} label={t("meetings.zone")} error={errors.get("zone")}>
            {(ids) => (
              <select
                {...ids}
                className="input"
                value={plan.zone}
                onChange={(event) => begin(local, event.target.value)}
              >
                {all.map((zone) => (
                  <option key={zone}>{zone}</option>
                ))}
              </select>
            )}
          </Field>
        </div>
      </div>
    </Section>
  );
}
