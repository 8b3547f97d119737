const MAX_LENGTH = 100;

/**
 * A name for an application's principal: `<team>.<application>`, and while others have it the same with `-2`, `-3` … behind it, as in a
 * rotation.
 * @param taken names that its principals on the cluster have or had
 */
export function suggestPrincipalName(team: string, application: string, taken: readonly string[]): string {
  const first = `${team}.${application}`.slice(0, MAX_LENGTH - 4);
  const used = new Set(taken.map((name) => name.toLowerCase()));
  if (!used.has(first)) return first;

  let turn = 2;
  while (used.has(`${first}-${turn}`)) turn += 1;
  return `${first}-${turn}`;
}
