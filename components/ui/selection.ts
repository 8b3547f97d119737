type Key = string | number;

/** A selection with the keys turned on or off. */
export function withSelected<Of extends Key>(selection: ReadonlySet<Of>, keys: readonly Of[], on: boolean): Set<Of> {
  const next = new Set(selection);
  for (const key of keys) {
    if (on) next.add(key);
    else next.delete(key);
  }
  return next;
}

/** How much of a list is chosen: what a checkbox for the whole list shows. */
export function chosenOf<Of extends Key>(selection: ReadonlySet<Of>, keys: readonly Of[]): "all" | "some" | "none" {
  const chosen = keys.filter((key) => selection.has(key)).length;
  if (chosen === 0) return "none";
  return chosen === keys.length ? "all" : "some";
}
