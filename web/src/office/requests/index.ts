export { RequestPage } from "./RequestPage";
export { RequestsPage } from "./RequestsPage";
