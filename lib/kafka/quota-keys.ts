import type { ClientQuota } from "#lib/domain/client-quota";

/** Kafka's name of each quota (`org.apache.kafka.server.config.QuotaConfig`). */
export const KAFKA_QUOTA_KEYS = {
  producerByteRate: "producer_byte_rate",
  consumerByteRate: "consumer_byte_rate",
  requestPercentage: "request_percentage",
} as const satisfies Record<keyof ClientQuota, string>;
