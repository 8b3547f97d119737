import { Shield } from "lucide-react";
import type { Metadata } from "next";
import { PolicyCard } from "#components/policy/policy-card";
import { Card } from "#components/ui/card";
import { EmptyState } from "#components/ui/empty-state";
import { PageHeader } from "#components/ui/page-header";
import { ask } from "#lib/server/ask";
import { listPolicies } from "#lib/server/queries/list-policies";

export const metadata: Metadata = { title: "Policies" };

/** The rules in force, in words. */
export default async function PoliciesPage() {
  const { items } = await ask(listPolicies, {});

  return (
    <>
      <PageHeader
        title="Policies"
        description="All rules that apply to a request judge it; none overrides another. A rule that refuses stops a request, one that warns is shown to who decides."
      />
      {items.length === 0 && (
        <Card>
          <EmptyState icon={Shield} title="No rule is in force">
            Every request that Kafka can carry out may be asked for.
          </EmptyState>
        </Card>
      )}
      <div className="grid items-start gap-5 xl:grid-cols-2">
        {items.map((policy) => (
          <PolicyCard key={policy.id} policy={policy} />
        ))}
      </div>
    </>
  );
}
