export { ReminderAddress } from "./ReminderAddress";
export { RemindersSent } from "./RemindersSent";
