import type { Connection } from "#lib/db/database";
import { ownershipFacts } from "#lib/db/stores/ownership-facts";
import type { OwnerCandidate } from "#lib/domain/owner-candidate";
import { ownerInference } from "#lib/policy/infer-owner";

/** Who may own these topics of a cluster, each with what speaks for it; read at once, however many there are. */
export async function suggestOwners(
  db: Connection,
  cluster: string,
  names: readonly string[],
): Promise<Map<string, OwnerCandidate[]>> {
  const infer = ownerInference(await ownershipFacts(db, cluster, names));
  return new Map(names.map((name) => [name, infer(name)]));
}
