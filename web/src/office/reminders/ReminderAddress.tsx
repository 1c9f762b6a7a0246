import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { t } from "../../i18n";
import { sentenceOf } from "../../i18n/errors";
import { Button, TextField } from "../../ui";
import { Refusal } from "../entering/Refusal";
import { useSending } from "../entering/useSending";
import { dropAddress, getAddresses, putAddress } from "./api";

/** Where reminders to an official or an organisation of ours go. The address stands in no ledger. */
export function ReminderAddress({ record }: { readonly record: string }): ReactNode {
  const query = useQuery({ queryKey: ["office", "addresses"], queryFn: getAddresses });
  if (query.error) return <p role="alert">{sentenceOf(query.error)}</p>;
  if (!query.data) return null;
  const known = query.data.find((one) => one.record === record)?.address ?? "";
  return <Asked key={known} record={record} known={known} />;
}

function Asked({ record, known }: { readonly record: string; readonly known: string }): ReactNode {
  const [address, setAddress] = useState(known);
  const { refusal, errors, send } = useSending();
  const save = (event: FormEvent): void => {
    event.preventDefault();
    void send(() => putAddress(record, address.trim()));
  };
  const expected = errors.get("address");
  return (
    <form className="form" onSubmit={save}>
      <TextField
        label={t("office.reminders_to")}
        hint={t("office.reminders_to_hint")}
        type="email"
        required
        maxLength={254}
        value={address}
        onChange={setAddress}
        error={expected && t("office.expected", { what: expected })}
      />
      <div className="row row--wrap">
        <Button type="submit" size="sm" reason={address.trim() === known ? t("office.address_same") : null}>
          {t("office.keep_address")}
        </Button>
        {known && (
          <Button size="sm" onPress={() => void send(() => dropAddress(record))}>
            {t("office.drop_address")}
          </Button>
        )}
      </div>
      <Refusal said={refusal} />
    </form>
  );
}
