import { useSyncExternalStore } from "react";

const query = (): MediaQueryList => window.matchMedia("(max-width: 720px)");

function subscribe(listener: () => void): () => void {
  const media = query();
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** Whether the page is as narrow as a phone: there the desk is a tab of its own. The same width as in the stylesheets. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => query().matches);
