import { Code } from "lucide-react";
import type { SubjectView } from "#lib/contract/subjects";
import { ToolSnippets } from "../access/tool-snippets.tsx";
import { Card, CardHeader } from "../ui/card.tsx";
import { EmptyState } from "../ui/empty-state.tsx";

/** Programs that write and read with this subject. Who connects and by what name is the application's; none holds a secret. */
export function SubjectUse({ subject: { subject, snippets } }: { subject: SubjectView }) {
  return (
    <Card>
      <CardHeader title="Use it" aside="your principal stands on your application’s page, under Clients" />
      {snippets.length === 0 ? (
        <EmptyState icon={Code} title="Nothing to run">
          The cluster has no registry or no listener that programs could connect to.
        </EmptyState>
      ) : (
        <ToolSnippets label={`Programs that use ${subject}`} snippets={snippets} />
      )}
    </Card>
  );
}
