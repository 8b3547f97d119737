import { parseEnvironment } from "#lib/config/environment";
import { WebEnvironment } from "#lib/config/web-environment";

let parsed: WebEnvironment | undefined;

/**
 * The web process's settings, parsed at first use: `next build` loads routes without any.
 *
 * @throws EnvironmentRefused when they cannot be used
 */
export function webEnvironment(): WebEnvironment {
  parsed ??= parseEnvironment(WebEnvironment, process.env);
  return parsed;
}
