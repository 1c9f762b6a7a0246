import { call, remove } from "../../api/http";
import type { components } from "../../api/schema";
import { office, part, query } from "../api";

/** Where reminders go and what was sent, at the desk. All calls throw ApiError. */

type Shapes = components["schemas"];
export type Address = Shapes["AddressShown"];
export type Reminder = Shapes["ReminderShown"];

const at = (record: string): string => office(`addresses/${part(record)}`);

export const getAddresses = (): Promise<readonly Address[]> => call(office("addresses"));
export const putAddress = (record: string, address: string): Promise<void> =>
  call(at(record), { method: "PUT", body: { address } });
export const dropAddress = (record: string): Promise<void> => remove(at(record));
export const getReminders = (commitment: string): Promise<readonly Reminder[]> =>
  call(office(`reminders${query({ commitment })}`));
