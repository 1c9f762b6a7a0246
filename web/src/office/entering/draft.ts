import { ownZone, toInstant, toLocal } from "../../house/meetings/zone";
import type { Asked } from "./form";

/** What stands in a form: texts as typed, ids of records, rows of the same again. */
export type Typed = string | boolean | readonly string[] | readonly Draft[] | Passage | null;
export interface Draft {
  readonly [name: string]: Typed;
}
export interface Passage {
  readonly meeting: string;
  readonly since: number;
  readonly until: number;
}
export type Fields = Readonly<Record<string, unknown>>;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const zoneOf = (from: Fields | Draft): string => text(from.zone) || ownZone();

/** A form with what a record holds; with usual values where there is none yet. */
export function toDraft(form: readonly Asked[], fields: Fields, zone = zoneOf(fields)): Draft {
  return Object.fromEntries(form.map((asked) => [asked.name, typed(asked, fields[asked.name], zone)]));
}

function typed({ name, control, required }: Asked, value: unknown, zone: string): Typed {
  switch (control.as) {
    case "box":
      return typeof value === "boolean" ? value : name === "happened";
    case "words":
    case "countries":
      return list(value).join(", ");
    case "instant":
      return typeof value === "number" ? toLocal(value, zone) : "";
    case "zone":
      return zone;
    case "choice":
      return text(value) || (required ? (control.of[0] ?? "") : "");
    case "records":
      return list(value).map(text);
    case "rows":
      return rows(control.of, list(value) as readonly Fields[], required, zone);
    case "passage":
      return (value ?? null) as Passage | null;
    default:
      return text(value);
  }
}

/** What must have a row begins with one. */
const rows = (of: readonly Asked[], values: readonly Fields[], required: true | undefined, zone: string): Draft[] =>
  (values.length || !required ? values : [{}]).map((row) => toDraft(of, row, zone));

/** The fields to send. `base` is the record as it stands: what the form does not ask for stays. */
export function toFields(form: readonly Asked[], draft: Draft, base: Fields = {}, zone = zoneOf(draft)): Fields {
  const sent = form.map((asked) => [asked.name, meant(asked, draft[asked.name], base[asked.name], zone)] as const);
  return { ...base, ...Object.fromEntries(sent) };
}

function meant({ control }: Asked, value: Typed | undefined, before: unknown, zone: string): unknown {
  switch (control.as) {
    case "words":
      return parts(text(value));
    case "countries":
      return parts(text(value).toUpperCase());
    case "instant":
      return toInstant(text(value), zone);
    case "country":
      return text(value).trim().toUpperCase() || null;
    case "record":
    case "day":
    case "choice":
      return text(value) || null;
    case "rows": {
      const was = list(before) as readonly Fields[];
      return (value as readonly Draft[]).map((row, n) => withoutEmpty(toFields(control.of, row, was[n] ?? {}, zone)));
    }
    default:
      return value;
  }
}

/** A checksum that nobody knows is none. */
const withoutEmpty = (row: Fields): Fields => ("sha256" in row ? { ...row, sha256: row.sha256 || null } : row);

const parts = (said: string): readonly string[] =>
  said
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
