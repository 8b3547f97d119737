import type { ClusterError, ClusterErrorCode } from "./cluster-admin.ts";

type Meaning = { code: ClusterErrorCode; retriable: boolean; words: string };

const busy: Meaning = { code: "unavailable", retriable: true, words: "The cluster cannot serve this right now." };
const active: Meaning = {
  code: "group_active",
  retriable: false,
  words: "The consumer group has members: Kafka lets only them commit offsets.",
};
const forbidden = (what: string): Meaning => ({
  code: "not_authorized",
  retriable: false,
  words: `The cluster does not allow Headgate to ${what}.`,
});

/**
 * What Kafka's error codes mean to Headgate (`org.apache.kafka.common.protocol.Errors`). "Retriable" here is whether a person
 * is needed, which is not Kafka's own flag: Kafka calls 3 retriable, and an unknown error (-1) not.
 */
const meanings: Record<number, Meaning> = {
  [-1]: { code: "unexpected", retriable: true, words: "The broker failed without saying why." },
  3: { code: "unknown_topic", retriable: true, words: "The cluster does not know this topic." },
  5: busy, // LEADER_NOT_AVAILABLE
  6: busy, // NOT_LEADER_OR_FOLLOWER
  7: { code: "timed_out", retriable: true, words: "The cluster did not finish in time." },
  8: busy, // BROKER_NOT_AVAILABLE
  9: busy, // REPLICA_NOT_AVAILABLE
  13: busy, // NETWORK_EXCEPTION
  14: busy, // COORDINATOR_LOAD_IN_PROGRESS
  15: busy, // COORDINATOR_NOT_AVAILABLE
  16: busy, // NOT_COORDINATOR
  17: { code: "invalid_name", retriable: false, words: "Kafka does not accept this name." },
  22: active, // ILLEGAL_GENERATION
  24: { code: "invalid_name", retriable: false, words: "Kafka does not accept this name of a consumer group." },
  25: active, // UNKNOWN_MEMBER_ID
  27: active, // REBALANCE_IN_PROGRESS
  29: forbidden("do this with the topic"),
  30: forbidden("do this with the consumer group"),
  31: forbidden("do this on the cluster"),
  33: forbidden("log in with this SASL mechanism"),
  34: forbidden("log in: the broker expects another SASL exchange"),
  36: { code: "already_exists", retriable: false, words: "A topic of this name exists already." },
  37: { code: "invalid_partitions", retriable: false, words: "Kafka does not accept this number of partitions." },
  38: { code: "invalid_replication_factor", retriable: false, words: "The cluster cannot hold that many replicas." },
  39: { code: "invalid_replication_factor", retriable: false, words: "Kafka does not accept these brokers." },
  40: { code: "invalid_config", retriable: false, words: "Kafka does not accept this setting." },
  41: busy, // NOT_CONTROLLER
  44: { code: "policy_refused", retriable: false, words: "A policy of the cluster refuses this." },
  53: forbidden("use this transactional id"),
  54: {
    code: "not_authorized",
    retriable: false,
    words: "The cluster keeps no ACLs: it has no authorizer switched on.",
  },
  56: busy, // KAFKA_STORAGE_ERROR
  58: forbidden("log in: user name or password is wrong"),
  60: busy, // REASSIGNMENT_IN_PROGRESS
  68: active, // NON_EMPTY_GROUP
  69: {
    code: "unexpected",
    retriable: false,
    words: "The cluster knows no consumer group of this name that commits offsets.",
  },
  73: { code: "policy_refused", retriable: false, words: "The cluster lets nobody delete topics." },
  74: busy, // FENCED_LEADER_EPOCH
  75: busy, // UNKNOWN_LEADER_EPOCH
  78: busy, // OFFSET_NOT_AVAILABLE
  89: { code: "quota_exceeded", retriable: true, words: "The cluster's quota for changes is used up for now." },
  91: { code: "invalid_credential", retriable: false, words: "The cluster knows no such SCRAM credential." },
  92: { code: "invalid_credential", retriable: false, words: "The same user was changed twice in one request." },
  93: { code: "invalid_credential", retriable: false, words: "Kafka does not accept this SCRAM credential." },
  100: { code: "unknown_topic", retriable: true, words: "The cluster does not know this topic any more." },
};

/**
 * Translates one of Kafka's error codes.
 * @param kafkaCode the numeric code of an answer, not 0
 * @param brokerText the broker's own words, as they came; only a safe form of them is kept
 */
export function clusterError(kafkaCode: number, brokerText: string | null | undefined): ClusterError {
  const meaning = meanings[kafkaCode] ?? {
    code: "unexpected",
    retriable: false,
    words: `Kafka answered code ${kafkaCode}.`,
  };
  // StripedReplicaPlacer answers 38 also while no broker is up, which passes without a person.
  const { code, retriable, words } = kafkaCode === 38 && brokerText?.includes("fenced") ? busy : meaning;

  // About permissions the broker's text is either empty of facts or a dump of its request object (31), so our words are used.
  if (code === "not_authorized") return { code, retriable, message: words };
  return { code, retriable, message: safeBrokerText(brokerText) ?? words };
}

const INVALID_REQUEST = 42;

/** As {@link clusterError}, for an ACL binding: INVALID_REQUEST is what Kafka answers to one that it does not accept. */
export function bindingError(kafkaCode: number, brokerText: string | null | undefined): ClusterError {
  if (kafkaCode !== INVALID_REQUEST) return clusterError(kafkaCode, brokerText);
  const message = safeBrokerText(brokerText) ?? "Kafka does not accept this ACL binding.";
  return { code: "invalid_binding", retriable: false, message };
}

/** As {@link clusterError}, for a client quota: INVALID_REQUEST is what Kafka answers to a value that it does not accept. */
export function quotaError(kafkaCode: number, brokerText: string | null | undefined): ClusterError {
  if (kafkaCode !== INVALID_REQUEST) return clusterError(kafkaCode, brokerText);
  const message = safeBrokerText(brokerText) ?? "Kafka does not accept this quota.";
  return { code: "invalid_config", retriable: false, message };
}

const MAX_MESSAGE_LENGTH = 500;

/** `Request(processor=2, …`, `java.nio.HeapByteBuffer[pos=…`, `Session@107c5e3a`: Java objects printed into a message. */
const javaObject = /\b[A-Z]\w*\(\w+=|\b[\w.]+\[\w+=|\b[A-Z]\w*@[0-9a-f]{4,}\b/;

/** Controls, bidirectional marks, zero-width characters and halves of surrogate pairs. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/**
 * The broker's words in a form that may be stored and shown: one line, at most 500 characters, no Java objects and no class
 * names. Undefined when nothing sayable is left.
 */
export function safeBrokerText(text: string | null | undefined): string | undefined {
  if (typeof text !== "string" || javaObject.test(text)) return undefined;

  const line = text
    .replaceAll(unprintable, " ")
    .replace(/^(?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error): /, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (line === "") return undefined;
  return line.length > MAX_MESSAGE_LENGTH ? `${line.slice(0, MAX_MESSAGE_LENGTH - 1).toWellFormed()}…` : line;
}
