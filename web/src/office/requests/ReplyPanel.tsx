import { Download, FileText } from "lucide-react";
import { type ReactNode, useState } from "react";
import { t } from "../../i18n";
import { Button, Dialog } from "../../ui";
import { Refusal } from "../entering/Refusal";
import { useSending } from "../entering/useSending";
import { bundleAddress, letterAddress, prepare, type RequestShown, seal } from "./api";

/** The reply: prepared to be looked at, sealed once, and then a bundle that anybody can verify. */
export function ReplyPanel({ shown }: { readonly shown: RequestShown }): ReactNode {
  const { id, reply } = shown;
  const [isAsking, setAsking] = useState(false);
  const { refusal, send } = useSending(() => setAsking(false));
  const isReady = shown.questions > 0 && shown.signed === shown.questions;
  const isMade = reply.state === "made" && !reply.stale;
  return (
    <section className="panel" aria-live="polite">
      <div className="panel__head">
        <h2>{t("office.reply")}</h2>
        <span className="chip end">{t(`office.reply_state.${reply.stale ? "stale" : reply.state}`)}</span>
      </div>
      <div className="panel__body stack">
        {!isReady && shown.state !== "replied" && (
          <p className="muted">{t("office.reply_waits", { n: shown.questions - shown.signed })}</p>
        )}
        {reply.state === "failed" && <p className="bad">{reply.fault}</p>}
        {(isMade || reply.state === "sealing" || reply.state === "sealed") && (
          <a className="btn" href={letterAddress(id)} download>
            <FileText size={16} aria-hidden="true" />
            {t("office.reply_pdf")}
          </a>
        )}
        {isReady && shown.state !== "replied" && !isMade && reply.state !== "making" && (
          <Button look="primary" onPress={() => void send(() => prepare(id))}>
            {t("office.prepare")}
          </Button>
        )}
        {isReady && isMade && (
          <Button look="primary" onPress={() => setAsking(true)}>
            {t("office.seal")}
          </Button>
        )}
        {reply.state === "sealed" && (
          <>
            <a className="btn btn--primary" href={bundleAddress(id)} download>
              <Download size={16} aria-hidden="true" />
              {t("office.bundle")}
            </a>
            <p className="small muted">{t("office.bundle_more")}</p>
            <code className="hash">incamera bundle verify bundle.zip</code>
            <dl>
              <dt className="small muted">SHA-256</dt>
              <dd className="hash">{reply.sha256}</dd>
            </dl>
          </>
        )}
        <Refusal said={refusal} />
      </div>
      <Dialog
        open={isAsking}
        alert
        onClose={() => setAsking(false)}
        title={t("office.seal_ask")}
        actions={
          <>
            <Button onPress={() => setAsking(false)}>{t("office.cancel")}</Button>
            <Button look="primary" onPress={() => void send(() => seal(id))}>
              {t("office.seal")}
            </Button>
          </>
        }
      >
        <p>{t("office.seal_more")}</p>
      </Dialog>
    </section>
  );
}
