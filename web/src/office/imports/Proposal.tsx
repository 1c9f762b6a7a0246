import { type ReactNode, useState } from "react";
import { t, tWord } from "../../i18n";
import { Button } from "../../ui";
import type { Names } from "../api";
import { EnterRecord } from "../entering";
import { Refusal } from "../entering/Refusal";
import { useSending } from "../entering/useSending";
import { titleOf } from "../records/words";
import { accept, decline, type Line } from "./api";
import { ACCEPTED_AS, type AcceptedAs, detailsOf, toldBy } from "./lines";

interface ProposalProps {
  readonly file: string;
  readonly line: Line;
  readonly kind: AcceptedAs;
  readonly names: Names;
}

/** What an event of a calendar may become: accepted as it stands at one press, corrected first, or declined. */
export function Proposal({ file, line, kind, names }: ProposalProps): ReactNode {
  const [isCorrecting, setCorrecting] = useState(false);
  const { refusal, errors, send } = useSending(undefined, kind);
  const { number } = line;
  const told = toldBy(line, names);
  const what = titleOf(told) || tWord("office.kind", kind);
  return (
    <>
      <p>
        <span className="small muted">{tWord("office.kind", kind)}</span> <b>{what}</b>
      </p>
      <p className="small muted files__details">{detailsOf(told)}</p>
      <div className="row row--wrap">
        <Button
          size="sm"
          look="primary"
          label={t("office.accept_it", { what })}
          onPress={() => void send(() => accept(file, number, kind, told.fields))}
        >
          {t("office.accept")}
        </Button>
        <Button size="sm" label={t("office.correct_first_it", { what })} onPress={() => setCorrecting(true)}>
          {t("office.correct_first")}
        </Button>
        <Button
          size="sm"
          label={t("office.decline_it", { what })}
          onPress={() => void send(() => decline(file, number))}
        >
          {t("office.decline")}
        </Button>
      </div>
      <Refusal
        said={[refusal, ...[...errors].map(([name, expected]) => `${fieldName(name)}: ${expected}.`)].join(" ")}
      />
      {isCorrecting && (
        <EnterRecord
          kind={kind}
          kinds={ACCEPTED_AS}
          title={t("office.accept_it", { what })}
          known={told.fields}
          names={names}
          onSend={(as, fields) => accept(file, number, as, fields)}
          onClose={() => setCorrecting(false)}
        />
      )}
    </>
  );
}

/** "Country" of `country`; "Level" of `officials.0.level`. */
const fieldName = (path: string): string => tWord("office.field", path.split(".").at(-1) ?? path);
