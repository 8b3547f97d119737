import { z } from "zod";
import { PrincipalKind } from "./principal-name.ts";

/** Real values for a client's configuration; `clientSnippets` makes programs of them. Never a secret. */
export const ClientSettings = z.object({
  cluster: z.string(),
  bootstrapServers: z.string(),
  securityProtocol: z.string(),
  saslMechanism: z.string().nullable(),
  principal: z.string(),
  kind: PrincipalKind,
  /** A topic and a group that the application may use; null where it has no grant of that kind yet. */
  consume: z.object({ topic: z.string(), group: z.string() }).nullable(),
  produce: z.object({ topic: z.string(), transactionalId: z.string().nullable() }).nullable(),
});
export type ClientSettings = z.infer<typeof ClientSettings>;

/** How one principal reaches the cluster. */
export type ClientConnection = Pick<
  ClientSettings,
  "bootstrapServers" | "securityProtocol" | "saslMechanism" | "principal"
>;
