import { Code } from "lucide-react";
import type { ReactNode } from "react";
import type { ClientSettings } from "#lib/domain/client-settings";
import { clientSnippets } from "#lib/domain/client-snippets";
import type { ClientSnippet } from "#lib/domain/client-snippets/client-snippet";
import { Card, CardHeader } from "../ui/card.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { Tabs } from "../ui/tabs.tsx";
import { Tag } from "../ui/tag.tsx";

const TOOLS: { value: ClientSnippet["tool"]; label: string }[] = [
  { value: "java", label: "Java" },
  { value: "python", label: "Python" },
  { value: "node", label: "Node" },
  { value: "cli", label: "Kafka CLI" },
];

/** Programs that run as they stand for one principal, by tool. None holds a secret. */
export function ClientSnippets({ settings, action }: { settings: ClientSettings; action: ReactNode }) {
  const { principal, cluster, bootstrapServers, securityProtocol, saslMechanism } = settings;
  const snippets = clientSnippets(settings);
  const protocol = saslMechanism ? `${securityProtocol}, ${saslMechanism}` : securityProtocol;

  return (
    <Card>
      <CardHeader
        title={<span className="font-mono text-[0.93em] wrap-anywhere">{principal}</span>}
        status={<Tag>{cluster}</Tag>}
        aside={
          <span className="flex flex-wrap items-center gap-x-1">
            <span className="font-mono text-small wrap-anywhere">{bootstrapServers}</span>
            <CopyButton value={bootstrapServers} label="Copy bootstrap servers" />
            {protocol}
          </span>
        }
      />
      {snippets.length === 0 ? (
        <div className="border-t border-line">
          <EmptyState icon={Code} title="Nothing to run yet" action={action}>
            Programs are shown once the application may read or write a topic on this cluster.
          </EmptyState>
        </div>
      ) : (
        <Tabs label={`Programs for ${principal} on ${cluster}`} tabs={toolTabs(snippets)} />
      )}
    </Card>
  );
}

function toolTabs(snippets: readonly ClientSnippet[]) {
  return TOOLS.map(({ value, label }) => ({
    value,
    label,
    panel: (
      <div className="grid gap-4">
        {snippets
          .filter(({ tool }) => tool === value)
          .map((snippet) => (
            <Snippet key={snippet.operation} snippet={snippet} />
          ))}
      </div>
    ),
  }));
}

function Snippet({ snippet: { operation, fileName, needs, text } }: { snippet: ClientSnippet }) {
  return (
    <div className="grid min-w-0 gap-1.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className="font-semibold">{operation === "consume" ? "Consume" : "Produce"}</h3>
        <span className="font-mono text-small wrap-anywhere">{fileName}</span>
        <CopyButton value={text} label={`Copy ${fileName}`} />
        <span className="text-small text-ink-3 wrap-anywhere">
          needs <span className="font-mono">{needs}</span>
        </span>
      </div>
      <div className="min-w-0 rounded border border-line bg-sunken">
        <ScrollRegion label={fileName}>
          <pre className="w-max min-w-full p-2.5 font-mono text-xs">{text}</pre>
        </ScrollRegion>
      </div>
    </div>
  );
}
