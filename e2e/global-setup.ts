import { environment, placesOutside } from "./support/environment.ts";

/** Tests make teams, stop brokers and try to break what they find: never anywhere but on this machine. */
export default function refuseOtherMachines(): void {
  const { TEST_BASE_URL, TEST_DATABASE_URL, TEST_WEB_DATABASE_URL, TEST_WORKER_DATABASE_URL } = environment;
  const { TEST_SUPERUSER_DATABASE_URL } = environment;
  const { TEST_REGISTRY_URL } = environment;
  const { TEST_KAFKA_BOOTSTRAP, TEST_OIDC_ISSUER, STACK_CONTROL_URL } = environment;
  const outside = placesOutside({
    ...{ TEST_BASE_URL, TEST_DATABASE_URL, TEST_WEB_DATABASE_URL, TEST_WORKER_DATABASE_URL },
    TEST_SUPERUSER_DATABASE_URL,
    ...(TEST_REGISTRY_URL && { TEST_REGISTRY_URL }),
    ...{ TEST_KAFKA_BOOTSTRAP, TEST_OIDC_ISSUER, STACK_CONTROL_URL },
  });
  if (outside.length > 0) throw new Error(`Refused: ${outside.join("; ")}.`);
}
