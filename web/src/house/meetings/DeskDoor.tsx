import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "../../api/http";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button, Notice } from "../../ui";
import { navigate } from "../../ui/navigate";
import { openDesk } from "./api";

/** Redeems the administrator's link, after a click. */
export function DeskDoor({ secret, onOpen }: { readonly secret: string; readonly onOpen: () => void }): ReactNode {
  const queries = useQueryClient();
  const [refusal, setRefusal] = useState("");
  const [isUsed, setUsed] = useState(false);
  const open = async (): Promise<void> => {
    try {
      await openDesk(secret);
      navigate("/desk", { replace: true });
      await queries.invalidateQueries();
      onOpen();
    } catch (error) {
      setUsed(error instanceof ApiError && (error.status === 410 || error.status === 404));
      setRefusal(sentenceOf(error));
    }
  };
  if (isUsed) return <Notice title={t("meetings.desk_used")}>{t("meetings.desk_used_more")}</Notice>;
  return (
    <Notice
      title={t("meetings.desk_title")}
      actions={
        <Button look="primary" size="lg" onPress={open}>
          {t("meetings.desk_open")}
        </Button>
      }
    >
      <p className="muted" role={refusal ? "alert" : undefined}>
        {refusal || t("meetings.desk_more")}
      </p>
    </Notice>
  );
}

/** For a browser without the desk's cookie. */
export const DeskClosed = (): ReactNode => (
  <Notice title={t("meetings.desk_closed")}>{t("meetings.desk_closed_more")}</Notice>
);
