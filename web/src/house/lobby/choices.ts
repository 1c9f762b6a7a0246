/** What a person chose in the lobby, kept for the room of the same tab. */
export interface LobbyChoices {
  /** Device ids; empty means the browser's own choice. */
  readonly devices: { readonly camera: string; readonly microphone: string; readonly speaker: string };
  /** Whether camera and microphone are wished on. What is sent also needs the grant. */
  readonly wish: { readonly camera: boolean; readonly microphone: boolean };
}

/** One enters with a picture and muted. */
export const FIRST_CHOICES: LobbyChoices = {
  devices: { camera: "", microphone: "", speaker: "" },
  wish: { camera: true, microphone: false },
};

const KEY = "incamera.lobby";
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** Reads what was kept; anything unreadable is the first choice. */
export function parseChoices(kept: string | null): LobbyChoices {
  try {
    const read = JSON.parse(kept ?? "null") as Partial<LobbyChoices> | null;
    if (!read?.devices || !read.wish) return FIRST_CHOICES;
    const { camera, microphone, speaker } = read.devices;
    return {
      devices: { camera: text(camera), microphone: text(microphone), speaker: text(speaker) },
      wish: { camera: read.wish.camera === true, microphone: read.wish.microphone === true },
    };
  } catch {
    return FIRST_CHOICES;
  }
}

export function lobbyChoices(): LobbyChoices {
  try {
    return parseChoices(window.sessionStorage.getItem(KEY));
  } catch {
    return FIRST_CHOICES;
  }
}

export function keepChoices(choices: LobbyChoices): void {
  try {
    window.sessionStorage.setItem(KEY, JSON.stringify(choices));
  } catch {
    // A browser without storage: the room begins with the first choices.
  }
}
