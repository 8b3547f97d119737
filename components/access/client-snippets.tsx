import { Code } from "lucide-react";
import type { ReactNode } from "react";
import type { ClientSettings } from "#lib/domain/client-settings";
import { clientSnippets } from "#lib/domain/client-snippets";
import { Card, CardHeader } from "../ui/card.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Tag } from "../ui/tag.tsx";
import { ToolSnippets } from "./tool-snippets.tsx";

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
        <ToolSnippets label={`Programs for ${principal} on ${cluster}`} snippets={snippets} />
      )}
    </Card>
  );
}
