import type { EmailSettings, ReceiverSettings, WebhookSettings } from "../settings/alertmanager";
import type { SecretReference } from "../settings/settings";
import type { ConfigFile, Text } from "../workloads/workload";
import type { YamlValue } from "../workloads/yaml-text";

/** A receiver as `alertmanager.yml` has it. Its secrets are files beside it, read at each message. */
export function receiverConfig(receiver: ReceiverSettings): YamlValue {
  const { name, webhook, slack, email, pagerduty } = receiver;
  return {
    name,
    ...(webhook !== undefined && { webhook_configs: [webhookConfig(name, webhook)] }),
    ...(slack !== undefined && {
      slack_configs: [
        {
          api_url_file: inFile(name, "slack-url"),
          ...(slack.channel !== undefined && { channel: slack.channel }),
          send_resolved: true,
          title: `[{{ .Status | toUpper }}] {{ .CommonLabels.alertname }}: {{ .CommonAnnotations.summary }}`,
          text: "{{ range .Alerts }}{{ .Annotations.description }}\\n{{ end }}",
        },
      ],
    }),
    ...(email !== undefined && { email_configs: [emailConfig(name, email)] }),
    ...(pagerduty !== undefined && {
      pagerduty_configs: [
        {
          routing_key_file: inFile(name, "pagerduty-key"),
          send_resolved: true,
          description: "{{ .CommonLabels.alertname }}: {{ .CommonAnnotations.summary }}",
        },
      ],
    }),
  };
}

/** The files with the receiver's secrets. */
export function receiverFiles(receiver: ReceiverSettings): readonly ConfigFile[] {
  const { name, webhook, slack, email, pagerduty } = receiver;
  const secrets: readonly (readonly [string, SecretReference | undefined])[] = [
    ["webhook-url", typeof webhook?.url === "object" ? webhook.url : undefined],
    ["webhook-token", webhook?.bearerToken],
    ["slack-url", slack?.url],
    ["email-password", email?.account?.password],
    ["pagerduty-key", pagerduty?.routingKey],
  ];
  return secrets.flatMap(([what, reference]): readonly ConfigFile[] =>
    reference === undefined
      ? []
      : [
          {
            path: pathOf(name, what),
            content: [{ ref: "secret", key: reference.secret }],
            secret: true,
            onChange: "nothing",
          },
        ],
  );
}

function webhookConfig(name: string, { url, bearerToken }: WebhookSettings): YamlValue {
  return {
    ...(typeof url === "string" ? { url } : { url_file: inFile(name, "webhook-url") }),
    send_resolved: true,
    ...(bearerToken !== undefined && {
      http_config: {
        authorization: { credentials_file: inFile(name, "webhook-token") },
      },
    }),
  };
}

function emailConfig(name: string, email: EmailSettings): YamlValue {
  const { to, from, smarthost, account, requireTls } = email;
  return {
    to,
    from,
    smarthost,
    require_tls: requireTls,
    send_resolved: true,
    ...(account !== undefined && {
      auth_username: account.username,
      auth_password_file: inFile(name, "email-password"),
    }),
  };
}

function pathOf(receiver: string, what: string): string {
  return `secrets/${receiver}-${what}`;
}

function inFile(receiver: string, what: string): YamlValue {
  const path: Text = [{ ref: "file", path: pathOf(receiver, what) }];
  return { filled: path };
}
