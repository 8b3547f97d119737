/** How the worker reaches one schema registry. Holds the secret: never log it, never store it, never hand it to the web process. */
export type RegistryConnection = {
  /** Where the Confluent-compatible API begins, without a slash at the end: `https://registry.example.test/apis/ccompat/v7`. */
  url: string;
  auth?: RegistryCredential;
  /** Longest time one call may take, connecting and reading the answer included. */
  requestTimeoutMs: number;
};

/** Sent with each call: basic authentication or a bearer token. */
export type RegistryCredential = { username: string; password: string } | { token: string };
