import { Download } from "lucide-react";
import { buttonClass } from "../ui/button-class.ts";
import { Card, CardHeader, CardSection } from "../ui/card.tsx";

type TopicExportsProps = { cluster: string; topic: string };

const EXPORTS = [
  {
    kind: "asyncapi",
    name: "AsyncAPI 3.0",
    about: "the topic as a channel: servers, messages, who may send and receive",
  },
  { kind: "odcs", name: "ODCS 3.1", about: "the topic as a data contract: fields, ownership, what is promised" },
] as const;

/** The topic with its latest schemas in open standards, as files. */
export function TopicExports({ cluster, topic }: TopicExportsProps) {
  const path = `/api/v1/topics/${encodeURIComponent(cluster)}/${encodeURIComponent(topic)}`;

  return (
    <Card>
      <CardHeader title="Take it along" />
      <CardSection className="grid gap-3">
        {EXPORTS.map(({ kind, name, about }) => (
          <div key={kind} className="grid gap-1">
            <div className="flex flex-wrap items-center gap-2">
              <span className="font-medium">{name}</span>
              <File href={`${path}/${kind}`} format="yaml" name={name} />
              <File href={`${path}/${kind}?format=json`} format="json" name={name} />
            </div>
            <p className="text-small text-ink-3">{about}</p>
          </div>
        ))}
      </CardSection>
    </Card>
  );
}

/** A file of the API and no page: the browser follows it by itself. */
function File({ href, format, name }: { href: string; format: "yaml" | "json"; name: string }) {
  return (
    <a href={href} download className={buttonClass("secondary", "small")}>
      <Download aria-hidden className="size-3.5" />
      <span className="sr-only">{name} as </span>
      {format.toUpperCase()}
    </a>
  );
}
