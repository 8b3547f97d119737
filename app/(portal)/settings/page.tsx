import type { Metadata } from "next";
import { NotificationsCard } from "#components/notifications/notifications-card";
import { WebhooksCard } from "#components/notifications/webhooks-card";
import { Card, CardHeader, CardSection } from "#components/ui/card";
import { DefinitionList } from "#components/ui/definition-list";
import { PageHeader } from "#components/ui/page-header";
import { TextLink } from "#components/ui/text-link";
import { CreateTokenDialog } from "#components/user/create-token-dialog";
import { PasswordForm } from "#components/user/password-form";
import { ThemeChoice } from "#components/user/theme-choice";
import { TokenTable } from "#components/user/token-table";
import type { SettingsView } from "#lib/contract/users";
import { ask, tryAsk } from "#lib/server/ask";
import { getNotifications } from "#lib/server/queries/get-notifications";
import { getSettings } from "#lib/server/queries/get-settings";
import { listTokens } from "#lib/server/queries/list-tokens";
import { listWebhooks } from "#lib/server/queries/list-webhooks";
import {
  changeOwnPassword,
  createOwnToken,
  dropPlatformWebhook,
  keepNotifications,
  keepTheme,
  makePlatformWebhook,
  revokeOwnToken,
} from "./actions.ts";

export const metadata: Metadata = { title: "Settings" };

/** What somebody may see and change about themselves: account, theme, password, notifications, tokens. And an admin, the platform's webhooks. */
export default async function SettingsPage() {
  const [settings, notifications, tokens, webhooks] = await Promise.all([
    ask(getSettings, {}),
    ask(getNotifications, {}),
    ask(listTokens, {}),
    tryAsk(listWebhooks, {}),
  ]);

  return (
    <>
      <PageHeader title="Settings" />
      <div className="grid gap-5">
        <div className="grid items-start gap-5 lg:grid-cols-2">
          <Card>
            <CardHeader title="You" />
            <CardSection className="grid gap-4">
              <Account settings={settings} />
              <ThemeChoice theme={settings.theme} save={keepTheme} />
            </CardSection>
          </Card>
          {settings.signIn.includes("password") && (
            <Card>
              <CardHeader title="Password" />
              <CardSection>
                <PasswordForm login={settings.email ?? ""} change={changeOwnPassword} />
              </CardSection>
            </Card>
          )}
          <NotificationsCard settings={notifications} save={keepNotifications} />
        </div>
        <Card>
          <CardHeader title="API tokens" aside={<CreateTokenDialog create={createOwnToken} />} />
          <TokenTable tokens={tokens.items} now={Date.now()} revoke={revokeOwnToken} />
        </Card>
        {webhooks.ok && (
          <WebhooksCard
            title="Webhooks of the platform"
            webhooks={webhooks.value.items}
            commands={{ create: makePlatformWebhook, remove: dropPlatformWebhook }}
          />
        )}
      </div>
    </>
  );
}

const ROLES = { none: "none", auditor: "auditor: reads everything", admin: "platform admin" };

function Account({ settings }: { settings: SettingsView }) {
  const teams = settings.teams.map(({ slug, role }, index) => (
    <span key={slug}>
      {index > 0 && ", "}
      <TextLink href={`/teams/${slug}`}>{slug}</TextLink> ({role})
    </span>
  ));

  return (
    <DefinitionList
      items={[
        { term: "Name", value: settings.name },
        { term: "E-mail", value: settings.email ?? "none" },
        { term: "Signs in by", value: settings.signIn.join(", ") },
        { term: "Platform role", value: ROLES[settings.platformRole] },
        { term: "Teams", value: teams.length > 0 ? teams : "none; an owner of a team adds you" },
      ]}
    />
  );
}
