import type { ClientSnippet } from "#lib/domain/client-snippets/client-snippet";
import { CopyButton } from "../ui/copy-button.tsx";
import { ScrollRegion } from "../ui/scroll-region.tsx";
import { Tabs } from "../ui/tabs.tsx";

const TOOLS: { value: ClientSnippet["tool"]; label: string }[] = [
  { value: "java", label: "Java" },
  { value: "python", label: "Python" },
  { value: "node", label: "Node" },
  { value: "cli", label: "Kafka CLI" },
];

type ToolSnippetsProps = { label: string; snippets: readonly ClientSnippet[] };

/** Programs by tool, each to be copied; a tool without one has no tab. */
export function ToolSnippets({ label, snippets }: ToolSnippetsProps) {
  const used = TOOLS.filter(({ value }) => snippets.some(({ tool }) => tool === value));
  return <Tabs label={label} tabs={toolTabs(used, snippets)} />;
}

function toolTabs(tools: typeof TOOLS, snippets: readonly ClientSnippet[]) {
  return tools.map(({ value, label }) => ({
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
