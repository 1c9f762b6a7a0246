export { EngagementsPage } from "./EngagementsPage";
