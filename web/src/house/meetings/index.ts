export { MeetingsPage } from "./MeetingsPage";
export { PlanPage } from "./PlanPage";
