import type { Inbox } from "#lib/contract/pages";
import { Card, CardSection } from "../ui/card.tsx";
import { Chip } from "../ui/chip.tsx";
import { Since } from "../ui/since.tsx";

/** Explains waiting: which clusters cannot be used now. Nothing while all can be. */
export function UnreachableBanner({ clusters }: { clusters: Inbox["unreachable"] }) {
  if (clusters.length === 0) return null;

  return (
    <div className="mb-5">
      <Card tone="warn">
        <CardSection className="grid gap-1.5">
          {clusters.map(({ slug, name, since }) => (
            <p key={slug} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <Chip tone="warn">{name} cannot be used</Chip>
              <span>
                <Since at={since} />
              </span>
            </p>
          ))}
          <p className="text-ink-2">
            Asking and approving go on. What is approved is applied by itself once the cluster can be used again.
          </p>
        </CardSection>
      </Card>
    </div>
  );
}
