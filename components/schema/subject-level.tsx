import type { SubjectView } from "#lib/contract/subjects";
import { COMPATIBILITY_MEANINGS, CompatibilityLevel } from "#lib/domain/compatibility";

/** The compatibility level and what it promises. What was approved counts; what the registry has otherwise is drift and told as such. */
export function SubjectLevel({ levels: { desired, observed, own, global } }: Pick<SubjectView, "levels">) {
  const level = CompatibilityLevel.safeParse(desired ?? observed ?? global);
  if (!level.success) return <span className="text-ink-3">Its compatibility is not known.</span>;
  const inherited = desired === null && own === false;

  return (
    <>
      <span className="font-mono text-small text-ink">{level.data}</span>: {COMPATIBILITY_MEANINGS[level.data]}
      {inherited && <span className="text-ink-3"> It has no level of its own; this one holds for all.</span>}
    </>
  );
}
