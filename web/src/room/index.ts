/** The room: chambers joined over WebRTC. The only part of the pages that knows LiveKit, and it shows none of it. */
export { Attendance, type RoomShown, type Seen } from "./attendance";
export { type DeviceChoice, NO_CHOICE } from "./capture";
export { OwnPicture, Picture, Sound } from "./Media";
export type { ChamberWanted, LinkShown, Media, Message, Person, Quality, Source, Wish } from "./model";
export { type ControlState, controlState } from "./outgoing";
export { type RoomCalls, useAttendance } from "./useAttendance";
