import type { ReactNode } from "react";
import { t } from "../../i18n";
import { Button, Dialog, Field } from "../../ui";
import type { LobbyDevices } from "./useLobbyDevices";

interface DevicesDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly devices: LobbyDevices;
}

const KINDS = [
  ["camera", "lobby.camera"],
  ["microphone", "lobby.microphone"],
  ["speaker", "lobby.sound"],
] as const;

/** Which camera, microphone and loudspeaker. Kept for the room of this tab. */
export function DevicesDialog({ open, onClose, devices }: DevicesDialogProps): ReactNode {
  const { choices, choose, names } = devices;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t("lobby.devices")}
      actions={<Button onPress={onClose}>{t("app.close")}</Button>}
    >
      {KINDS.map(([kind, label]) => (
        <Field key={kind} label={t(label)}>
          {(ids) => (
            <select
              {...ids}
              className="input"
              value={choices.devices[kind]}
              onChange={(event) => choose({ ...choices, devices: { ...choices.devices, [kind]: event.target.value } })}
            >
              <option value="">{t("lobby.default_device")}</option>
              {names[kind]
                .filter((device) => device.deviceId !== "default")
                .map((device) => (
                  <option key={device.deviceId} value={device.deviceId}>
                    {device.label || device.deviceId.slice(0, 8)}
                  </option>
                ))}
            </select>
          )}
        </Field>
      ))}
    </Dialog>
  );
}
