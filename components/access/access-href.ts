/** The address of the access form, begun with what is known. */
export function accessHref(known: { application?: string; cluster?: string; topic?: string }): string {
  const search = new URLSearchParams(known);
  return search.size > 0 ? `/access/new?${search}` : "/access/new";
}
