/**
 * The segments of a page's address as they were meant: Next gives them percent-encoded as they stand in it. What is no encoding stays as it is.
 */
export async function decodedParams<Name extends string>(
  params: Promise<{ [N in Name]: string }>,
): Promise<{ [N in Name]: string }> {
  const entries = Object.entries<string>(await params).map(([name, value]) => [name, decoded(value)]);
  return Object.fromEntries(entries);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
