import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import { Cluster } from "#lib/domain/cluster";
import type { RegistryConnection } from "#lib/domain/registry-connection";
import { type BrokerAddress, type ClusterConnection, SASL_MECHANISMS } from "./cluster-connection.ts";
import { RegistrySection } from "./registry-section.ts";
import { type Environment, resolveReferences } from "./variable-references.ts";

/**
 * One cluster as its operator declared it: what people see, how the worker reaches it and its schema registry, if it has one, its super
 * users (without `User:`), which no application may be called, how often the worker looks (ms), and how often at most at what changes all the
 * time: sizes, offsets, groups.
 */
export type ClusterDefinition = {
  cluster: Cluster;
  connection: ClusterConnection;
  registry?: RegistryConnection;
  superUsers: readonly string[];
  sweepIntervalMs: number;
  figuresIntervalMs: number;
};

/** clusters.yaml cannot be used. The message names every problem with its cluster and path, and shows no secret. */
export class ClusterDefinitionsRefused extends Error {
  override readonly name = "ClusterDefinitionsRefused";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The cluster definitions cannot be used:\n${problems.map((problem) => `  ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

const milliseconds = (least: number, most: number) =>
  z.int("is a whole number of ms").min(least, `is at least ${least} ms`).max(most, `is at most ${most} ms`);

const Connection = z
  .strictObject({
    bootstrapServers: z.string("is host:port, several joined by commas").transform(parseAddresses),
    sasl: z
      .strictObject({
        mechanism: z.enum(SASL_MECHANISMS),
        username: z.string().min(1, "must not be empty"),
        password: z.string("is text; put it in quotes").min(1, "must not be empty"),
      })
      .optional(),
    tls: z
      .union([z.boolean(), z.strictObject({ caFile: z.string().min(1) })], "is true, false or { caFile: … }")
      .default(false),
    requestTimeoutMs: milliseconds(1_000, 120_000).default(10_000),
    connectTimeoutMs: milliseconds(100, 60_000).default(3_000),
  })
  .refine(({ connectTimeoutMs, requestTimeoutMs }) => connectTimeoutMs < requestTimeoutMs, {
    path: ["connectTimeoutMs"],
    message: "is less than requestTimeoutMs, which includes connecting",
  });

/** As the domain names principals. Whoever copies from a broker's `super.users` brings `User:` along, or the whole list as one text. */
const SuperUser = z
  .string()
  .trim()
  .regex(/^[^;]*$/, "is one name; a list is not joined by ;")
  .transform((name) => name.replace(/^User:/, ""))
  .pipe(z.string().min(1, "must not be empty"));

const Definition = z.strictObject({
  ...Cluster.shape,
  connection: Connection,
  registry: RegistrySection.optional(),
  superUsers: z.array(SuperUser, "is a list of names").max(100, "at most 100 names").default([]),
  sweepIntervalMs: milliseconds(1_000, 3_600_000).default(30_000),
  figuresIntervalMs: milliseconds(1_000, 3_600_000).default(60_000),
});

const File = z.strictObject({
  clusters: z.array(z.unknown(), "is a list of clusters").min(1, "holds at least one cluster"),
});

/**
 * Reads clusters.yaml; a certificate file in it is looked for beside it.
 * @throws {ClusterDefinitionsRefused}
 */
export function readClusterDefinitions(path: string, environment: Environment): ClusterDefinition[] {
  const read = (file: string) => readFileSync(resolve(dirname(path), file), "utf8");
  return parseClusterDefinitions(
    orRefused(`${path} cannot be read`, () => readFileSync(path, "utf8")),
    environment,
    read,
  );
}

/**
 * Parses the text of clusters.yaml.
 * @param environment where `${NAME}` is looked up
 * @param readFile gives the text of a certificate file
 * @throws {ClusterDefinitionsRefused} with all problems at once
 */
export function parseClusterDefinitions(
  text: string,
  environment: Environment,
  readFile: (path: string) => string,
): ClusterDefinition[] {
  const file = File.safeParse(parseYaml(text));
  if (!file.success)
    throw new ClusterDefinitionsRefused(
      file.error.issues.map((issue) => `${z.core.toDotPath(issue.path)} ${issue.message}`),
    );

  const problems: string[] = [];
  const definitions: ClusterDefinition[] = [];
  for (const [index, written] of file.data.clusters.entries()) {
    const label = labelOf(written, index);
    const resolved = resolveReferences(written, environment);
    const parsed = Definition.safeParse(resolved.value);
    if (resolved.problems.length > 0)
      problems.push(...resolved.problems.map(({ path, message }) => `${label}: ${path} ${message}`));
    else if (!parsed.success)
      problems.push(...parsed.error.issues.map((issue) => `${label}: ${describeIssue(issue, written)}`));
    else
      definitions.push(
        toDefinition(parsed.data, (caFile) =>
          orRefused(`${label}: connection.tls.caFile cannot be read`, () => readFile(caFile)),
        ),
      );
  }
  problems.push(...repeatedSlugs(definitions));
  if (problems.length > 0) throw new ClusterDefinitionsRefused(problems);
  return definitions;
}

function toDefinition(
  definition: z.output<typeof Definition>,
  readCertificate: (path: string) => string,
): ClusterDefinition {
  const { connection, registry, superUsers, sweepIntervalMs, figuresIntervalMs, ...cluster } = definition;
  const { sasl, tls, ...rest } = connection;
  return {
    cluster,
    ...(registry && { registry: toRegistryConnection(registry) }),
    superUsers,
    sweepIntervalMs,
    figuresIntervalMs,
    connection: {
      clusterSlug: cluster.slug,
      ...rest,
      ...(sasl && { sasl }),
      tls: typeof tls === "boolean" ? tls : { ca: readCertificate(tls.caFile) },
    },
  };
}

function toRegistryConnection({ auth, ...rest }: z.output<typeof RegistrySection>): RegistryConnection {
  return { ...rest, ...(auth && { auth }) };
}

function repeatedSlugs(definitions: ClusterDefinition[]): string[] {
  const slugs = definitions.map(({ cluster }) => cluster.slug);
  const repeated = new Set(slugs.filter((slug, index) => slugs.indexOf(slug) !== index));
  return [...repeated].map((slug) => `cluster "${slug}" is declared more than once; each slug names one cluster`);
}

function parseYaml(text: string): unknown {
  const document = parseDocument(text);
  // Only the first line says what is wrong; the others quote the file, which may hold a secret.
  const problems = [...document.errors, ...document.warnings].map(
    ({ message }) => message.split("\n", 1)[0] ?? message,
  );
  if (problems.length > 0) throw new ClusterDefinitionsRefused(problems);
  return orRefused("not usable as YAML", () => document.toJS());
}

function parseAddresses(text: string, context: z.RefinementCtx): BrokerAddress[] {
  return text.split(",").map((part) => {
    const [, v6, name, digits] = /^(?:\[([0-9a-f:]+)\]|([\w.-]+)):(\d{1,5})$/i.exec(part.trim()) ?? [];
    const port = Number(digits);
    if (!(port >= 1 && port <= 65_535))
      context.addIssue({ code: "custom", message: "is host:port, several joined by commas" });
    return { host: v6 ?? name ?? "", port };
  });
}

/** Where a secret stands, or might by mistake. */
const SECRET_KEYS = new Set<PropertyKey>(["password", "auth", "url"]);

/** The field, what is allowed, and what was written: from the file, before variables were put in, and never a secret. */
function describeIssue(issue: z.core.$ZodIssue, written: unknown): string {
  const path = z.core.toDotPath(issue.path);
  const given = issue.path.reduce<unknown>((node, key) => (isObject(node) ? node[String(key)] : undefined), written);
  const shown =
    given === undefined || isObject(given) || issue.path.some((key) => SECRET_KEYS.has(key))
      ? ""
      : ` (given: ${JSON.stringify(given).slice(0, 100)})`;
  return `${path} ${issue.message}${shown}`.trim();
}

function labelOf(written: unknown, index: number): string {
  const slug = isObject(written) && typeof written.slug === "string" ? ` "${written.slug}"` : "";
  return `clusters[${index}]${slug}`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function orRefused<T>(problem: string, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    const why =
      error instanceof Error && "code" in error ? String(error.code) : error instanceof Error ? error.message : "";
    throw new ClusterDefinitionsRefused([`${problem} (${why})`]);
  }
}
