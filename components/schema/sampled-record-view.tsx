import { EyeOff } from "lucide-react";
import type { ReactNode } from "react";
import type { SampledPayload, SampledRecord } from "#lib/contract/probes";
import { Chip } from "../ui/chip.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { type Json, JsonTree } from "./json-tree.tsx";

/** One record as far as it could be understood: where it stands, key, value, headers, and which fields were masked. */
export function SampledRecordView({ record }: { record: SampledRecord }) {
  const { partition, offset, timestamp, key, value, headers, masked } = record;

  return (
    <article aria-label={`Partition ${partition}, offset ${offset}`} className="border-t border-line px-3.5 py-2.5">
      <h3 className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small text-ink-3">
        <span>
          partition <span className="font-mono text-ink">{partition}</span>
        </span>
        <span>
          offset <span className="font-mono text-ink">{offset}</span>
        </span>
        <RelativeTime at={timestamp} never="without a time" />
        {masked.length > 0 && (
          <Chip tone="warn" icon={EyeOff}>
            masked: <span className="font-mono wrap-anywhere">{masked.join(", ")}</span>
          </Chip>
        )}
      </h3>
      <dl className="mt-1.5 grid gap-x-4 gap-y-1.5 sm:grid-cols-[4rem_minmax(0,1fr)]">
        <Side name="key">
          <Payload payload={key} />
        </Side>
        <Side name="value">
          <Payload payload={value} />
        </Side>
        {headers.length > 0 && (
          <Side name="headers">
            <Headers headers={headers} />
          </Side>
        )}
      </dl>
    </article>
  );
}

function Side({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0 sm:col-span-2 sm:grid sm:grid-cols-subgrid">
      <dt className="text-small text-ink-3">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

function Payload({ payload }: { payload: SampledPayload }) {
  switch (payload.kind) {
    case "null":
      return <span className="text-small text-ink-3">null</span>;
    case "decoded":
      return (
        <>
          <span className="text-xs text-ink-3">decoded with schema {payload.schemaId}</span>
          <JsonTree value={payload.value as Json} />
        </>
      );
    case "json":
      return (
        <>
          <span className="text-xs text-ink-3">JSON without a schema</span>
          <JsonTree value={payload.value as Json} />
        </>
      );
    case "text":
      return <pre className="font-mono text-small whitespace-pre-wrap wrap-anywhere">{payload.text}</pre>;
    case "bytes":
      return (
        <>
          <p className="text-small text-warn">Not readable: {payload.reason}</p>
          <code className="font-mono text-xs wrap-anywhere text-ink-2">{payload.base64}</code>
        </>
      );
  }
}

function Headers({ headers }: Pick<SampledRecord, "headers">) {
  // Kafka allows the same header twice: their order tells them apart.
  const lines = headers.map(({ key, value }, index) => ({ id: `${index} ${key}`, key, value }));
  return (
    <ul className="grid gap-0.5 font-mono text-small">
      {lines.map(({ id, key, value }) => (
        <li key={id} className="wrap-anywhere">
          <span className="text-ink-3">{key}:</span> {value}
        </li>
      ))}
    </ul>
  );
}
