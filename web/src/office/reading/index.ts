export { ReadingPage } from "./ReadingPage";
export { useIsDesk } from "./useIsDesk";
