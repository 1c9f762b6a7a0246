import { call, post } from "../api/http";
import type { components } from "../api/schema";

/** The office's calls, with the desk's cookie. All throw ApiError; 401 means that this browser may not see the office. */

type Shapes = components["schemas"];
export type RecordShown = Shapes["RecordShown"];
export type RecordWithHistory = Shapes["RecordWithHistory"];
export type Entry = Shapes["EntryShown"];
export type Names = RecordShown["names"];
export type Recording = Shapes["RecordingShown"];
export type Matrix = Shapes["MatrixShown"];
export type Cell = Shapes["CellShown"];
export type Row = Shapes["RowShown"];
export type Sentence = Shapes["SentenceShown"];
export type Engagement = Shapes["Engagement"];
export type Channel = Engagement["channel"];
export type Level = NonNullable<Shapes["TookPart"]["level"]>;

export const CHANNELS: readonly Channel[] = ["in_person", "virtual", "phone", "letter"];
export const LEVELS: readonly Level[] = ["principal", "deputy", "working"];

/** Rows of one answer: a full one may have more behind it. */
export const FULL = 500;

export const office = (path: string): string => `/api/desk/office/${path}`;
export const part = encodeURIComponent;

export interface Asked {
  readonly kind?: string | readonly string[];
  readonly about?: string;
  readonly words?: string;
  readonly id?: readonly string[];
  /** The id of the last record that is known already. */
  readonly after?: string;
}

/** Names with several values are repeated; what is empty is not asked. */
export function query(asked: Readonly<Record<string, string | readonly string[] | undefined>>): string {
  const pairs = Object.entries(asked).flatMap(([name, value]) =>
    [value ?? ""]
      .flat()
      .filter(Boolean)
      .map((one) => [name, one]),
  );
  return pairs.length ? `?${new URLSearchParams(pairs)}` : "";
}

export const getRecords = (asked: Asked): Promise<readonly RecordShown[]> =>
  call(office(`records${query({ ...asked })}`));
export const getRecord = (id: string): Promise<RecordWithHistory> => call(office(`records/${part(id)}`));

export interface TimelineAsked {
  readonly about?: string;
  readonly country?: string;
  readonly after?: string;
}
/** Everything that concerns a record or a country, the newest first. */
export const getTimeline = (asked: TimelineAsked): Promise<readonly RecordShown[]> =>
  call(office(`timeline${query({ ...asked })}`));

/** By which channels and at which levels a contact counts; none chosen means all. */
export interface Counted {
  readonly channel: readonly Channel[];
  readonly level: readonly Level[];
}

/** A long list comes in parts: `since` leaves out the counterparts that are known already. */
export const getMatrix = (mandate: string, counted: Counted, since = 0): Promise<Matrix> =>
  call(office(`coverage/${part(mandate)}${query({ ...counted, since: since ? `${since}` : "" })}`));
export const getSentences = (mandate: string, since = 0): Promise<readonly Sentence[]> =>
  call(office(`coverage/${part(mandate)}/sentences${query({ since: since ? `${since}` : "" })}`));

/** The engagements behind a cell, oldest first. */
export const getEvidence = (mandate: string, pair: Pair, counted: Counted): Promise<readonly RecordShown[]> =>
  call(office(`coverage/${part(mandate)}/${part(pair.official)}/${part(pair.counterpart)}${query({ ...counted })}`));

type Fields = Readonly<Record<string, unknown>>;
export const enter = (kind: string, fields: Fields): Promise<{ id: string }> => post(office(kind), fields);
export const correct = (kind: string, id: string, record: Fields, reason: string): Promise<void> =>
  call(office(`${kind}/${part(id)}`), { method: "PUT", body: { record, reason } });

/** The days that the words of a promise mean; both null where they mean no definite days. */
export const getWindow = (words: string, said: string): Promise<Shapes["WindowShown"]> =>
  call(office(`window${query({ words, said_on: said })}`));

export const getRecordings = (meeting: string): Promise<readonly Recording[]> =>
  call(office(`recordings/${part(meeting)}`));
export const recordingAddress = (meeting: string, file: string): string =>
  office(`recordings/${part(meeting)}/${part(file)}`);

export const csvAddress = (mandate: string): string => office(`coverage/${part(mandate)}/coverage.csv`);
export const ledgerAddress = office("ledger");

export interface Pair {
  readonly official: string;
  readonly counterpart: string;
}
