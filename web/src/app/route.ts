/** The pages by address. */
export type Route =
  | { readonly page: "invitation" }
  | { readonly page: "meetings" }
  | { readonly page: "new_meeting" }
  | { readonly page: "engagements" | "records" | "timeline" | "requests" | "reading" | "imports" | "readers" }
  | { readonly page: "request"; readonly request: string }
  | { readonly page: "import"; readonly file: string }
  | { readonly page: "meeting"; readonly meeting: string }
  | { readonly page: "seat"; readonly seat: string }
  | { readonly page: "webcast" | "embed" | "record"; readonly meeting: string }
  | { readonly page: "unknown" };

const ID = "([A-Za-z0-9_-]{1,64})";
const MEETING = new RegExp(`^/desk/meetings/${ID}$`);
const REQUEST = new RegExp(`^/desk/requests/${ID}$`);
const IMPORT = new RegExp(`^/desk/imports/${ID}$`);
const SEAT = new RegExp(`^/seats/${ID}(?:/gallery)?$`);
/** Open to anyone, on the public host. */
const PUBLIC = new RegExp(`^/(m|embed|record)/${ID}$`);
const PUBLIC_PAGES = { m: "webcast", embed: "embed", record: "record" } as const;

export function routeOf(pathname: string): Route {
  const path = pathname.length > 1 ? pathname.replace(/\/+$/, "") : pathname;
  if (path === "/invitation") return { page: "invitation" };
  if (path === "/" || path === "/desk" || path === "/desk/meetings") return { page: "meetings" };
  if (path === "/desk/meetings/new") return { page: "new_meeting" };
  if (path === "/desk/engagements") return { page: "engagements" };
  if (path === "/desk/records") return { page: "records" };
  if (path === "/desk/timeline") return { page: "timeline" };
  if (path === "/desk/office") return { page: "reading" };
  if (path === "/desk/requests") return { page: "requests" };
  const request = REQUEST.exec(path)?.[1];
  if (request) return { page: "request", request };
  if (path === "/desk/imports") return { page: "imports" };
  if (path === "/desk/readers") return { page: "readers" };
  const file = IMPORT.exec(path)?.[1];
  if (file) return { page: "import", file };
  const meeting = MEETING.exec(path)?.[1];
  if (meeting) return { page: "meeting", meeting };
  const [, kind, shown] = PUBLIC.exec(path) ?? [];
  if (kind && shown) return { page: PUBLIC_PAGES[kind as keyof typeof PUBLIC_PAGES], meeting: shown };
  const seat = SEAT.exec(path)?.[1];
  return seat ? { page: "seat", seat } : { page: "unknown" };
}
