import { defaultConfigValue } from "#lib/domain/default-config-value";
import { approximateBytes, approximateRate, formatDuration, UNLIMITED, wholeNumber } from "#lib/domain/quantity";
import { estimateStoredBytes } from "#lib/domain/stored-bytes";
import type { Surroundings } from "./compare.ts";

const SECONDS_PER_DAY = 86_400n;

type EffectsOf = (change: { from: string | null; to: string; around: Surroundings; creating: boolean }) => string[];

/** Sentences for the keys whose consequences people ask about; every other key speaks for itself. */
const effectsByKey: { readonly [key: string]: EffectsOf } = {
  "retention.ms": ({ from, to, around, creating }) => [
    ...(creating ? [] : deletedByShorterRetention(from, to, around)),
    ...storage(around),
  ],
  "retention.bytes": ({ to, around }) => {
    const bytes = wholeNumber(to) ?? UNLIMITED;
    if (bytes < 0n) return [];
    const total = bytes * BigInt(around.desired.partitions) * BigInt(around.desired.replicationFactor);
    return [
      `Keeps at most ${approximateBytes(bytes)} per partition, ${approximateBytes(total)} on all brokers together.`,
    ];
  },
  "cleanup.policy": ({ to, creating }) => {
    const policies = to.split(",");
    if (!policies.includes("compact"))
      return creating ? [] : ["Records are deleted by age and size, the latest of a key too."];
    return ["Keeps the latest value per key; records without a key are refused."];
  },
  "min.insync.replicas": ({ to, around }) => insync(wholeNumber(to), around.desired.replicationFactor),
  "unclean.leader.election.enable": ({ to }) =>
    to === "true" ? ["A replica that lags behind may become leader; what it had not copied is lost."] : [],
};

/**
 * What a change of one config key does, in sentences with numbers.
 * @param from the live value; null when it is not set
 * @param to the wanted value; null when the key is to be unset, back to the cluster's default
 */
export function configEffects(
  key: string,
  from: string | null,
  to: string | null,
  around: Surroundings,
  creating = false,
): string[] {
  const effects = Object.hasOwn(effectsByKey, key) ? effectsByKey[key] : undefined;
  const after = to ?? defaultConfigValue(key, around.defaults);
  if (!effects || after === undefined) return [];
  return effects({ from, to: after, around, creating });
}

/** How much the desired topic comes to store, where its write rate is known; nothing where nothing can be said. */
export function storage({ desired, expectedBytesPerSecond: rate, defaults }: Surroundings): string[] {
  const stored = estimateStoredBytes(desired, rate, defaults);
  const replicas = desired.replicationFactor === 1 ? "1 replica" : `${desired.replicationFactor} replicas`;
  if (stored.kind === "unbounded")
    return ["Records are never deleted.", ...growth(desired.replicationFactor, rate, replicas)];
  if (stored.kind === "unknown" || !rate) return [];
  return [
    `Stores up to about ${approximateBytes(stored.bytes)} at the expected ${approximateRate(BigInt(rate))} with ${replicas}.`,
  ];
}

function growth(replicationFactor: number, rate: number | null, replicas: string): string[] {
  if (!rate) return [];
  const daily = BigInt(rate) * SECONDS_PER_DAY * BigInt(replicationFactor);
  return [
    `Grows by about ${approximateBytes(daily)} a day at the expected ${approximateRate(BigInt(rate))} with ${replicas}.`,
  ];
}

function deletedByShorterRetention(from: string | null, to: string, { defaults }: Surroundings): string[] {
  const before = wholeNumber(from ?? defaultConfigValue("retention.ms", defaults)) ?? UNLIMITED;
  const after = wholeNumber(to) ?? UNLIMITED;
  const shorter = after >= 0n && (before < 0n || after < before);
  return shorter ? [`Deletes every record older than ${formatDuration(after)}.`] : [];
}

function insync(minimum: bigint | undefined, replicas: number): string[] {
  if (minimum === undefined || minimum < 1n || replicas === 1) return [];
  const required = Number(minimum);
  if (required >= replicas) return [`While any of the ${replicas} replicas is down, writes with acks=all are refused.`];
  if (required === 1)
    return ["A write with acks=all is confirmed with one copy; it is lost if that broker fails before another has it."];
  const spare = replicas - required;
  return [
    `Writes with acks=all go on while up to ${spare} of ${replicas} replicas ${spare === 1 ? "is" : "are"} down.`,
  ];
}
