import { moment, t, tWord } from "../../i18n";
import type { RecordShown } from "../api";
import { dayInWords } from "../records/words";
import type { Reminder } from "./api";

/** Only our own side is reminded: an official, or an organisation of ours. */
export const isReminded = ({ kind, fields }: Pick<RecordShown, "kind" | "fields">): boolean =>
  (kind === "person" && fields.is_official === true) || (kind === "organisation" && fields.is_ours === true);

/** "The window opens 1 Jun: sent 25 May 09:00". */
export function reminderInWords({ edge, day, at, sent }: Reminder): string {
  return t("office.labelled", {
    label: `${tWord("office.edge", edge)} ${dayInWords(day)}`,
    value: t(sent === null ? "office.reminder_waits" : "office.reminder_sent", { when: moment(sent ?? at) }),
  });
}
