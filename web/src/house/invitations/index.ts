export { InvitationPage } from "./InvitationPage";
