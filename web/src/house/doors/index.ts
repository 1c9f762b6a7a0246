/** The doors: what is shown of opening and closing, and the commands that move them. */
export { AdjournDialog } from "./AdjournDialog";
export { type Act, PHASES } from "./act";
export { deskButtons, hasDesk, offer } from "./acts";
export { type Announcement, announce, type Moment } from "./announce";
export { CloseDialog } from "./CloseDialog";
export { ClosedPanel, Standing } from "./ClosedPanel";
export { CrossingScreen } from "./CrossingScreen";
export { type ClosedCheck, checkClosed } from "./closedCheck";
export { countdown } from "./countdown";
export { Desk } from "./Desk";
export { DoorSettings } from "./DoorSettings";
export { GateBar } from "./GateBar";
export { CountdownScreen, OpeningBanner } from "./Opening";
export { NotEncrypted, ProofList } from "./ProofList";
export { DoorPage, DraftPage, EndedPage, Page, RemovedPage, TakenPage } from "./pages";
export { chooseScreen, isConvening, isFirstOpening, isInside, type Screen } from "./screen";
export { VoteBanner } from "./VoteBanner";
