/** Two keys, one after the other, that open a page. */
export const GO_KEYS = [
  { key: "i", href: "/", label: "Inbox" },
  { key: "t", href: "/topics", label: "Topics" },
  { key: "s", href: "/schemas", label: "Schemas" },
  { key: "p", href: "/applications", label: "Applications" },
  { key: "r", href: "/requests", label: "Requests" },
  { key: "a", href: "/approvals", label: "Approvals" },
] as const;

/** How long the second key is waited for, in milliseconds. */
export const SECOND_KEY_MS = 1_500;

export type KeyCommand = { type: "go"; href: string } | { type: "help" };

/** What a key means now; `waiting` says that `g` came before and a letter is expected. */
export function readKey(waiting: boolean, key: string): { waiting: boolean; command: KeyCommand | null } {
  if (waiting) {
    const target = GO_KEYS.find((go) => go.key === key);
    return { waiting: false, command: target ? { type: "go", href: target.href } : null };
  }
  if (key === "?") return { waiting: false, command: { type: "help" } };
  return { waiting: key === "g", command: null };
}

/** Where a letter is text or a choice, single keys must not act: fields, and everything that floats above the page. */
export const KEYS_BELONG_HERE = [
  "input:not([type=checkbox],[type=radio],[type=button],[type=submit])",
  "textarea",
  "select",
  "[contenteditable]:not([contenteditable=false])",
  "[role=dialog]",
  "[role=alertdialog]",
  "[role=menu]",
  "[role=listbox]",
  "[role=combobox]",
].join(",");
