import { X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { zones } from "../../house/meetings/zone";
import { t, tWord } from "../../i18n";
import { type FieldIds, IconButton } from "../../ui";
import type { Names } from "../api";
import { nameIn, titleOf } from "../records/words";
import type { Typed } from "./draft";
import type { Control } from "./form";
import { RecordChoice } from "./RecordChoice";
import { useCountries } from "./useCountries";

interface PlainProps {
  readonly ids: FieldIds;
  readonly control: Exclude<Control, { as: "rows" }>;
  readonly value: Typed;
  readonly put: (value: Typed) => void;
  readonly required: boolean;
  readonly names: Names;
  readonly label: string;
}

const TYPES = { day: "date", instant: "datetime-local" } as const;

/** A field that is one control. */
export function Plain({ ids, control, value, put, required, names, label }: PlainProps): ReactNode {
  const text = typeof value === "string" ? value : "";
  switch (control.as) {
    case "prose":
      return (
        <textarea {...ids} className="input" rows={3} value={text} onChange={(event) => put(event.target.value)} />
      );
    case "choice":
      return (
        <select {...ids} className="input" value={text} onChange={(event) => put(event.target.value)}>
          {!required && <option value="">{t("office.not_said")}</option>}
          {control.of.map((word) => (
            <option key={word} value={word}>
              {tWord(control.under, word)}
            </option>
          ))}
        </select>
      );
    case "zone":
      return (
        <select {...ids} className="input" value={text} onChange={(event) => put(event.target.value)}>
          {zones(text).map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </select>
      );
    case "country":
      return <CountryInput ids={ids} value={text} required={required} onChange={put} />;
    case "countries":
      return (
        <>
          <input {...ids} className="input" value={text} onChange={(event) => put(event.target.value)} />
          <KnownCountries />
        </>
      );
    case "record":
      return <Single {...{ ids, control, put, required, names }} value={text} />;
    case "records":
      return <Several {...{ ids, control, put, names, label }} value={(value ?? []) as readonly string[]} />;
    case "day":
    case "instant":
      return (
        <input
          {...ids}
          className="input"
          type={TYPES[control.as]}
          value={text}
          required={required}
          onChange={(event) => put(event.target.value)}
        />
      );
    default:
      return (
        <input
          {...ids}
          className="input"
          value={text}
          required={required}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => put(event.target.value)}
        />
      );
  }
}

interface Chosen {
  readonly ids: FieldIds;
  readonly control: { readonly of: readonly string[] };
  readonly put: (value: Typed) => void;
  readonly names: Names;
}

/** One record. What was chosen here is called as it was found; the rest as the record says. */
function Single({
  ids,
  control,
  value,
  put,
  required,
  names,
}: Chosen & { readonly value: string; readonly required: boolean }): ReactNode {
  const [chosen, choose] = useState<Readonly<Record<string, string>>>({});
  return (
    <RecordChoice
      ids={ids}
      kinds={control.of}
      required={required}
      name={value && (chosen[value] ?? nameIn(names, value))}
      onChoose={(row) => {
        if (row) choose({ ...chosen, [row.id]: titleOf(row) });
        put(row?.id ?? "");
      }}
    />
  );
}

/** A list of records: each can be taken off, one more can be added. */
function Several({
  ids,
  control,
  value,
  put,
  names,
  label,
}: Chosen & { readonly value: readonly string[]; readonly label: string }): ReactNode {
  const [chosen, choose] = useState<Readonly<Record<string, string>>>({});
  const nameOf = (id: string): string => chosen[id] ?? nameIn(names, id);
  return (
    <>
      {value.length > 0 && (
        <ul className="chosen" aria-label={t("office.chosen", { what: label })}>
          {value.map((id) => (
            <li key={id} className="chip">
              {nameOf(id)}
              <IconButton
                label={t("office.take_off", { name: nameOf(id) })}
                onPress={() => put(value.filter((one) => one !== id))}
              >
                <X size={14} aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <RecordChoice
        ids={ids}
        kinds={control.of}
        name=""
        onChoose={(row) => {
          if (!row || value.includes(row.id)) return;
          choose({ ...chosen, [row.id]: titleOf(row) });
          put([...value, row.id]);
        }}
      />
    </>
  );
}

interface CountryInputProps {
  readonly ids: FieldIds;
  readonly value: string;
  readonly required: boolean;
  readonly onChange: (value: string) => void;
}

function CountryInput({ ids, value, required, onChange }: CountryInputProps): ReactNode {
  const countries = useCountries();
  return (
    <>
      <input
        {...ids}
        className="input"
        list={`${ids.id}-known`}
        value={value}
        required={required}
        maxLength={3}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={`${ids.id}-known`}>
        {countries.map(({ code, name }) => (
          <option key={code} value={code} label={name} />
        ))}
      </datalist>
    </>
  );
}

/** Which codes stand for what. */
function KnownCountries(): ReactNode {
  const known = useCountries().map(({ code, name }) => `${code} ${name}`);
  return (
    known.length > 0 && (
      <span className="hint">{t("office.known_countries", { list: known.slice(0, 12).join(", ") })}</span>
    )
  );
}
