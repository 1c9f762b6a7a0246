import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, type MouseEvent, type ReactNode, Suspense, useState } from "react";
import { ApiError } from "../api/http";
import { InvitationPage } from "../house/invitations";
import { t } from "../i18n";
import { Announcer } from "../ui";
import { usePathname } from "../ui/navigate";
import { type Route, routeOf } from "./route";

/** What the public loads has nothing of the desk or the room in it. */
const WebcastPage = lazy(() =>
  import("../public/webcast/WebcastPage").then((module) => ({ default: module.WebcastPage })),
);
const EmbedPage = lazy(() => import("../public/webcast/EmbedPage").then((module) => ({ default: module.EmbedPage })));
const RecordPage = lazy(() => import("../public/record/RecordPage").then((module) => ({ default: module.RecordPage })));
const MeetingsPage = lazy(() => import("../house/meetings").then((module) => ({ default: module.MeetingsPage })));
const PlanPage = lazy(() => import("../house/meetings").then((module) => ({ default: module.PlanPage })));
const EngagementsPage = lazy(() =>
  import("../office/engagements").then((module) => ({ default: module.EngagementsPage })),
);
const RecordsPage = lazy(() => import("../office/records").then((module) => ({ default: module.RecordsPage })));
const TimelinePage = lazy(() => import("../office/timeline").then((module) => ({ default: module.TimelinePage })));
const RequestsPage = lazy(() => import("../office/requests").then((module) => ({ default: module.RequestsPage })));
const RequestPage = lazy(() => import("../office/requests").then((module) => ({ default: module.RequestPage })));
const ImportsPage = lazy(() => import("../office/imports").then((module) => ({ default: module.ImportsPage })));
const ImportPage = lazy(() => import("../office/imports").then((module) => ({ default: module.ImportPage })));
const ReadersPage = lazy(() => import("../office/access").then((module) => ({ default: module.ReadersPage })));
const ReadingPage = lazy(() => import("../office/reading").then((module) => ({ default: module.ReadingPage })));
/** The room loads the media library, which a desk never needs. */
const SeatPage = lazy(() => import("./SeatPage").then((module) => ({ default: module.SeatPage })));

/** Asking again helps against a server that is away, not against one that refused. */
const isWorthRetrying = (failures: number, error: unknown): boolean =>
  failures < 1 && (!(error instanceof ApiError) || error.status === 0 || error.status >= 500);

export function App(): ReactNode {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { retry: isWorthRetrying } } }));
  const route = routeOf(usePathname());
  return (
    <QueryClientProvider client={queries}>
      {/* biome-ignore lint/a11y/useValidAnchor: it leads within the page, by hand so that the fragment stays */}
      <a className="skip" href="#main" onClick={skip}>
        {t("app.skip")}
      </a>
      <Suspense fallback={<main id="main" aria-busy="true" />}>
        <Page route={route} />
      </Suspense>
      <Announcer />
    </QueryClientProvider>
  );
}

/** Moves to the content without touching the address, whose fragment may hold a secret. */
function skip(event: MouseEvent): void {
  event.preventDefault();
  const main = document.getElementById("main");
  main?.setAttribute("tabindex", "-1");
  main?.focus();
}

function Page({ route }: { readonly route: Route }): ReactNode {
  switch (route.page) {
    case "invitation":
      return <InvitationPage />;
    case "meetings":
      return <MeetingsPage />;
    case "new_meeting":
      return <PlanPage key="new" meeting={null} />;
    case "engagements":
      return <EngagementsPage />;
    case "records":
      return <RecordsPage />;
    case "timeline":
      return <TimelinePage />;
    case "reading":
      return <ReadingPage />;
    case "requests":
      return <RequestsPage />;
    case "request":
      return <RequestPage key={route.request} request={route.request} />;
    case "imports":
      return <ImportsPage />;
    case "import":
      return <ImportPage key={route.file} file={route.file} />;
    case "readers":
      return <ReadersPage />;
    case "meeting":
      return <PlanPage key={route.meeting} meeting={route.meeting} />;
    case "seat":
      return <SeatPage key={route.seat} seat={route.seat} />;
    case "webcast":
      return <WebcastPage key={route.meeting} meeting={route.meeting} />;
    case "embed":
      return <EmbedPage key={route.meeting} meeting={route.meeting} />;
    case "record":
      return <RecordPage key={route.meeting} meeting={route.meeting} />;
    case "unknown":
      return (
        <main className="main" id="main">
          <h1>{t("app.nothing_here")}</h1>
          <p className="muted">{t("app.nothing_here_more")}</p>
        </main>
      );
  }
}
