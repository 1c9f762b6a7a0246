import { call, post } from "../api/http";
import type { components } from "../api/schema";

/** The office's calls, with the desk's cookie. All throw ApiError; 401 means that this browser may not see the office. */

type Shapes = components["schemas"];
export type RecordShown = Shapes["RecordShown"];
export type RecordWithHistory = Shapes["RecordWithHistory"];
export type Matrix = Shapes["MatrixShown"];
export type Cell = Shapes["CellShown"];
export type Row = Shapes["RowShown"];
export type Sentence = Shapes["SentenceShown"];
export type Engagement = Shapes["Engagement"];
export type Channel = Engagement["channel"];

export const CHANNELS: readonly Channel[] = ["in_person", "virtual", "phone", "letter"];

const office = (path: string): string => `/api/desk/office/${path}`;
const part = encodeURIComponent;

export interface Asked {
  readonly kind?: string;
  readonly about?: string;
  readonly words?: string;
}

export const getRecords = (asked: Asked): Promise<readonly RecordShown[]> =>
  call(office(`records?${new URLSearchParams({ ...asked })}`));
export const getRecord = (id: string): Promise<RecordWithHistory> => call(office(`records/${part(id)}`));

const channels = (chosen: readonly Channel[]): string =>
  chosen.length ? `?${chosen.map((channel) => `channel=${channel}`).join("&")}` : "";

export const getMatrix = (mandate: string, chosen: readonly Channel[]): Promise<Matrix> =>
  call(office(`coverage/${part(mandate)}${channels(chosen)}`));
export const getSentences = (mandate: string): Promise<readonly Sentence[]> =>
  call(office(`coverage/${part(mandate)}/sentences`));

/** The engagements behind a cell, oldest first. */
export const getEvidence = async (mandate: string, pair: Pair, chosen: readonly Channel[]) => {
  const path = `coverage/${part(mandate)}/${part(pair.official)}/${part(pair.counterpart)}${channels(chosen)}`;
  const ids = await call<readonly string[]>(office(path));
  return Promise.all(ids.map(async (id) => (await getRecord(id)).record));
};

export const enterEngagement = (sent: Engagement): Promise<{ id: string }> => post(office("engagement"), sent);
export const csvAddress = (mandate: string): string => office(`coverage/${part(mandate)}/coverage.csv`);
export const ledgerAddress = office("ledger");

export interface Pair {
  readonly official: string;
  readonly counterpart: string;
}
