import type { ReactNode } from "react";
import type { Names } from "../api";
import { inWords, labelled, nameIn, partsOf } from "./words";

interface ValueProps {
  readonly name: string;
  readonly value: unknown;
  readonly names: Names;
  readonly zone: string | undefined;
  readonly onOpen: (id: string) => void;
}

/** One value of a record; what it names can be opened. */
export function Value({ name, value, ...rest }: ValueProps): ReactNode {
  const { names, zone, onOpen } = rest;
  if (typeof value === "string" && value in names) {
    return (
      <button type="button" className="link" onClick={() => onOpen(value)}>
        {nameIn(names, value)}
      </button>
    );
  }
  if (Array.isArray(value) && value.some((one) => typeof one === "object" || one in names)) {
    return (
      <ul className="values">
        {value.map((one, n) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a value of a list has its place and nothing else
          <li key={n}>
            <Value name={name} value={one} {...rest} />
          </li>
        ))}
      </ul>
    );
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return name === "scopes" ? <Scope value={value} zone={zone} names={names} /> : <Parts value={value} {...rest} />;
  }
  return inWords(name, value, names, zone);
}

/** One row in one line. */
const Parts = ({ value, ...rest }: Omit<ValueProps, "name" | "value"> & { readonly value: object }): ReactNode =>
  partsOf(value).map(([name, one], n) => (
    <span key={name}>
      {n > 0 && ", "}
      <Value name={name} value={one} {...rest} />
    </span>
  ));

/** What a mandate covers from a day on, line by line. */
const Scope = ({ value, names, zone }: Pick<ValueProps, "names" | "zone"> & { readonly value: object }): ReactNode => (
  <div className="scope">
    {partsOf(value).map(([name, one]) => (
      <p key={name} className={name === "since" ? "small muted num" : undefined}>
        {labelled(name, inWords(name, one, names, zone))}
      </p>
    ))}
  </div>
);
