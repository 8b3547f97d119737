import { EyeOff } from "lucide-react";
import type { z } from "zod";
import { Chip } from "../ui/chip.tsx";
import { Disclosure } from "../ui/disclosure.tsx";

export type Json = z.core.util.JSONType;

/** What the worker puts where a sensitive value was. */
const MASK = "•••";

/** Levels that are open from the start: what is below opens when somebody asks for it. */
const OPEN_LEVELS = 2;

/** Entries of one object or list that are shown; of a sample it is the shape that matters. */
const SHOWN = 100;

/** A value as a tree: one line per field, nested ones behind their own name. What was sensitive says that it was taken out. */
export function JsonTree({ value, level = 0 }: { value: Json; level?: number }) {
  if (typeof value !== "object" || value === null) return <Scalar value={value} />;
  const entries = Object.entries(value);
  if (entries.length === 0) return <span className="text-ink-3">{Array.isArray(value) ? "[ ]" : "{ }"}</span>;

  return (
    <ul className="min-w-0 font-mono text-small">
      {entries.slice(0, SHOWN).map(([name, inner]) => (
        <li key={name} className="min-w-0 py-px wrap-anywhere">
          <Entry name={name} value={inner} level={level} />
        </li>
      ))}
      {entries.length > SHOWN && <li className="text-ink-3">… and {entries.length - SHOWN} more</li>}
    </ul>
  );
}

function Entry({ name, value, level }: { name: string; value: Json; level: number }) {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0)
    return (
      <>
        <span className="text-ink-3">{name}:</span> <JsonTree value={value} />
      </>
    );
  const size = Object.keys(value).length;
  return (
    <Disclosure summary={`${name} ${Array.isArray(value) ? `[${size}]` : `{${size}}`}`} open={level < OPEN_LEVELS}>
      <div className="ml-1.5 border-l border-line pl-3">
        <JsonTree value={value} level={level + 1} />
      </div>
    </Disclosure>
  );
}

function Scalar({ value }: { value: string | number | boolean | null }) {
  if (value === MASK)
    return (
      <Chip tone="warn" icon={EyeOff}>
        masked
      </Chip>
    );
  return <span className={typeof value === "string" ? "text-ok" : "text-wait"}>{JSON.stringify(value)}</span>;
}
