import { type ReactNode, useState } from "react";
import { ownZone } from "../../house/meetings/zone";
import { t } from "../../i18n";
import { Field } from "../../ui";
import { CHANNELS, enter, LEVELS, type Matrix, type RecordShown } from "../api";
import { RecordChoice } from "../entering";
import { SavingDialog } from "../entering/SavingDialog";
import { useSending } from "../entering/useSending";
import { titleOf } from "../records/words";

interface EnterContactProps {
  readonly matrix: Matrix;
  readonly onClose: () => void;
}

/** "2027-03-09T14:05" in this device's zone. */
function localNow(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** A call is two fields: with whom, and when. Everything else has a usual value and is folded away. */
export function EnterContact({ matrix, onClose }: EnterContactProps): ReactNode {
  const [counterpart, choose] = useState<RecordShown | null>(null);
  const { refusal, send } = useSending(onClose);
  const save = (form: HTMLFormElement): void => {
    const sent = new FormData(form);
    const word = (name: string): string => String(sent.get(name) ?? "");
    const level = word("level");
    const topics = word("topics").split(",");
    void send(() =>
      enter("engagement", {
        channel: word("channel"),
        start: Date.parse(word("when")) * 1000,
        zone: ownZone(),
        officials: [{ person: word("who"), level }],
        counterparts: [{ person: counterpart?.id, level }],
        topics: topics.map((topic) => topic.trim()).filter(Boolean),
        place: word("place"),
        on_record: sent.has("on_record"),
        mandate: matrix.mandate,
      }),
    );
  };
  return (
    <SavingDialog className="contact" title={t("office.enter_call")} onClose={onClose} onSave={save} refusal={refusal}>
      <Field label={t("office.with")}>
        {(ids) => (
          <RecordChoice
            ids={ids}
            kinds={["person"]}
            required
            name={counterpart ? titleOf(counterpart) : ""}
            onChoose={choose}
          />
        )}
      </Field>
      <Field label={t("office.when")}>
        {(ids) => (
          <input {...ids} className="input" type="datetime-local" name="when" defaultValue={localNow()} required />
        )}
      </Field>
      <details>
        <summary>{t("office.more")}</summary>
        <Field label={t("office.by")}>
          {(ids) => (
            <select {...ids} className="input" name="channel" defaultValue="phone">
              {CHANNELS.map((channel) => (
                <option key={channel} value={channel}>
                  {t(`office.by.${channel}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t("office.who")}>
          {(ids) => (
            <select {...ids} className="input" name="who">
              {matrix.officials.map((row) => (
                <option key={row.id} value={row.id}>
                  {row.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t("office.level")}>
          {(ids) => (
            <select {...ids} className="input" name="level">
              {LEVELS.map((level) => (
                <option key={level} value={level}>
                  {t(`office.at_level.${level}`)}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field label={t("office.topics")}>{(ids) => <input {...ids} className="input" name="topics" />}</Field>
        <Field label={t("office.place")}>{(ids) => <input {...ids} className="input" name="place" />}</Field>
        <label className="contact__box">
          <input type="checkbox" name="on_record" />
          {t("office.on_record_box")}
        </label>
      </details>
    </SavingDialog>
  );
}
