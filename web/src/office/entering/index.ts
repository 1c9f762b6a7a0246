export { CorrectRecord, NarrowMandate } from "./ChangeRecord";
export { EnterRecord } from "./EnterRecord";
export { ENTERED, isEntered, type Kind } from "./form";
export { isOfficial, RecordChoice } from "./RecordChoice";
export { useCountries } from "./useCountries";
