import type { Risk } from "#lib/domain/slot";
import { CLASSIFICATIONS, type Classification } from "#lib/domain/topic-spec";

const SENSITIVE = CLASSIFICATIONS.indexOf("confidential");

/**
 * How much can go wrong when topics change hands. High where data that not everybody may read gets another owner, and where a name no longer says
 * whose it is; else normal. Nothing on the cluster changes, so the tier does not matter.
 * @param outside whether a topic would stand outside the prefixes of its new team
 */
export function transferRisk({
  classifications,
  outside,
}: {
  classifications: readonly Classification[];
  outside: boolean;
}): Risk {
  const sensitive = classifications.some((one) => CLASSIFICATIONS.indexOf(one) >= SENSITIVE);
  return sensitive || outside ? "high" : "normal";
}
