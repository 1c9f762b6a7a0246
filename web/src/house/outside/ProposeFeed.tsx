import { type ReactNode, useState } from "react";
import { ApiError } from "../../api/http";
import type { SeatId } from "../../api/model";
import { proposeFeed } from "../../api/seat";
import { t } from "../../i18n";
import { announce, Button, Dialog, Field, TextField } from "../../ui";
import { feedAddress } from "./feedAddress";

interface ProposeFeedProps {
  readonly seat: SeatId;
  readonly onDone: () => void;
}

/** Where to send the programme. The key goes once to the server and is never shown again. */
export function ProposeFeed({ seat, onDone }: ProposeFeedProps): ReactNode {
  const [label, setLabel] = useState("");
  const [address, setAddress] = useState("");
  const [key, setKey] = useState("");
  const [refusal, setRefusal] = useState("");
  const parts = feedAddress(address);
  const send = (): void => {
    if (parts === null) return;
    proposeFeed(seat, { label: label.trim(), key, ...parts }).then(onDone, (error: unknown) => {
      const words =
        error instanceof ApiError && error.status !== 0 ? error.detail || error.title : t("stage.unreachable");
      setRefusal(words);
      announce(words, "assertive");
    });
  };
  const missing =
    label.trim() === "" ? t("outside.feed_needs_label") : parts === null ? t("outside.feed_needs_address") : null;
  return (
    <Dialog
      open
      onClose={onDone}
      title={t("outside.feed_propose")}
      actions={
        <>
          <Button onPress={onDone}>{t("outside.feed_cancel")}</Button>
          <Button look="primary" reason={missing} onPress={send}>
            {t("outside.feed_send")}
          </Button>
        </>
      }
    >
      <div className="stack" data-testid="propose-feed">
        <p className="small muted">{t("outside.feed_more")}</p>
        {refusal && (
          <p className="warn" role="alert">
            {refusal}
          </p>
        )}
        <TextField label={t("outside.feed_label")} value={label} onChange={setLabel} maxLength={80} />
        <TextField
          label={t("outside.feed_address")}
          hint={t("outside.feed_address_more")}
          error={address !== "" && parts === null ? t("outside.feed_needs_address") : undefined}
          value={address}
          onChange={setAddress}
          maxLength={300}
        />
        <Field label={t("outside.feed_key")} hint={t("outside.feed_key_more")}>
          {(ids) => (
            <input
              {...ids}
              className="input"
              type="password"
              autoComplete="off"
              maxLength={500}
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Dialog>
  );
}
