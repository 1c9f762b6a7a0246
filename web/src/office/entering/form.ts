import type { Key } from "../../i18n";

/** The kinds of records that a person enters, in the order of use. */
export const ENTERED = [
  "engagement",
  "commitment",
  "directive",
  "travel",
  "public_event",
  "mandate",
  "person",
  "organisation",
] as const;
export type Kind = (typeof ENTERED)[number];

/** How a field is asked for. */
export type Control =
  | {
      readonly as:
        | "line"
        | "prose"
        | "words"
        | "day"
        | "instant"
        | "zone"
        | "box"
        | "country"
        | "countries"
        | "passage";
    }
  | { readonly as: "choice"; readonly of: readonly string[]; readonly under: string }
  | { readonly as: "record" | "records"; readonly of: readonly string[] }
  | { readonly as: "rows"; readonly of: readonly Asked[] };

export interface Asked {
  readonly name: string;
  readonly control: Control;
  readonly label?: Key;
  readonly hint?: Key;
  readonly required?: true;
  /** Has a usual value and is folded away. */
  readonly folded?: true;
  /** Not part of a correction: it is changed by an act of its own. */
  readonly onlyAtFirst?: true;
}

const line = { as: "line" } as const;
const WHO = ["person", "organisation"] as const;
const person = { as: "record", of: ["person"] } as const;
const who = { as: "record", of: WHO } as const;
const level = { as: "choice", of: ["principal", "deputy", "working"], under: "office.at_level" } as const;

const MANDATE: Asked = {
  name: "mandate",
  control: { as: "record", of: ["mandate"] },
  label: "office.under",
  folded: true,
};
const NOTE: Asked = { name: "note", control: { as: "prose" }, folded: true };
const TOPICS: Asked = { name: "topics", control: { as: "words" }, label: "office.topics", folded: true };
const COUNTRY: Asked = { name: "country", control: { as: "country" } };
const ZONE: Asked = { name: "zone", control: { as: "zone" }, folded: true };
const PAPERS: readonly Asked[] = [
  { name: "name", control: line, required: true },
  { name: "sha256", control: line, hint: "office.sha256_hint" },
];
const SIDE: readonly Asked[] = [
  { name: "person", control: person, required: true },
  { name: "level", control: level, required: true, label: "office.level" },
  { name: "title", control: line, hint: "office.title_hint" },
  { name: "organisation", control: { as: "record", of: ["organisation"] }, hint: "office.title_hint" },
  { name: "stands_for", control: person },
];

/** What a mandate covers from a day on: also asked by itself, when it is narrowed or widened. */
export const SCOPE: readonly Asked[] = [
  { name: "since", control: { as: "instant" }, required: true, label: "office.covers_since" },
  { name: "words", control: { as: "prose" }, label: "office.covers_words" },
  { name: "topics", control: { as: "words" }, label: "office.covers_topics", hint: "office.empty_is_all" },
  { name: "countries", control: { as: "countries" }, label: "office.covers_countries", hint: "office.empty_is_all" },
  { name: "topics_out", control: { as: "words" }, label: "office.topics_out" },
  { name: "countries_out", control: { as: "countries" }, label: "office.countries_out" },
];

