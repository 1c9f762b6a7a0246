import type { RecordShown } from "../api";

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What a record is called in a list. */
export function titleOf(row: RecordShown): string {
  const { name, title, what, place, country } = row.fields;
  return text(name) || text(title) || text(what) || text(place) || text(country);
}

/** The plain fields of a record that hold something, for reading; ids and lists of people are left to others. */
export function plainFields(row: RecordShown): readonly (readonly [string, string])[] {
  return Object.entries(row.fields).flatMap(([name, value]) => {
    const shown = Array.isArray(value) && value.every((one) => typeof one === "string") ? value.join(", ") : value;
    const isId = typeof shown === "string" && /^[a-z2-7]{26}$/.test(shown);
    return typeof shown === "string" && shown !== "" && !isId ? [[name, shown] as const] : [];
  });
}
