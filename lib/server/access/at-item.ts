import type { Violation } from "#lib/domain/policy";
import type { Failure } from "#lib/domain/result";

/** Fields that all items of a request for access share; their paths have no item before them. */
const SHARED = /^(application|cluster|expiresAt|host|agreement|reason)(\.|$)/;

/** A path of an item as it stands in the whole input: `items.3.topic`. */
export function itemPath(path: string, item: string): string {
  return SHARED.test(path) ? path : `${item}.${path}`;
}

/**
 * A refusal of one item with its paths as they stand in the whole input, broken rules too. `item` is where it stands: `items.3`.
 * @param ownFrame true where items share nothing: each has its own application and end
 */
export function atItem(
  { failure }: { failure: Failure },
  item: string,
  ownFrame = false,
): { ok: false; failure: Failure } {
  const place = (path: string) => (ownFrame ? `${item}.${path}` : itemPath(path, item));
  const moved = <Part extends { path: string }>(part: Part): Part => ({ ...part, path: place(part.path) });
  const { errors, extra } = failure;
  const violations = extra?.violations as Violation[] | undefined;
  return {
    ok: false,
    failure: {
      ...failure,
      ...(errors && { errors: errors.map(moved) }),
      ...(violations && { extra: { ...extra, violations: violations.map(moved) } }),
    },
  };
}