/** Every form, field by field. A form reads like one made by hand: few fields first, the rest folded away. */
export const FORMS: Readonly<Record<Kind, readonly Asked[]>> = {
  engagement: [
    {
      name: "channel",
      control: { as: "choice", of: ["phone", "virtual", "in_person", "letter"], under: "office.by" },
      required: true,
    },
    { name: "start", control: { as: "instant" }, required: true },
    { name: "end", control: { as: "instant" } },
    { name: "officials", control: { as: "rows", of: SIDE }, required: true },
    { name: "counterparts", control: { as: "rows", of: SIDE }, required: true },
    { name: "happened", control: { as: "box" } },
    { name: "on_record", control: { as: "box" }, label: "office.on_record_box" },
    {
      name: "initiated_by",
      control: { as: "choice", of: ["ours", "theirs", "both"], under: "office.initiated" },
      folded: true,
    },
    { name: "place", control: line, folded: true },
    { ...COUNTRY, folded: true },
    TOPICS,
    { name: "documents", control: { as: "rows", of: PAPERS }, folded: true },
    ZONE,
    MANDATE,
    NOTE,
  ],
  commitment: [
    { name: "what", control: line, required: true },
    {
      name: "type",
      control: { as: "choice", of: ["visit", "document", "money", "call", "policy"], under: "office.type" },
      required: true,
    },
    { name: "owner", control: who, required: true },
    { name: "counterpart", control: who, label: "office.promised_to" },
    { name: "words", control: { as: "prose" }, hint: "office.words_hint" },
    { name: "said_on", control: { as: "day" }, required: true },
    { name: "due_words", control: line, hint: "office.due_words_hint" },
    {
      name: "state",
      control: { as: "choice", of: ["open", "kept", "late", "dropped"], under: "office.state" },
      required: true,
    },
    { name: "reason", control: line, hint: "office.reason_hint" },
    { name: "engagement", control: { as: "record", of: ["engagement"] }, label: "office.said_in" },
    { name: "passage", control: { as: "passage" } },
    { name: "kept_by", control: { as: "record", of: ["engagement", "travel", "public_event"] }, folded: true },
    { name: "due_first", control: { as: "day" }, hint: "office.due_first_hint", folded: true },
    { name: "due_last", control: { as: "day" }, folded: true },
    MANDATE,
    NOTE,
  ],
  directive: [
    { name: "official", control: person, required: true },
    { name: "to", control: who, required: true, label: "office.directed_to" },
    { name: "what", control: line, required: true },
    { name: "at", control: { as: "instant" }, required: true },
    {
      name: "state",
      control: { as: "choice", of: ["given", "under_way", "done", "withdrawn"], under: "office.state" },
      required: true,
    },
    { name: "evidence", control: { as: "rows", of: PAPERS }, folded: true },
    MANDATE,
    NOTE,
  ],
  travel: [
    { name: "official", control: person, required: true },
    { ...COUNTRY, required: true },
    { name: "place", control: line },
    { name: "first", control: { as: "day" }, required: true },
    { name: "last", control: { as: "day" }, required: true },
    { name: "purpose", control: line },
    { name: "happened", control: { as: "box" } },
    MANDATE,
    NOTE,
  ],
  public_event: [
    { name: "official", control: person, required: true },
    { name: "title", control: line, required: true, label: "office.event_title" },
    { name: "at", control: { as: "instant" }, required: true },
    { name: "place", control: line },
    { name: "happened", control: { as: "box" } },
    { ...COUNTRY, folded: true },
    TOPICS,
    ZONE,
    MANDATE,
    NOTE,
  ],
  mandate: [
    { name: "title", control: line, required: true, label: "office.mandate_title" },
    { name: "asked_by", control: person, required: true },
    { name: "lead", control: person, required: true },
    { name: "given_at", control: { as: "instant" }, required: true },
    { name: "instrument", control: line, hint: "office.instrument_hint" },
    { name: "scopes", control: { as: "rows", of: SCOPE.slice(1) }, required: true, onlyAtFirst: true },
    {
      name: "officials",
      control: { as: "records", of: ["person"] },
      label: "office.officials_listed",
      hint: "office.officials_hint",
    },
    { name: "counterparts", control: { as: "records", of: WHO }, label: "office.targets" },
    MANDATE,
    NOTE,
  ],
  person: [
    { name: "name", control: line, required: true },
    { name: "form", control: line, hint: "office.form_hint" },
    {
      name: "offices",
      control: {
        as: "rows",
        of: [
          { name: "title", control: line, required: true },
          { name: "organisation", control: { as: "record", of: ["organisation"] }, required: true },
          { name: "since", control: { as: "day" } },
          { name: "until", control: { as: "day" } },
        ],
      },
    },
    { name: "is_official", control: { as: "box" } },
    { name: "languages", control: { as: "words" }, hint: "office.languages_hint" },
    NOTE,
  ],
  organisation: [
    { name: "name", control: line, required: true },
    {
      name: "type",
      control: {
        as: "choice",
        of: ["state", "institution", "foundation", "company", "community"],
        under: "office.type",
      },
      required: true,
    },
    { ...COUNTRY, hint: "office.country_hint" },
    { name: "is_ours", control: { as: "box" } },
    NOTE,
  ],
};

export const isEntered = (kind: string): kind is Kind => (ENTERED as readonly string[]).includes(kind);
