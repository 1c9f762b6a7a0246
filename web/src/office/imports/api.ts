import { call, post, remove } from "../../api/http";
import type { components } from "../../api/schema";
import { office, part, query } from "../api";

/** Files from outside, at the desk. All calls throw ApiError. */

type Shapes = components["schemas"];
export type ImportListed = Shapes["ImportListed"];
export type ImportShown = Shapes["ImportShown"];
export type Line = Shapes["LineShown"];
export type Document = Shapes["DocumentShown"];

/** What can be taken in, with the endings of such files. */
export const TAKEN = { people: ".csv,text/csv", calendar: ".ics,text/calendar", letter: ".pdf,.txt" } as const;
export type What = keyof typeof TAKEN;

const line = (file: string, number: number): string => office(`imports/${part(file)}/lines/${number}`);

export const getImports = (): Promise<readonly ImportListed[]> => call(office("imports"));
export const getImport = (file: string): Promise<ImportShown> => call(office(`imports/${part(file)}`));
/** `official` is the id of whose calendar it is; empty for anything else. */
export const sendFile = (what: What, file: File, official: string): Promise<{ id: string }> =>
  call(office(`imports${query({ what, name: file.name, official })}`), { method: "POST", file });
export const accept = (file: string, number: number, kind: string, fields: object): Promise<{ id: string }> =>
  post(line(file, number), { [kind]: fields });
export const decline = (file: string, number: number): Promise<void> => remove(line(file, number));
export const getDocument = (document: string): Promise<Document> => call(office(`documents/${part(document)}`));

export const peopleAddress = office("people.csv");
