export { ReadersPage } from "./ReadersPage";
