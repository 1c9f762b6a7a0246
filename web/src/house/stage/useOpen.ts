import { useState } from "react";

/** Whether one layer is open. */
export function useOpen(): { readonly isOpen: boolean; readonly show: () => void; readonly hide: () => void } {
  const [isOpen, setOpen] = useState(false);
  return { isOpen, show: () => setOpen(true), hide: () => setOpen(false) };
}
