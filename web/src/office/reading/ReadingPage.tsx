import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { post } from "../../api/http";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button, Notice } from "../../ui";
import { navigate } from "../../ui/navigate";
import { office } from "../api";

/** Redeems a reader's link, after a click: a program that looks at addresses must not use it up. */
export function ReadingPage(): ReactNode {
  const queries = useQueryClient();
  const [secret] = useState(() => window.location.hash.slice(1));
  const [refusal, setRefusal] = useState("");
  const open = async (): Promise<void> => {
    try {
      await post(office("redeem"), { secret });
      await queries.invalidateQueries();
      navigate("/desk/records", { replace: true });
    } catch (error) {
      setRefusal(sentenceOf(error));
    }
  };
  return (
    <Notice
      title={t("office.reading")}
      actions={
        <Button look="primary" size="lg" onPress={open} reason={secret ? null : t("office.reading_no_link")}>
          {t("office.reading_open")}
        </Button>
      }
    >
      <p className="muted" role={refusal ? "alert" : undefined}>
        {refusal || t("office.reading_more")}
      </p>
    </Notice>
  );
}
