import type { ReactNode } from "react";

interface FlagProps {
  readonly colours: readonly string[];
  /** Given when the delegation's name is not beside the mark. */
  readonly name?: string;
  readonly width?: number;
}

const COLOUR = /^#[0-9a-f]{6}$/i;

/** A delegation's mark: upright stripes in its colours, the same size for every delegation. */
export function Flag({ colours, name, width = 27 }: FlagProps): ReactNode {
  const stripes = colours.filter((colour) => COLOUR.test(colour));
  const each = 24 / Math.max(stripes.length, 1);
  return (
    <svg
      className="flag"
      width={width}
      height={(width * 2) / 3}
      viewBox="0 0 24 16"
      preserveAspectRatio="none"
      role="img"
      aria-hidden={name ? undefined : true}
      aria-label={name}
    >
      {stripes.length === 0 && <rect width="24" height="16" fill="#6f7d77" />}
      {stripes.map((colour, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: stripes have no identity but their place
        <rect key={index} x={index * each} width={each} height="16" fill={colour} />
      ))}
    </svg>
  );
}
