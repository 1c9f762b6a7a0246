import { type ReactNode, useState } from "react";
import { redeem } from "../../api/seat";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button, Notice } from "../../ui";
import { type Refusal, refusalOf, secretIn } from "./outcome";

/** Takes a seat with the secret of the address's fragment: only after a click, since mail scanners open links too. */
export function InvitationPage(): ReactNode {
  const [secret] = useState(() => secretIn(window.location.hash));
  const [refused, setRefused] = useState<{ readonly why: Refusal; readonly said: string } | null>(null);
  const [isTaking, setTaking] = useState(false);
  if (secret === null) return <Notice title={t("invitations.no_secret")}>{t("invitations.no_secret_more")}</Notice>;

  const take = async (): Promise<void> => {
    setTaking(true);
    setRefused(null);
    try {
      const { seat } = await redeem(secret);
      // The secret is spent; leave neither it nor its page in the history.
      window.location.replace(`/seats/${encodeURIComponent(seat)}`);
    } catch (error) {
      setRefused({ why: refusalOf(error), said: sentenceOf(error) });
      setTaking(false);
    }
  };

  if (refused?.why === "used" || refused?.why === "expired" || refused?.why === "unknown") {
    return <Notice title={t(`invitations.${refused.why}`)}>{t(`invitations.${refused.why}_more`)}</Notice>;
  }
  const more = refused?.why === "too_many" ? t("invitations.too_many_more") : refused?.said;
  return (
    <Notice
      title={refused ? t(`invitations.${refused.why}`) : t("invitations.title")}
      actions={
        <Button look="primary" size="lg" onPress={take} reason={isTaking ? t("invitations.taking") : null}>
          {t(refused ? "invitations.again" : "invitations.take")}
        </Button>
      }
    >
      <p className="muted" role={refused ? "alert" : undefined}>
        {more ?? t("invitations.once")}
      </p>
    </Notice>
  );
}
