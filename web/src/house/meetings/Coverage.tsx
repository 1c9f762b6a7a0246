import { Info } from "lucide-react";
import type { ReactNode } from "react";
import type { Coverage as Label, Profile } from "../../api/model";
import { t } from "../../i18n";
import { Field, TextField } from "../../ui";
import type { SectionProps } from "./PlanForm";
import { withProfile } from "./plan";
import { fieldId } from "./planErrors";
import { Section } from "./Section";

export const COVERAGES: readonly Label[] = [
  "open_press",
  "pooled_press",
  "pooled_spray_at_top",
  "closed_press",
  "host_determined",
  "virtual_open",
];

/** The coverage label and the institution's rules. A profile that cannot be used yet is shown, with the reason. */
export function Coverage({
  plan,
  change,
  errors,
  profile,
  profiles,
}: SectionProps & { readonly profiles: readonly Profile[] }): ReactNode {
  const isClosed = plan.coverage === "closed_press";
  const choose = (id: string): void => {
    const next = profiles.find((one) => one.id === id);
    if (next) change(withProfile(plan, next));
  };
  return (
    <Section name="coverage" title={t("meetings.coverage_and_rules")} more={t("meetings.coverage_more")}>
      <div className="grid2">
        <Field
          id={fieldId("coverage")}
          label={t("meetings.coverage")}
          hint={t(isClosed ? "meetings.coverage_closed" : "meetings.coverage_hint")}
          error={errors.get("coverage")}
        >
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={plan.coverage}
              onChange={(event) => change({ ...plan, coverage: event.target.value as Label })}
            >
              {COVERAGES.map((one) => (
                <option key={one} value={one}>
                  {t(`coverage.${one}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        {!isClosed && (
          <TextField
            id={fieldId("delay")}
            label={t("meetings.delay")}
            hint={t("meetings.delay_hint")}
            type="number"
            value={String(plan.delay)}
            error={errors.get("delay")}
            onChange={(text) => change({ ...plan, delay: text === "" ? 0 : Number(text) })}
          />
        )}
        <Field
          id={fieldId("profile")}
          label={t("meetings.profile")}
          hint={profile?.summary}
          error={errors.get("profile")}
        >
          {(ids) => (
            <select {...ids} className="input" value={plan.profile} onChange={(event) => choose(event.target.value)}>
              {profiles.map((one) => (
                <option key={one.id} value={one.id} disabled={one.missing.length > 0}>
                  {one.missing.length > 0 ? t("meetings.profile_missing", { name: one.name }) : one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
      </div>
      {profiles.some((one) => one.missing.length > 0) && (
        <div className="stack unusable">
          {profiles
            .filter((one) => one.missing.length > 0)
            .map((one) => (
              <Missing key={one.id} profile={one} />
            ))}
        </div>
      )}
    </Section>
  );
}

function Missing({ profile }: { readonly profile: Profile }): ReactNode {
  return (
    <div className="notebox">
      <Info size={18} aria-hidden="true" />
      <div className="small">
        <b>{t("meetings.profile_not", { name: profile.name })}</b>
        <ul>
          {profile.missing.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
