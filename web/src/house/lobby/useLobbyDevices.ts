import { useCallback, useEffect, useRef, useState } from "react";
import { type Captured, capture, type DeviceNames, listDevices, NO_DEVICES } from "./capture";
import { keepChoices, type LobbyChoices, lobbyChoices } from "./choices";

const ASKING: Captured = { track: null, state: "asking" };
const OFF: Captured = { track: null, state: "off" };

export interface LobbyDevices {
  readonly camera: Captured;
  readonly microphone: Captured;
  readonly names: DeviceNames;
  readonly choices: LobbyChoices;
  readonly choose: (choices: LobbyChoices) => void;
  /** Asks the browser again, after a refusal. */
  readonly again: () => void;
}

/** Camera and microphone of the lobby, let go when it closes, so that the room can take them. The microphone is measured even while muted: the lobby sends nothing anywhere. */
export function useLobbyDevices(): LobbyDevices {
  const [choices, setChoices] = useState(lobbyChoices);
  const [names, setNames] = useState(NO_DEVICES);
  const [attempt, setAttempt] = useState(0);
  const { camera: cameraId, microphone: microphoneId } = choices.devices;
  const camera = useCaptured("camera", choices.wish.camera, cameraId, attempt);
  const microphone = useCaptured("microphone", true, microphoneId, attempt);
  const choose = useCallback((next: LobbyChoices) => {
    keepChoices(next);
    setChoices(next);
  }, []);
  const isGranted = camera.state === "good" || microphone.state === "good";
  useEffect(() => {
    const list = (): void => void listDevices().then(setNames);
    if (isGranted) list();
    navigator.mediaDevices?.addEventListener("devicechange", list);
    return () => navigator.mediaDevices?.removeEventListener("devicechange", list);
  }, [isGranted]);
  const again = useCallback(() => setAttempt((count) => count + 1), []);
  return { camera, microphone, names, choices, choose, again };
}

function useCaptured(kind: "camera" | "microphone", isWanted: boolean, id: string, attempt: number): Captured {
  const [captured, setCaptured] = useState(ASKING);
  const track = useRef<MediaStreamTrack | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the browser again
  useEffect(() => {
    if (!isWanted) {
      setCaptured(OFF);
      return undefined;
    }
    let isCurrent = true;
    setCaptured(ASKING);
    void capture(kind, id).then((found) => {
      if (!isCurrent) return found.track?.stop();
      track.current = found.track;
      setCaptured(found);
    });
    return () => {
      isCurrent = false;
      track.current?.stop();
      track.current = null;
    };
  }, [kind, isWanted, id, attempt]);
  return captured;
}
