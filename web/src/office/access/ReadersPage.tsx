import "./access.css";
import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { t } from "../../i18n";
import { Button } from "../../ui";
import { OfficePage, PageHead } from "../OfficePage";
import { getReaders } from "./api";
import { GrantReader } from "./GrantReader";
import { LinkDialog, type LinkFor } from "./LinkDialog";
import { ReaderList } from "./ReaderList";
import { Releases } from "./Releases";

/** Who reads besides the desk, until when, and what oversight bodies were given to read. */
export function ReadersPage(): ReactNode {
  const [isGranting, setGranting] = useState(false);
  const [link, setLink] = useState<LinkFor | null>(null);
  const [body, setBody] = useState("");
  const query = useQuery({ queryKey: ["office", "readers"], queryFn: getReaders });
  return (
    <OfficePage
      page="readers"
      title={t("office.readers")}
      query={query}
      head={
        <PageHead title={t("office.readers")} more={t("office.readers_more")}>
          <Button look="primary" onPress={() => setGranting(true)}>
            <Plus size={16} aria-hidden="true" />
            {t("office.let_read")}
          </Button>
        </PageHead>
      }
    >
      <div className="access">
        {query.data && <ReaderList readers={query.data} onLink={setLink} onBody={setBody} />}
        <Releases body={body} onBody={setBody} />
      </div>
      {isGranting && <GrantReader onClose={() => setGranting(false)} onMade={setLink} />}
      {link && <LinkDialog {...link} onClose={() => setLink(null)} />}
    </OfficePage>
  );
}
