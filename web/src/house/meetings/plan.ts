import { newId } from "../../api/ids";
import type { Plan, PlanDelegation, PlanItem, PlanSeat, Profile } from "../../api/model";

/** Making and changing a plan: values in, a new plan out. */

const HOUR_US = 3_600_000_000;

/** A fresh plan, at the next full hour but one. */
export function emptyPlan(profile: Profile | undefined, now: number, zone: string): Plan {
  return {
    title: "",
    purpose: "",
    starts: (Math.floor(now / HOUR_US) + 2) * HOUR_US,
    zone,
    coverage: "pooled_spray_at_top",
    profile: profile?.id ?? "",
    delegations: [],
    seats: [],
    items: [],
    delay: 15,
  };
}

export const newDelegation = (): PlanDelegation => ({ id: newId(), name: "", kind: "state", colours: [] });

export const newSeat = (profile: Profile | undefined, delegation: string): PlanSeat => ({
  id: newId(),
  person: "",
  role: profile?.roles[0]?.role ?? "",
  title: "",
  form: "",
  delegation,
  holds_key: false,
  named_for: [],
  address: "",
});

export const newItem = (phase: string): PlanItem => ({
  id: newId(),
  open_title: "",
  closed_title: "",
  phase,
  minutes: 10,
});

/** The list with one element changed. */
export const replaceAt = <T>(list: readonly T[], index: number, change: Partial<T>): readonly T[] =>
  list.map((one, at) => (at === index ? { ...one, ...change } : one));

export const removeAt = <T>(list: readonly T[], index: number): readonly T[] => list.filter((_, at) => at !== index);

/** The list with one element moved by `by`; the same list when it would leave it. */
export function move<T>(list: readonly T[], index: number, by: number): readonly T[] {
  const target = index + by;
  const moved = list[index];
  if (moved === undefined || target < 0 || target >= list.length) return list;
  const rest = removeAt(list, index);
  return [...rest.slice(0, target), moved, ...rest.slice(target)];
}

/** A delegation taken away leaves its seats without one. */
export function withoutDelegation(plan: Plan, index: number): Plan {
  const gone = plan.delegations[index]?.id;
  return {
    ...plan,
    delegations: removeAt(plan.delegations, index),
    seats: plan.seats.map((seat) => (seat.delegation === gone ? { ...seat, delegation: "" } : seat)),
  };
}

/** Another profile: roles and phases it does not know become its first ones; keys stay only where it allows them. */
export function withProfile(plan: Plan, profile: Profile): Plan {
  const roles = new Set(profile.roles.map((one) => one.role));
  const first = profile.roles[0]?.role ?? "";
  return {
    ...plan,
    profile: profile.id,
    seats: plan.seats.map((seat) => {
      const role = roles.has(seat.role) ? seat.role : first;
      const named = seat.named_for.filter((phase) => profile.phases.includes(phase));
      return { ...seat, role, named_for: named, holds_key: seat.holds_key && profile.key_roles.includes(role) };
    }),
    items: plan.items.map((item) =>
      profile.phases.includes(item.phase) ? item : { ...item, phase: profile.phases[0] ?? "" },
    ),
  };
}

/** When each item begins, in microseconds: the meeting's start and the minutes before it. */
export function itemStarts(starts: number, items: readonly { readonly minutes: number }[]): readonly number[] {
  let at = starts;
  return items.map((item) => {
    const begin = at;
    at += item.minutes * 60_000_000;
    return begin;
  });
}
