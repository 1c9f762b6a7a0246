import type { ReactNode } from "react";
import type { GlyphName } from "./doorLook";

const DRAWINGS: Readonly<Record<GlyphName, ReactNode>> = {
  private: (
    <path d="M2.75 1.75h8.5v12.5h-8.5zM12.75 1.75h8.5v12.5h-8.5z" fill="none" stroke="currentColor" strokeWidth="1.5" />
  ),
  open: (
    <>
      <rect x="0" y="1" width="5.5" height="14" />
      <rect x="18.5" y="1" width="5.5" height="14" />
      <circle cx="12" cy="8" r="3.6" />
    </>
  ),
  closing: (
    <>
      <rect x="0" y="1" width="8" height="14" />
      <rect x="16" y="1" width="8" height="14" />
      <rect x="11.2" y="1" width="1.6" height="14" />
    </>
  ),
  shut: (
    <>
      <rect x="2" y="1" width="9.2" height="14" />
      <rect x="12.8" y="1" width="9.2" height="14" />
    </>
  ),
  recess: <path fillRule="evenodd" d="M2 1h9.2v14H2zM12.8 1H22v14h-9.2zM6.5 4.5v7h2.2v-7zM15.3 4.5v7h2.2v-7z" />,
  opening: (
    <g fill="none" stroke="currentColor" strokeWidth="1.8">
      <path d="M.9 1.9h5v12.2h-5zM18.1 1.9h5v12.2h-5z" />
      <circle cx="12" cy="8" r="2.9" />
    </g>
  ),
  jam: (
    <>
      <rect x="1" y="1" width="8" height="14" />
      <path d="m19 1 4.5 1.2-2.6 13.2-4.6-1z" />
      <path d="M12.4 2.5v7M12.4 11.8v2.2" stroke="currentColor" strokeWidth="2.2" fill="none" />
    </>
  ),
  scheduled: (
    <path d="M2.75 1.75h18.5v12.5H2.75z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="3 2.4" />
  ),
  ended: <path d="M2.75 1.75h18.5v12.5H2.75zM7 8h10" fill="none" stroke="currentColor" strokeWidth="1.5" />,
};

/** The gate as a small sign. Always beside its word, so hidden from screen readers. */
export function Glyph({ of, size = 18 }: { readonly of: GlyphName; readonly size?: number }): ReactNode {
  return (
    <svg className="glyph" width={size} height={(size * 2) / 3} viewBox="0 0 24 16" aria-hidden="true">
      {DRAWINGS[of]}
    </svg>
  );
}

/** Two leaves round a lens. */
export function Logo({ size = 24 }: { readonly size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" fill="currentColor">
      <path d="M11 2H5a3 3 0 0 0-3 3v14a3 3 0 0 0 3 3h6v-4.6a5.5 5.5 0 0 1 0-10.8z" />
      <path d="M13 2h6a3 3 0 0 1 3 3v14a3 3 0 0 1-3 3h-6v-4.6a5.5 5.5 0 0 0 0-10.8z" />
    </svg>
  );
}
