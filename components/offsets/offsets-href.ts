/** The address of the form for a group's offsets, begun with what is known. */
export function offsetsHref(known: { cluster: string; topic: string; group?: string }): string {
  return `/offsets/new?${new URLSearchParams(known)}`;
}
