import { defaultConfigValue } from "#lib/domain/default-config-value";
import { STOCK_DEFAULTS, type TopicDefaults } from "#lib/domain/topic-defaults";
import { KEYS_WITH_SOURCE } from "./topic-default-sources.ts";

/** What counts on an in-memory cluster for keys that topics do not set: stock Kafka's defaults, unless its brokers are configured otherwise. */
export class InMemoryDefaults {
  readonly #configured = new Map<string, string>();

  clear(): void {
    this.#configured.clear();
  }

  /** Null is stock Kafka's again. @throws for a key that no setting of a broker stands behind */
  set(key: string, value: string | null): void {
    if (!KEYS_WITH_SOURCE.includes(key)) throw new Error(`No setting of a broker stands behind ${key}.`);
    if (value === null) this.#configured.delete(key);
    else this.#configured.set(key, value);
  }

  told(): TopicDefaults {
    const stock = KEYS_WITH_SOURCE.map((key) => [key, defaultConfigValue(key, STOCK_DEFAULTS) ?? ""] as const);
    return Object.fromEntries([...stock, ...this.#configured]);
  }
}
