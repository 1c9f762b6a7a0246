import type { ReactNode } from "react";
import type { PlanDelegation, PlanSeat, Profile } from "../../api/model";
import { t, tWord } from "../../i18n";
import { Field, TextField } from "../../ui";
import { plannable } from "./phases";
import { fieldId } from "./planErrors";

interface SeatFieldsProps {
  readonly seat: PlanSeat;
  readonly index: number;
  readonly delegations: readonly PlanDelegation[];
  readonly profile: Profile | undefined;
  readonly errors: ReadonlyMap<string, string>;
  readonly onChange: (seat: Partial<PlanSeat>) => void;
}

export function SeatFields({ seat, index, delegations, profile, errors, onChange }: SeatFieldsProps): ReactNode {
  const field = (name: keyof PlanSeat): { id: string; error: string | undefined } => ({
    id: fieldId(`seats.${index}.${name}`),
    error: errors.get(`seats.${index}.${name}`),
  });
  const setRole = (role: string): void =>
    onChange({ role, holds_key: seat.holds_key && (profile?.key_roles.includes(role) ?? false) });
  return (
    <>
      <div className="seat-grid">
        <TextField
          {...field("form")}
          label={t("meetings.form")}
          value={seat.form}
          maxLength={200}
          onChange={(form) => onChange({ form })}
        />
        <TextField
          {...field("person")}
          label={t("meetings.person")}
          value={seat.person}
          maxLength={200}
          onChange={(person) => onChange({ person })}
        />
        <TextField
          {...field("title")}
          label={t("meetings.office")}
          value={seat.title}
          maxLength={200}
          onChange={(title) => onChange({ title })}
        />
        <Field {...field("role")} label={t("meetings.role")}>
          {(ids) => (
            <select {...ids} className="input" value={seat.role} onChange={(event) => setRole(event.target.value)}>
              {profile?.roles.map((one) => (
                <option key={one.role} value={one.role}>
                  {one.inside ? one.label : t("meetings.role_outside", { label: one.label })}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field {...field("delegation")} label={t("meetings.delegation")}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={seat.delegation}
              onChange={(event) => onChange({ delegation: event.target.value })}
            >
              <option value="">{t("meetings.no_delegation")}</option>
              {delegations.map((one, n) => (
                <option key={one.id} value={one.id}>
                  {one.name || t("meetings.delegation_n", { n: n + 1 })}
                </option>
              ))}
            </select>
          )}
        </Field>
        <TextField
          {...field("address")}
          label={t("meetings.address")}
          type="email"
          value={seat.address}
          maxLength={254}
          onChange={(address) => onChange({ address: address.trim() })}
        />
      </div>
      <KeyHolder seat={seat} canHold={profile?.key_roles.includes(seat.role) ?? false} onChange={onChange} />
      <NamedFor seat={seat} phases={profile?.phases ?? []} onChange={onChange} />
    </>
  );
}

interface PartProps {
  readonly seat: PlanSeat;
  readonly onChange: (seat: Partial<PlanSeat>) => void;
}

function KeyHolder({ seat, canHold, onChange }: PartProps & { readonly canHold: boolean }): ReactNode {
  return (
    <label className="row tick">
      <input
        type="checkbox"
        checked={seat.holds_key}
        aria-disabled={!canHold || undefined}
        onChange={(event) => canHold && onChange({ holds_key: event.target.checked })}
      />
      {t("meetings.holds_key")}
      {!canHold && <span className="hint">{t("meetings.no_key")}</span>}
    </label>
  );
}

function NamedFor({ seat, phases, onChange }: PartProps & { readonly phases: readonly string[] }): ReactNode {
  const toggle = (phase: string, isNamed: boolean): void =>
    onChange({ named_for: isNamed ? [...seat.named_for, phase] : seat.named_for.filter((one) => one !== phase) });
  return (
    <details open={seat.named_for.length > 0}>
      <summary className="small">{t("meetings.named_for")}</summary>
      <p className="hint">{t("meetings.named_for_hint")}</p>
      <div className="row row--3 row--wrap">
        {plannable(phases).map((phase) => (
          <label key={phase} className="row tick">
            <input
              type="checkbox"
              checked={seat.named_for.includes(phase)}
              onChange={(event) => toggle(phase, event.target.checked)}
            />
            {tWord("phase", phase)}
          </label>
        ))}
      </div>
    </details>
  );
}
