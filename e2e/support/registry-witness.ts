import { SchemaRegistry } from "@kafkajs/confluent-schema-registry";
import { environment } from "./environment.ts";

/** A version as the registry itself answers it. */
export type SeenVersion = { subject: string; version: number; id: number; schema: string; schemaType?: string };

/** A schema as somebody registers it who asks nobody. */
type Registered = { schema: string; schemaType?: string; references?: object[] };

/** Asks the registry by plain HTTP, sharing no code with the product. A path that it answers with 404 is null or empty. */
export const registry = {
  /** Living versions; with `deleted`, softly deleted ones too. */
  async versions(subject: string, deleted = false): Promise<number[]> {
    const found = await ask("GET", `${at(subject)}/versions${deleted ? "?deleted=true" : ""}`);
    return (found as number[] | null) ?? [];
  },
  async version(subject: string, version: number): Promise<SeenVersion | null> {
    return (await ask("GET", `${at(subject)}/versions/${version}`)) as SeenVersion | null;
  },
  /** The level in force. */
  async level(subject: string): Promise<string | null> {
    const found = await ask("GET", `/config/${encodeURIComponent(subject)}?defaultToGlobal=true`);
    return (found as { compatibilityLevel: string } | null)?.compatibilityLevel ?? null;
  },
  /** What nobody asked Headgate for. Answers the id. */
  async register(subject: string, schema: Registered): Promise<number> {
    return ((await ask("POST", `${at(subject)}/versions`, schema)) as { id: number }).id;
  },
  setLevel: (subject: string, compatibility: string) =>
    ask("PUT", `/config/${encodeURIComponent(subject)}`, { compatibility }),
  deleteVersion: (subject: string, version: number) => ask("DELETE", `${at(subject)}/versions/${version}`),
  /** A value as a producer writes it that uses this schema: the id before the encoded bytes. */
  encode: (id: number, value: unknown): Promise<Buffer> => new SchemaRegistry({ host: address() }).encode(id, value),
};

function at(subject: string): string {
  return `/subjects/${encodeURIComponent(subject)}`;
}

/** Where the registry's API begins. */
export function address(): string {
  const { TEST_REGISTRY_URL } = environment;
  if (!TEST_REGISTRY_URL) throw new Error("There is no schema registry: it needs a Java of at least 21.");
  return TEST_REGISTRY_URL;
}

async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${address()}${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
  });
  if (response.status === 404) return null;
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
