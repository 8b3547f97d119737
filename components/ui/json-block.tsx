import { ScrollRegion } from "./scroll-region.tsx";

/** A value as JSON, word for word; what is long scrolls inside itself. `label` names it for screen readers. */
export function JsonBlock({ label, value }: { label: string; value: unknown }) {
  return (
    <div className="max-w-full rounded border border-line bg-sunken">
      <ScrollRegion label={label}>
        <pre className="p-2.5 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
          {JSON.stringify(value, null, 2)}
        </pre>
      </ScrollRegion>
    </div>
  );
}
