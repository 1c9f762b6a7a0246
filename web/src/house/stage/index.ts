/** The stage: the page of a seat after the lobby. */
export { RoomPage } from "./RoomPage";
