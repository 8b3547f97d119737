import { contractProperties } from "./data-contract-properties.ts";
import type { ExportedSchema, ExportedTopic, ExportFacts } from "./export-facts.ts";

const MS_PER_DAY = 86_400_000;

/**
 * A topic as a data contract of the Open Data Contract Standard 3.1.
 * (https://bitol-io.github.io/open-data-contract-standard/v3.1.0/)
 */
export function dataContract(topic: ExportedTopic, { schemas }: ExportFacts): Record<string, unknown> {
  const { id, name, cluster, team, generation, description, docs, tags, ending } = topic;
  const latest = topic.subjects.flatMap((subject) => {
    const schema = schemas.find(
      (one) => one.cluster === cluster.slug && one.subject === subject.name && one.version === subject.version,
    );
    return schema ? [{ ...schema, part: subject.part }] : [];
  });
  const purpose = { ...(description === "" ? {} : { purpose: description }), ...(docs === "" ? {} : { usage: docs }) };
  return {
    apiVersion: "v3.1.0",
    kind: "DataContract",
    id: id ?? `${cluster.slug}:${name}`,
    version: String(generation),
    status: ending ? "deprecated" : "active",
    name,
    ...(team ? { domain: team.slug, team: { name: team.name } } : {}),
    ...(Object.keys(purpose).length === 0 ? {} : { description: purpose }),
    ...(tags.length === 0 ? {} : { tags }),
    servers: cluster.listeners.map((listener) => ({
      server: `${cluster.slug}-${listener.name}`,
      type: "kafka",
      environment: cluster.tier,
      host: listener.bootstrapServers,
      format: formatOf(latest),
    })),
    schema: schemaObjects(topic, latest),
    slaProperties: serviceLevels(topic),
    support: supportOf(topic),
    customProperties: customProperties(topic),
  };
}

type Latest = ExportedSchema & { part: string };

function formatOf(latest: readonly Latest[]): string {
  return latest.find(({ part }) => part === "value")?.schemaType.toLowerCase() ?? "binary";
}

/** One object per schema of key and value; without any, the topic alone. */
function schemaObjects({ name, classification }: ExportedTopic, latest: readonly Latest[]) {
  const topic = { physicalName: name, physicalType: "topic", logicalType: "object" };
  if (latest.length === 0) return [{ name, ...topic }];
  return latest.map(({ subject, part, recordName, version, fields }) => ({
    name: recordName ?? subject,
    ...topic,
    tags: [part],
    properties: contractProperties(fields, classification),
    customProperties: [
      { property: "subject", value: subject },
      { property: "subjectVersion", value: version },
    ],
  }));
}

/** How long records stay, in days; without end where they stay as long as there is room. */
function serviceLevels({ retentionMs, ending }: ExportedTopic) {
  const retention =
    retentionMs === null || retentionMs === "-1"
      ? []
      : [{ property: "retention", value: Number(retentionMs) / MS_PER_DAY, unit: "d" }];
  return [
    ...retention,
    ...(ending ? [{ property: "endOfSupport", value: ending.at, description: ending.reason }] : []),
  ];
}

function supportOf({ team, contact }: ExportedTopic) {
  const mail = team?.contactMail
    ? [{ channel: team.contactMail, tool: "email", url: `mailto:${team.contactMail}` }]
    : [];
  return [...mail, ...(contact === "" ? [] : [{ channel: contact, tool: "other" }])];
}

function customProperties({ cluster, partitions, replicationFactor, classification, config, ending }: ExportedTopic) {
  return [
    { property: "cluster", value: cluster.slug },
    { property: "partitions", value: partitions },
    { property: "replicationFactor", value: replicationFactor },
    { property: "topicConfiguration", value: config },
    ...(classification === null ? [] : [{ property: "classification", value: classification }]),
    ...(ending?.successor ? [{ property: "successor", value: ending.successor }] : []),
  ];
}
