export { type LobbyChoices, lobbyChoices } from "./choices";
export { LobbyPage } from "./LobbyPage";
