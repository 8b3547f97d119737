/**
 * Kafka's own text form of a topic id, as `kafka-topics.sh --describe` prints it: 22 characters of unpadded base64url
 * (`org.apache.kafka.common.Uuid.toString`).
 * @param uuid the same 16 bytes in hexadecimal form, with hyphens, as the client library decodes them
 */
export function topicIdFromUuid(uuid: string): string {
  return Buffer.from(uuid.replaceAll("-", ""), "hex").toString("base64url");
}
