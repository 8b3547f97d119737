import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ClusterDefinitionsRefused, parseClusterDefinitions, readClusterDefinitions } from "./cluster-definitions.ts";

const environment = {
  KAFKA_LOCAL_PASSWORD: "s3cret: {not yaml}",
  REGISTRY_TOKEN: "t0ken",
  HOST: "kafka-1.example.test",
  EMPTY: "",
};

const LOCAL = `
  - slug: local
    name: Local
    tier: production
    listeners: [{ name: SCRAM, bootstrapServers: "127.0.0.1:19092", securityProtocol: SASL_PLAINTEXT, saslMechanism: SCRAM-SHA-512 }]
    connection: { bootstrapServers: "127.0.0.1:19092", sasl: { mechanism: SCRAM-SHA-512, username: headgate, password: "\${KAFKA_LOCAL_PASSWORD}" }, requestTimeoutMs: 10000, tls: false }
    sweepIntervalMs: 30000`;

const small = (connection: string, slug = "dev") => `
  - { slug: ${slug}, name: Dev, tier: development, listeners: [], connection: ${connection} }`;

const withRegistry = (registry: string) =>
  `${small(`{ bootstrapServers: "a:1" }`).slice(0, -2)}, registry: ${registry} }`;

const parse = (clusters: string, readFile: (path: string) => string = () => "") =>
  parseClusterDefinitions(`clusters:${clusters}`, environment, readFile);

function problemsOf(attempt: () => unknown): readonly string[] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof ClusterDefinitionsRefused) return error.problems;
    throw error;
  }
  return [];
}

