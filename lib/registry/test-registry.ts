import type { RegistryConnection } from "#lib/domain/registry-connection";

/**
 * The registry that integration tests run on, from TEST_REGISTRY_URL.
 * @throws when it is missing, or when the registry is not on this machine
 */
export function testRegistry(environment: NodeJS.ProcessEnv): RegistryConnection {
  const url = environment.TEST_REGISTRY_URL;
  if (!url)
    throw new Error(
      "TEST_REGISTRY_URL is not set. Integration tests need a schema registry of their own; 'npm test' starts one where there is Java 21 or later.",
    );
  if (new URL(url).hostname !== "127.0.0.1")
    throw new Error("TEST_REGISTRY_URL is not on loopback: tests register schemas.");
  return { url, requestTimeoutMs: 10_000 };
}
