/** What Next gives a page of its address behind the `?`. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The named parameters, one value each: a repeated one counts as its first, an empty one as absent. */
export async function singleParams<Name extends string>(
  searchParams: SearchParams,
  names: readonly Name[],
): Promise<{ [N in Name]?: string }> {
  const given = await searchParams;
  const params: { [N in Name]?: string } = {};
  for (const name of names) {
    const value = [given[name]].flat()[0];
    if (value) params[name] = value;
  }
  return params;
}