describe("parseClusterDefinitions", () => {
  it("separates what people see from how the worker connects, and fills in variables", () => {
    expect(parse(LOCAL)).toEqual([
      {
        cluster: {
          slug: "local",
          name: "Local",
          tier: "production",
          listeners: [
            {
              name: "SCRAM",
              bootstrapServers: "127.0.0.1:19092",
              securityProtocol: "SASL_PLAINTEXT",
              saslMechanism: "SCRAM-SHA-512",
            },
          ],
        },
        connection: {
          clusterSlug: "local",
          bootstrapServers: [{ host: "127.0.0.1", port: 19092 }],
          sasl: { mechanism: "SCRAM-SHA-512", username: "headgate", password: "s3cret: {not yaml}" },
          tls: false,
          requestTimeoutMs: 10_000,
          connectTimeoutMs: 3_000,
        },
        superUsers: [],
        sweepIntervalMs: 30_000,
        figuresIntervalMs: 60_000,
      },
    ]);
  });

  it("takes super users as a broker's configuration names them, one by one", () => {
    const named = (list: string) => parse(`${LOCAL}\n    superUsers: ${list}\n`)[0]?.superUsers;
    expect(named('["User:admin", " ops ", "User:CN=admin,O=Example"]')).toEqual(["admin", "ops", "CN=admin,O=Example"]);
    expect(() => named('["User:admin;User:ops"]')).toThrow(/superUsers/);
    expect(() => named('["User:"]')).toThrow(/superUsers/);
  });

  it("takes several clusters, several servers, IPv6 and a variable within a text", () => {
    const definitions = parse(LOCAL + small(`{ bootstrapServers: "\${HOST}:9092, [::1]:9093", tls: true }`));

    expect(definitions.map(({ cluster }) => cluster.slug)).toEqual(["local", "dev"]);
    expect(definitions[1]?.connection).toEqual({
      clusterSlug: "dev",
      bootstrapServers: [
        { host: "kafka-1.example.test", port: 9092 },
        { host: "::1", port: 9093 },
      ],
      tls: true,
      requestTimeoutMs: 10_000,
      connectTimeoutMs: 3_000,
    });
  });

  it("reads a certificate authority from its file", () => {
    const [definition] = parse(
      small(`{ bootstrapServers: "a:1", tls: { caFile: ca.pem } }`),
      (path) => `PEM of ${path}`,
    );

    expect(definition?.connection.tls).toEqual({ ca: "PEM of ca.pem" });
  });

  it.each([
    [`{ url: "http://127.0.0.1:18081/apis/ccompat/v7/" }`, { url: "http://127.0.0.1:18081/apis/ccompat/v7" }],
    [
      `{ url: "https://registry.example.test", auth: { username: headgate, password: "\${KAFKA_LOCAL_PASSWORD}" }, requestTimeoutMs: 2000 }`,
      {
        url: "https://registry.example.test",
        auth: { username: "headgate", password: "s3cret: {not yaml}" },
        requestTimeoutMs: 2_000,
      },
    ],
    [
      `{ url: "https://\${HOST}", auth: { token: "\${REGISTRY_TOKEN}" } }`,
      { url: "https://kafka-1.example.test", auth: { token: "t0ken" } },
    ],
  ])("takes a registry: %s", (written, registry) => {
    expect(parse(withRegistry(written))[0]?.registry).toEqual({ requestTimeoutMs: 5_000, ...registry });
  });

  it.each([
    [`{ url: "registry.example.test" }`, "registry.url is not a URL"],
    [`{ url: "ftp://registry.example.test" }`, "registry.url begins with http:// or https://"],
    [
      `{ url: "https://headgate:hunter2@registry.example.test" }`,
      "registry.url holds no credentials; they belong into registry.auth",
    ],
    [`{ url: "https://registry.example.test?token=hunter2" }`, "registry.url ends with its path: no ? and no #"],
    [
      `{ url: "https://registry.example.test", auth: { username: headgate, token: hunter2 } }`,
      'registry.auth Unrecognized key: "username"',
    ],
    [`{ url: "https://registry.example.test", auth: hunter2 }`, "registry.auth is { username, password } or { token }"],
    [
      `{ url: "https://registry.example.test", auth: { token: "hunter2\\n" } }`,
      "registry.auth.token holds only ASCII characters and no blank",
    ],
    [
      `{ url: "https://registry.example.test", requestTimeoutMs: 10 }`,
      "registry.requestTimeoutMs is at least 500 ms (given: 10)",
    ],
    [`{ url: "https://registry.example.test", timeout: 10 }`, 'registry Unrecognized key: "timeout"'],
  ])("refuses the registry %s without showing a secret", (written, problem) => {
    expect(problemsOf(() => parse(withRegistry(written)))).toEqual([`clusters[0] "dev": ${problem}`]);
  });

  it.each([
    [
      "a missing variable",
      small(`{ bootstrapServers: "\${NOWHERE}:9092" }`),
      [
        `clusters[0] "dev": connection.bootstrapServers refers to \${NOWHERE}, but the environment has no NOWHERE, or it is empty`,
      ],
    ],
    [
      "an empty variable",
      small(`{ bootstrapServers: "a:1", sasl: { mechanism: PLAIN, username: a, password: "\${EMPTY}" } }`),
      [
        `clusters[0] "dev": connection.sasl.password refers to \${EMPTY}, but the environment has no EMPTY, or it is empty`,
      ],
    ],
    [
      "a variable named like something every object has",
      small(`{ bootstrapServers: "\${constructor}:1" }`),
      [
        `clusters[0] "dev": connection.bootstrapServers refers to \${constructor}, but the environment has no constructor, or it is empty`,
      ],
    ],
    [
      "a broken reference",
      small(`{ bootstrapServers: "\${HOST:9092" }`),
      [`clusters[0] "dev": connection.bootstrapServers holds '\${' without the name of a variable: write \${NAME}`],
    ],
    ["one slug twice", LOCAL + LOCAL, ['cluster "local" is declared more than once; each slug names one cluster']],
    [
      "a bad slug",
      small(`{ bootstrapServers: "a:1" }`, "Dev_1"),
      ['clusters[0] "Dev_1": slug is lower-case letters, digits and single hyphens (given: "Dev_1")'],
    ],
    [
      "a server without a port",
      small(`{ bootstrapServers: "kafka" }`),
      ['clusters[0] "dev": connection.bootstrapServers is host:port, several joined by commas (given: "kafka")'],
    ],
    [
      "a port out of range",
      small(`{ bootstrapServers: "kafka:70000" }`),
      ['clusters[0] "dev": connection.bootstrapServers is host:port, several joined by commas (given: "kafka:70000")'],
    ],
    [
      "a URL for a server",
      small(`{ bootstrapServers: "https://kafka:9092/" }`),
      [
        'clusters[0] "dev": connection.bootstrapServers is host:port, several joined by commas (given: "https://kafka:9092/")',
      ],
    ],
    [
      "an unknown mechanism",
      small(`{ bootstrapServers: "a:1", sasl: { mechanism: GSSAPI, username: a, password: b } }`),
      [
        'clusters[0] "dev": connection.sasl.mechanism Invalid option: expected one of "SCRAM-SHA-512"|"SCRAM-SHA-256"|"PLAIN" (given: "GSSAPI")',
      ],
    ],
    [
      "a misspelt key",
      small(`{ bootstrapServers: "a:1", requestTimeoutMS: 5 }`),
      ['clusters[0] "dev": connection Unrecognized key: "requestTimeoutMS"'],
    ],
    [
      "a connect time-out as long as the request's",
      small(`{ bootstrapServers: "a:1", requestTimeoutMs: 2000, connectTimeoutMs: 2000 }`),
      [
        'clusters[0] "dev": connection.connectTimeoutMs is less than requestTimeoutMs, which includes connecting (given: 2000)',
      ],
    ],
    [
      "a password that is no text, without showing it",
      small(`{ bootstrapServers: "a:1", sasl: { mechanism: PLAIN, username: a, password: 12345 } }`),
      ['clusters[0] "dev": connection.sasl.password is text; put it in quotes'],
    ],
    [
      "a cluster that is no mapping",
      "\n  - local",
      ['clusters[0]: Invalid input: expected object, received string (given: "local")'],
    ],
    ["no clusters", " []", ["clusters holds at least one cluster"]],
    ["another shape", " local", ["clusters is a list of clusters"]],
  ])("refuses %s", (_, clusters, problems) => {
    expect(problemsOf(() => parse(clusters))).toEqual(problems);
  });

  it("names all problems of all clusters at once", () => {
    const problems = problemsOf(() =>
      parse(small(`{ bootstrapServers: "a" }`, "one") + small(`{ bootstrapServers: "\${NO}:1" }`, "two")),
    );

    expect(problems.map((problem) => problem.slice(0, 17))).toEqual(['clusters[0] "one"', 'clusters[1] "two"']);
  });

  it.each([
    ["broken YAML", "clusters: [\n password: hunter2", /line 2/],
    ["a key twice", "clusters: []\nclusters: []", /unique/],
    ["two documents", "clusters: []\n---\nclusters: []", /documents/],
    ["a tag of another language", "clusters: !!js/function 'x'", /tag/],
    ["an alias to nothing", "clusters: *nothing", /not usable as YAML/],
    [
      "an alias bomb",
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${"*a,".repeat(9)}]\nc: &c [${"*b,".repeat(9)}]\nclusters: [${"*c,".repeat(9)}]`,
      /not usable as YAML/,
    ],
    ["an empty file", "", /expected object/],
  ])("refuses %s without quoting the file", (_, text, problem) => {
    const problems = problemsOf(() => parseClusterDefinitions(text, environment, () => ""));

    expect(problems.join()).toMatch(problem);
    expect(problems.join()).not.toContain("hunter2");
  });

  it("does not let a prototype in", () => {
    const problems = problemsOf(() => parse(small(`{ bootstrapServers: "a:1", __proto__: { tls: true } }`)));

    expect(problems).toEqual(['clusters[0] "dev": connection Unrecognized key: "__proto__"']);
  });
});

describe("readClusterDefinitions", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "clusters-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("finds a certificate beside the file", async () => {
    const file = join(folder, "clusters.yaml");
    await writeFile(file, `clusters:${small(`{ bootstrapServers: "a:1", tls: { caFile: ca.pem } }`)}`);
    expect(problemsOf(() => readClusterDefinitions(file, {}))).toEqual([
      'clusters[0] "dev": connection.tls.caFile cannot be read (ENOENT)',
    ]);

    await writeFile(join(folder, "ca.pem"), "PEM");
    expect(readClusterDefinitions(file, {})[0]?.connection.tls).toEqual({ ca: "PEM" });
  });

  it("says when the file is not there", () => {
    const file = join(folder, "absent.yaml");

    expect(problemsOf(() => readClusterDefinitions(file, {}))).toEqual([`${file} cannot be read (ENOENT)`]);
  });
});
