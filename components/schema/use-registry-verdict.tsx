"use client";

import type { ProbeView } from "#lib/contract/probes";
import type { RegistryVerdict, SchemaPreview } from "#lib/contract/schema-requests";
import { useLatestAnswer } from "../ui/use-latest-answer.tsx";
import { askProbe } from "./ask-probe.ts";
import { type Said, saidByRegistry } from "./said-by-registry.ts";

type Asked = {
  /** The body of the preview: what it was about. */
  asked: string;
  preview: SchemaPreview;
};

type Answer = { key: string; probe: ProbeView };

/**
 * What the registry itself says about a schema, asked anew for each text of another meaning. `answeredFor` names what the registry has answered
 * about, for who wants to know what follows from it; null while it has not.
 */
export function useRegistryVerdict(judged: Asked | null): { said: Said; answeredFor: string | null } {
  const key = judged && questionOf(judged.preview);
  const { answer, pending, failed } = useLatestAnswer<Answer>(
    key,
    async (question, signal) => ({
      key: question,
      probe: await askProbe("/api/v1/compatibility-checks", checkOf(judged), signal),
    }),
    0,
  );
  // The answer before stays until the next is there: it says nothing about this text.
  const probe = answer?.key === key ? answer.probe : null;
  const known: RegistryVerdict = judged?.preview.impact?.verdict ?? { state: "unjudged" };
  return {
    said: key === null ? saidByRegistry(known, null) : saidByRegistry(known, { probe, pending, failed }),
    answeredFor: probe?.state === "answered" ? key : null,
  };
}

/** Nothing is asked about a text that cannot be read, nor about a first version: there is nothing to be compatible with. */
function questionOf({ hash, impact }: SchemaPreview): string | null {
  if (hash === null || !impact?.base) return null;
  return JSON.stringify([impact.subject, impact.base.version, hash]);
}

function checkOf(judged: Asked | null): unknown {
  const { cluster, schemaType, schema, references } = JSON.parse(judged?.asked ?? "{}") as Record<string, unknown>;
  return { cluster, subject: judged?.preview.impact?.subject, schemaType, schema, references };
}
