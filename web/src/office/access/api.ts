import { call, post, remove } from "../../api/http";
import type { components } from "../../api/schema";
import { office, part } from "../api";

/** Who reads the office besides the desk, and releases. All calls throw ApiError. */

type Shapes = components["schemas"];
export type Reader = Shapes["ReaderShown"];
export type ReaderSent = Shapes["ReaderSent"];
export type ReaderKind = ReaderSent["kind"];
export type LinkMade = Shapes["LinkMade"];
export type Release = Shapes["ReleaseShown"];

export const getReaders = (): Promise<readonly Reader[]> => call(office("readers"));
export const grant = (sent: ReaderSent): Promise<LinkMade> => post(office("readers"), sent);
export const newLink = (reader: string): Promise<LinkMade> => post(office(`readers/${part(reader)}/link`));
export const endReading = (reader: string): Promise<void> => remove(office(`readers/${part(reader)}`));

export const getReleases = (body: string): Promise<readonly Release[]> => call(office(`releases/${part(body)}`));
export const release = (body: string, record: string): Promise<void> =>
  post(office(`releases/${part(body)}`), { records: [record] });
export const takeBack = (body: string, record: string): Promise<void> =>
  remove(office(`releases/${part(body)}/${part(record)}`));
