import { type ReactNode, useEffect, useState } from "react";
import { t } from "../../i18n";
import type { DeviceChoice, RoomShown } from "../../room";
import { Button, Dialog, Field } from "../../ui";

interface DevicesProps {
  readonly room: RoomShown;
  readonly open: boolean;
  readonly onChoose: (choice: DeviceChoice) => void;
  readonly onDone: () => void;
}

const KINDS = [
  ["camera", "videoinput"],
  ["microphone", "audioinput"],
  ["speaker", "audiooutput"],
] as const;

/** Which camera, microphone and speaker. A change acts at once and does not leave the chamber. */
export function DevicesDialog({ room, open, onChoose, onDone }: DevicesProps): ReactNode {
  const devices = useDevices(open);
  return (
    <Dialog
      open={open}
      onClose={onDone}
      title={t("stage.devices")}
      dark
      actions={
        <Button look="primary" onPress={onDone}>
          {t("stage.done")}
        </Button>
      }
    >
      {KINDS.map(([name, kind]) => (
        <Field key={name} label={t(`stage.devices.${name}`)}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={room.devices[name]}
              onChange={(event) => onChoose({ ...room.devices, [name]: event.target.value })}
            >
              <option value="">{t("stage.devices.default")}</option>
              {devices
                .filter((device) => device.kind === kind && device.deviceId !== "" && device.deviceId !== "default")
                .map((device, index) => (
                  <option key={device.deviceId} value={device.deviceId}>
                    {device.label || t("stage.devices.unnamed", { number: index + 1 })}
                  </option>
                ))}
            </select>
          )}
        </Field>
      ))}
    </Dialog>
  );
}

function useDevices(open: boolean): readonly MediaDeviceInfo[] {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    if (!open) return undefined;
    const media = navigator.mediaDevices;
    // A browser that lists nothing leaves the default alone on the list.
    const read = () => void media.enumerateDevices().then(setDevices, () => setDevices([]));
    read();
    media.addEventListener("devicechange", read);
    return () => media.removeEventListener("devicechange", read);
  }, [open]);
  return devices;
}
