/** What the browser gives the lobby: tracks, and why not. */

export type DeviceState = "asking" | "good" | "none" | "refused" | "busy" | "off";

export interface Captured {
  readonly track: MediaStreamTrack | null;
  readonly state: DeviceState;
}

/** What an error of `getUserMedia` means for one device. */
export function stateOfError(error: unknown): DeviceState {
  const name = error instanceof Error ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotFoundError" || name === "OverconstrainedError" || name === "TypeError" ? "none" : "busy";
}

const exact = (id: string): MediaTrackConstraints => (id ? { deviceId: { exact: id } } : {});
const cameraWanted = (id: string): MediaTrackConstraints => ({
  ...exact(id),
  width: { ideal: 1280 },
  height: { ideal: 720 },
});

/** Asks for one kind of device. `mediaDevices` is absent where the page is not secure: then there is none. */
export async function capture(kind: "camera" | "microphone", id: string): Promise<Captured> {
  const constraints = kind === "camera" ? { video: cameraWanted(id) } : { audio: exact(id) };
  try {
    const stream = await navigator.mediaDevices.getUserMedia(constraints);
    return { track: stream.getTracks()[0] ?? null, state: "good" };
  } catch (error) {
    return { track: null, state: stateOfError(error) };
  }
}

export interface DeviceNames {
  readonly camera: readonly MediaDeviceInfo[];
  readonly microphone: readonly MediaDeviceInfo[];
  readonly speaker: readonly MediaDeviceInfo[];
}

export const NO_DEVICES: DeviceNames = { camera: [], microphone: [], speaker: [] };

/** The devices that have an id: before a permission the browser hides which they are. */
export async function listDevices(): Promise<DeviceNames> {
  const found = (await navigator.mediaDevices?.enumerateDevices().catch(() => [])) ?? [];
  const of = (kind: MediaDeviceKind): MediaDeviceInfo[] =>
    found.filter((one) => one.kind === kind && one.deviceId !== "");
  return { camera: of("videoinput"), microphone: of("audioinput"), speaker: of("audiooutput") };
}
