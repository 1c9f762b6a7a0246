/** The floor: the agenda, who speaks and who waits. */
export { AgendaPanel } from "./AgendaPanel";
export { type FloorAct, floorAct, nameOf, type Running, running } from "./floor";
export { SpeakersPanel } from "./SpeakersPanel";
