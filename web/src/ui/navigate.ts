import { type MouseEvent, useSyncExternalStore } from "react";

/** Moves between pages without loading again; a plain link works just as well. */
const MOVED = "incamera:moved";

export function navigate(path: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (replace) window.history.replaceState(null, "", path);
  else window.history.pushState(null, "", path);
  window.dispatchEvent(new Event(MOVED));
  window.scrollTo(0, 0);
}

/** For `<a href onClick={follow}>`: a click with a modifier key stays the browser's. */
export function follow(event: MouseEvent<HTMLAnchorElement>): void {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  ) {
    return;
  }
  event.preventDefault();
  navigate(event.currentTarget.pathname + event.currentTarget.search);
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("popstate", listener);
  window.addEventListener(MOVED, listener);
  return () => {
    window.removeEventListener("popstate", listener);
    window.removeEventListener(MOVED, listener);
  };
}

export const useSearch = (): string => useSyncExternalStore(subscribe, () => window.location.search);
export const usePathname = (): string => useSyncExternalStore(subscribe, () => window.location.pathname);
