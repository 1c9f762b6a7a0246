import { t, tWord } from "../../i18n";
import { fieldsOf, ID, inWords, type Told, titleOf } from "../records/words";
import type { Line } from "./api";

/** Kinds that a calendar's event can be accepted as. */
export const ACCEPTED_AS = ["engagement", "travel", "public_event"] as const;
export type AcceptedAs = (typeof ACCEPTED_AS)[number];
export const isAcceptable = (kind: string | null): kind is AcceptedAs =>
  (ACCEPTED_AS as readonly (string | null)[]).includes(kind);

/** States in the order in which they ask for a hand. */
const STATES = ["fault", "proposed", "left_out", "entered", "corrected", "accepted", "declined", "known", "unchanged"];

/** How many lines are in each state, what asks for a hand first. */
export function countsOf(lines: readonly Line[]): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const { state } of lines) counts.set(state, (counts.get(state) ?? 0) + 1);
  const place = (state: string): number => (STATES.indexOf(state) + STATES.length + 1) % (STATES.length + 1);
  return [...counts].sort(([one], [other]) => place(one) - place(other));
}

/** The records that lines became or name. */
export function idsIn(lines: readonly Line[]): readonly string[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value === "string" && ID.test(value)) found.add(value);
    else if (typeof value === "object" && value !== null) for (const one of Object.values(value)) walk(one);
  };
  for (const { record, fields } of lines) walk([record, fields]);
  return [...found].sort();
}

/** Where in a line something else was expected, and what. */
export function expectedIn({ field, expected }: Line): string {
  const what = expected && t("office.expected", { what: expected });
  return [field && t("office.line_field", { field }), what].filter(Boolean).join(" ");
}

/** A proposal as a record that is not entered yet. */
export const toldBy = (line: Line, names: Told["names"]): Told => ({
  kind: line.kind ?? "",
  fields: line.fields ?? {},
  names,
});

/** What a calendar says besides the title. */
export function detailsOf(told: Told): string {
  const zone = typeof told.fields.zone === "string" ? told.fields.zone : undefined;
  const title = titleOf(told);
  return fieldsOf(told)
    .filter(([name]) => name !== "zone" && name !== "channel")
    .map(([name, value]) => [name, inWords(name, value, told.names, zone)] as const)
    .filter(([, said]) => said !== "" && said !== title)
    .map(([name, said]) => t("office.labelled", { label: tWord("office.field", name), value: said }))
    .join("; ");
}
