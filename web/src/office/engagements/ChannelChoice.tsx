import type { ReactNode } from "react";
import { t } from "../../i18n";
import { CHANNELS, type Channel } from "../api";
import { ChannelGlyph } from "./ChannelGlyph";

interface ChannelChoiceProps {
  /** None chosen means all. */
  readonly chosen: readonly Channel[];
  readonly onChoose: (channels: readonly Channel[]) => void;
}

/** By which channels a contact counts. */
export function ChannelChoice({ chosen, onChoose }: ChannelChoiceProps): ReactNode {
  const turn = (channel: Channel): void =>
    onChoose(CHANNELS.filter((one) => (one === channel) !== chosen.includes(one)));
  return (
    <fieldset className="seg">
      <legend className="vh">{t("office.channels")}</legend>
      <button type="button" aria-pressed={chosen.length === 0} onClick={() => onChoose([])}>
        {t("office.all_channels")}
      </button>
      {CHANNELS.map((channel) => (
        <button type="button" key={channel} aria-pressed={chosen.includes(channel)} onClick={() => turn(channel)}>
          <ChannelGlyph channel={channel} size={15} />
          {t(`office.by.${channel}`)}
        </button>
      ))}
    </fieldset>
  );
}
