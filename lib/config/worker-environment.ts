import { z } from "zod";
import { LogLevel, Origin, Port, PostgresUrl, SealingKey } from "./environment.ts";

/** A host, `*.` and a domain for every host below it; `http://` before either allows plain HTTP. */
const ALLOWED_HOST = /^(http:\/\/)?(\*\.)?(\[[0-9a-f:.]+\]|[a-z0-9-]+(\.[a-z0-9-]+)*)$/i;

/** What the worker is told. Secrets that clusters.yaml names as ${NAME} come from the same environment, under names of the operator's choice. */
export const WorkerEnvironment = z
  .object({
    DATABASE_URL: PostgresUrl,
    CLUSTERS_FILE: z.string("is missing: give the path of clusters.yaml").min(1),
    /** Opens what web sealed with the public key of the same pair. */
    CREDENTIAL_PRIVATE_KEY: SealingKey,
    /** The public address, for links in mails and webhooks. */
    HEADGATE_URL: Origin,
    /** Without it, no mail is sent. */
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\/[^\s/]+/, "is smtp://user:password@host:port, or smtps://…")
      .optional(),
    MAIL_FROM: z
      .string()
      .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, "is a sender, such as Headgate <headgate@example.test>")
      .optional(),
    /** Empty: webhooks are switched off. */
    WEBHOOK_ALLOWED_HOSTS: z
      .string()
      .default("")
      .transform((list) =>
        list
          .split(",")
          .map((host) => host.trim())
          .filter((host) => host !== ""),
      )
      .pipe(z.array(z.string().regex(ALLOWED_HOST, "is a comma-separated list of hosts, *.example.test among them"))),
    WEBHOOK_ALLOW_PRIVATE: z
      .enum(["true", "false"], "is true or false")
      .default("false")
      .transform((value) => value === "true"),
    WORKER_HEALTH_PORT: Port.default(3001),
    LOG_LEVEL: LogLevel,
  })
  .superRefine((settings, context) => {
    if (settings.SMTP_URL === undefined || settings.MAIL_FROM !== undefined) return;
    context.addIssue({ code: "custom", path: ["MAIL_FROM"], message: "is missing: mails need a sender" });
  });
export type WorkerEnvironment = z.output<typeof WorkerEnvironment>;
