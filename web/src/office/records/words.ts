import { dateShort, moment, t, tWord } from "../../i18n";
import type { Names, RecordShown } from "../api";

const text = (value: unknown): string => (typeof value === "string" ? value : "");
/** The id of a record. */
export const ID = /^[a-z2-7]{26}$/;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** What the words of these fields stand under in the catalogue. */
const UNDER: Readonly<Record<string, string>> = {
  channel: "office.by",
  level: "office.at_level",
  initiated_by: "office.initiated",
  state: "office.state",
  type: "office.type",
};

/** "8 Jun" of a day without a zone. */
export const dayInWords = (day: string): string => dateShort(Date.parse(`${day}T12:00:00Z`) * 1000, "UTC");

/** What a record that others name is called; one that the reader may not see has no name. */
export function nameIn(names: Names, id: string): string {
  const found = names[id];
  if (!found) return t("office.unnamed");
  return found.kind === "engagement" ? tWord("office.by", found.name) : found.name;
}

/** What a record, or what may become one, is told by. */
export type Told = Pick<RecordShown, "kind" | "fields" | "names">;

interface Participant {
  readonly person: string;
}
const people = (row: Told, side: string): string =>
  ((row.fields[side] ?? []) as readonly Participant[]).map((p) => nameIn(row.names, p.person)).join(", ");

/** What a record is called in a list. */
export function titleOf(row: Told): string {
  if (row.kind === "engagement") {
    return t("office.contact_with", {
      channel: tWord("office.by", text(row.fields.channel)),
      who: people(row, "counterparts"),
    });
  }
  const { name, title, what, subject, place, country } = row.fields;
  return (
    text(name) || text(title) || text(what) || text(subject) || text(row.fields.text) || text(place) || text(country)
  );
}

/** What tells it from others of the same name. */
export function underTitle(row: RecordShown): string {
  const { official, owner, to, lead, country } = row.fields;
  switch (row.kind) {
    case "engagement":
      return people(row, "officials");
    case "person":
      return text(newestOffice(row)?.title);
    case "organisation":
      return [tWord("office.type", text(row.fields.type)), text(country)].filter(Boolean).join(", ");
    default: {
      const who = [official, owner, lead].find((id) => typeof id === "string");
      const parts = [who && nameIn(row.names, text(who)), to && nameIn(row.names, text(to))];
      return parts.filter(Boolean).join(", ");
    }
  }
}

interface Office {
  readonly title: string;
  readonly since: string | null;
}
function newestOffice(row: RecordShown): Office | undefined {
  const offices = (row.fields.offices ?? []) as readonly Office[];
  return [...offices].sort((a, b) => (b.since ?? "").localeCompare(a.since ?? ""))[0];
}

/** Smaller numbers count something; larger ones are instants, in microseconds. */
const COUNT = 1e14;

/** One value as one reads it. Instants are told in `zone`, records by their names. */
export function inWords(name: string, value: unknown, names: Names, zone: string | undefined): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return t(value ? "office.yes" : "office.no");
  if (typeof value === "number") return value < COUNT ? String(value) : moment(value, zone);
  if (typeof value === "string") {
    if (ID.test(value)) return nameIn(names, value);
    if (DAY.test(value)) return dayInWords(value);
    const under = UNDER[name];
    return under ? tWord(under, value) : value;
  }
  if (Array.isArray(value)) {
    const isRows = value.some((one) => typeof one === "object");
    return value.map((one) => inWords(name, one, names, zone)).join(isRows ? "; " : ", ");
  }
  return partsOf(value)
    .map(([inner, one]) => labelled(inner, inWords(inner, one, names, zone)))
    .filter(Boolean)
    .join(", ");
}

/** The parts of a row that hold something. */
export const partsOf = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value).filter(([, one]) => one !== null && one !== "" && !isEmpty(one));

/** Lists within a row are told with what they are. */
const LABELLED = ["topics", "countries", "topics_out", "countries_out"];
export const labelled = (name: string, said: string): string =>
  LABELLED.includes(name) ? t("office.labelled", { label: tWord("office.field", name), value: said }) : said;

/** Fields that say something only when they are so. */
const SAID_IF: Readonly<Record<string, boolean>> = {
  happened: false,
  on_record: true,
  is_ours: true,
  is_official: true,
};

/** The fields of a record that hold something, in their order. */
export function fieldsOf(row: Told): readonly (readonly [string, unknown])[] {
  return Object.entries(row.fields).filter(([name, value]) => {
    if (name in SAID_IF) return value === SAID_IF[name];
    return name !== "passage" && name !== "meeting" && value !== null && value !== "" && !isEmpty(value);
  });
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;
