/** Where a broker listens. */
export type BrokerAddress = { host: string; port: number };

/** How the worker reaches one cluster. Holds the password: never log it, never store it, never hand it to the web process. */
export type ClusterConnection = {
  clusterSlug: string;
  /** At least one; the others are tried in order when it cannot be reached. */
  bootstrapServers: BrokerAddress[];
  sasl?: SaslCredential;
  /** `true` trusts the certificate authorities that Node knows; `ca` is PEM text of the only ones to trust. */
  tls: boolean | { ca: string };
  /** Longest time one call may take, connecting included; nothing is sent after it. */
  requestTimeoutMs: number;
  /** Longest time to reach and log in to one broker; less than `requestTimeoutMs`. */
  connectTimeoutMs: number;
};

export type SaslCredential = { mechanism: SaslMechanism; username: string; password: string };

export const SASL_MECHANISMS = ["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN"] as const;
export type SaslMechanism = (typeof SASL_MECHANISMS)[number];
