import { useRef } from "react";

/** What somebody types in or chooses from; not what a component keeps out of sight for the form's sake. */
const FIELD = ":is(input:not([type=hidden]), select, textarea):not([disabled], [tabindex='-1'], [aria-hidden=true])";

/**
 * Where focus goes in a popup that opens: to its first field, so that one goes on typing; to the popup's own choice where there is none. By touch
 * it goes to the popup itself: a field would bring up the keyboard over what is to be read, and the popup's own choice may be one.
 */
export function useFirstField() {
  const popup = useRef<HTMLDivElement>(null);
  const initialFocus = (openedBy: string) =>
    (openedBy === "touch" ? popup.current : popup.current?.querySelector<HTMLElement>(FIELD)) ?? true;
  return { ref: popup, initialFocus };
}
