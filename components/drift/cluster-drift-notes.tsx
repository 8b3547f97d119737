import type { ClusterView } from "#lib/contract/platform";
import { isHeldBack } from "../cluster/cluster-condition.ts";
import { driftPolicyInWords } from "../cluster/cluster-settings-words.ts";
import { Card, CardSection } from "../ui/card.tsx";
import { type Definition, DefinitionList } from "../ui/definition-list.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { TextLink } from "../ui/text-link.tsx";

/** What the worker does about differences by itself, cluster by cluster, and where it stopped because too much differed at once. */
export function ClusterDriftNotes({ clusters }: { clusters: readonly ClusterView[] }) {
  const held = clusters.filter(isHeldBack);
  return (
    <>
      {held.map(({ slug, name, message }) => (
        <Card key={slug} tone="warn" className="mb-4">
          <CardSection>
            <p className="wrap-anywhere">
              <strong>{name} is held back.</strong> {message} What is shown of it is as it was last believed.{" "}
              <TextLink href="/admin/clusters">See the cluster</TextLink>
            </p>
          </CardSection>
        </Card>
      ))}
      <Card className="mb-4">
        <CardSection>
          <DefinitionList items={clusters.map(policyOf)} />
        </CardSection>
      </Card>
    </>
  );
}

function policyOf({ name, settings, seenAt }: ClusterView): Definition {
  return {
    term: name,
    value: (
      <>
        {driftPolicyInWords(settings.driftPolicy)}{" "}
        <span className="text-ink-3">
          · seen <RelativeTime at={seenAt} />
        </span>
      </>
    ),
  };
}
