/** A selection with the ids turned on or off. */
export function withSelected(selection: ReadonlySet<number>, ids: readonly number[], on: boolean): Set<number> {
  const next = new Set(selection);
  for (const id of ids) {
    if (on) next.add(id);
    else next.delete(id);
  }
  return next;
}

/** How much of a list is chosen: what a checkbox for the whole list shows. */
export function chosenOf(selection: ReadonlySet<number>, ids: readonly number[]): "all" | "some" | "none" {
  const chosen = ids.filter((id) => selection.has(id)).length;
  if (chosen === 0) return "none";
  return chosen === ids.length ? "all" : "some";
}
