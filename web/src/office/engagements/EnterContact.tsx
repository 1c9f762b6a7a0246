import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button, Dialog, Field } from "../../ui";
import { CHANNELS, type Channel, enterEngagement, getRecords, type Matrix } from "../api";

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
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [refusal, setRefusal] = useState("");
  const people = useQuery({ queryKey: ["office", "people"], queryFn: () => getRecords({ kind: "person" }) });
  const counterparts = (people.data ?? []).filter((row) => row.fields.is_official !== true);
  const enter = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const sent = new FormData(event.currentTarget);
    const word = (name: string): string => String(sent.get(name) ?? "");
    const level = word("level") as "principal" | "deputy" | "working";
    try {
      await enterEngagement({
        channel: word("channel") as Channel,
        start: Date.parse(word("when")) * 1000,
        zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        officials: [{ person: word("who"), level, title: "" }],
        counterparts: [{ person: word("with"), level, title: "" }],
        topics: word("topics")
          .split(",")
          .map((topic) => topic.trim())
          .filter(Boolean),
        place: word("place"),
        on_record: sent.has("on_record"),
        happened: true,
        note: "",
        mandate: matrix.mandate,
      });
      await queries.invalidateQueries({ queryKey: ["office"] });
      onClose();
    } catch (error) {
      setRefusal(sentenceOf(error));
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t("office.enter_call")}
      actions={
        <>
          <Button onPress={onClose}>{t("office.cancel")}</Button>
          <Button look="primary" onPress={() => form.current?.requestSubmit()}>
            {t("office.save")}
          </Button>
        </>
      }
    >
      <form ref={form} className="contact" onSubmit={enter}>
        <Field label={t("office.with")}>
          {(ids) => (
            <select {...ids} className="input" name="with" required>
              {counterparts.map((row) => (
                <option key={row.id} value={row.id}>
                  {String(row.fields.name)}
                </option>
              ))}
            </select>
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
                {(["principal", "deputy", "working"] as const).map((level) => (
                  <option key={level} value={level}>
                    {t(`office.level.${level}`)}
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
        {refusal && <p role="alert">{refusal}</p>}
      </form>
    </Dialog>
  );
}
