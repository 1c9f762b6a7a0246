import type { FieldError } from "../../api/http";
import type { Plan, Profile } from "../../api/model";
import { isZone } from "./zone";

/** What the page itself can see is wrong with a plan. The api checks again; its field names are the same. */

export type PlanErrors = ReadonlyMap<string, string>;

/** Reasons are keys of the catalogue (`meetings.error.<reason>`). */
export type Reason =
  | "title"
  | "zone"
  | "starts"
  | "profile"
  | "name"
  | "person"
  | "role"
  | "address"
  | "minutes"
  | "delay"
  | "item";

const ADDRESS = /^[^\s@<>,;:"\\()[\]]+@[^\s@<>,;:"\\()[\]]+$/;

export function planErrors(plan: Plan, profile: Profile | undefined): ReadonlyMap<string, Reason> {
  const found = new Map<string, Reason>();
  const need = (field: string, isRight: boolean, reason: Reason): void => {
    if (!isRight) found.set(field, reason);
  };
  need("title", plan.title.trim() !== "", "title");
  need("zone", isZone(plan.zone), "zone");
  need("starts", Number.isSafeInteger(plan.starts) && plan.starts > 0, "starts");
  need("profile", profile !== undefined && profile.missing.length === 0, "profile");
  need("delay", Number.isInteger(plan.delay) && plan.delay >= 0 && plan.delay <= 60, "delay");
  plan.delegations.forEach((one, n) => {
    need(`delegations.${n}.name`, one.name.trim() !== "", "name");
  });
  plan.seats.forEach((seat, n) => {
    need(`seats.${n}.person`, seat.person.trim() !== "", "person");
    need(`seats.${n}.role`, profile?.roles.some((one) => one.role === seat.role) ?? true, "role");
    need(`seats.${n}.address`, seat.address === "" || ADDRESS.test(seat.address), "address");
  });
  plan.items.forEach((item, n) => {
    need(`items.${n}.open_title`, item.open_title.trim() !== "" || item.closed_title.trim() !== "", "item");
    need(`items.${n}.minutes`, Number.isInteger(item.minutes) && item.minutes >= 0 && item.minutes <= 1440, "minutes");
  });
  return found;
}

/** What the api refused, by field. Faults of a whole list (`seats`) stand under the list's name. */
export const refusedFields = (errors: readonly FieldError[]): PlanErrors =>
  new Map(errors.map((error) => [error.field, error.expected]));

/** The element id of a field, for the links in the list of errors. */
export const fieldId = (field: string): string => `plan-${field.replaceAll(".", "-")}`;

export type SectionName = "basics" | "delegations" | "agenda" | "coverage" | "seats";

/** The section of the form that a field belongs to. */
export function sectionOf(field: string): SectionName {
  if (field.startsWith("delegations")) return "delegations";
  if (field.startsWith("items")) return "agenda";
  if (field.startsWith("seats")) return "seats";
  return ["coverage", "profile", "delay"].includes(field) ? "coverage" : "basics";
}
