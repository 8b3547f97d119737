/**
 * Kafka's own text form of a topic id, as `kafka-topics.sh --describe` prints it: 22 characters of unpadded base64url
 * (`org.apache.kafka.common.Uuid.toString`).
 * @param uuid the same 16 bytes in hexadecimal form, with hyphens, as the client library decodes them
 */
export function topicIdFromUuid(uuid: string): string {
  return Buffer.from(uuid.replaceAll("-", ""), "hex").toString("base64url");
}

/** The other way round: the form in which the client library takes a topic id. @throws when it is none */
export function uuidFromTopicId(topicId: string): string {
  const hex = Buffer.from(topicId, "base64url").toString("hex");
  if (hex.length !== 32) throw new TypeError(`'${topicId}' is not a topic id: 22 characters of base64url are.`);
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
