import type { ClientSettings } from "./client-settings.ts";
import { cliSnippets } from "./client-snippets/cli.ts";
import type { ClientSnippet } from "./client-snippets/client-snippet.ts";
import { javaSnippets } from "./client-snippets/java.ts";
import { nodeSnippets } from "./client-snippets/node.ts";
import { pythonSnippets } from "./client-snippets/python.ts";

/**
 * Programs that work as they stand, with the settings of one principal on one cluster: for each tool one that reads and one that writes, as far as
 * the application may. None holds a secret: a SCRAM password is read from `KAFKA_PASSWORD`, a certificate and its key from the files that
 * `KAFKA_CERTIFICATE` and `KAFKA_KEY` name, by the command line's tools from the PEM file of `KAFKA_KEYSTORE`.
 */
export function clientSnippets(settings: ClientSettings): ClientSnippet[] {
  return [...javaSnippets(settings), ...pythonSnippets(settings), ...nodeSnippets(settings), ...cliSnippets(settings)];
}
