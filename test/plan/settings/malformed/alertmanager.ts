import type { MalformedSettings } from "./malformed-settings";

const webhook = 'webhook: { url: "http://alerts.example" }';

/** Wrong in `alertmanager`. */
export const malformedAlertmanager: readonly MalformedSettings[] = [
  {
    title: "a receiver without a way",
    settings: "@:alertmanager: { receivers: [{ name: team }] }",
    problems: [
      [
        "@:alertmanager.receivers[0]",
        "has no way to tell team. Add webhook, slack, email or pagerduty.",
      ],
    ],
  },
  {
    title: "two receivers of one name",
    settings: `@:alertmanager: { receivers: [{ name: team, ${webhook} }, { name: team, ${webhook} }] }`,
    problems: [
      [
        "@:alertmanager.receivers[1].name",
        'is "team", the name of alertmanager.receivers[0] too. Give it another.',
      ],
    ],
  },
  {
    title: "a receiver called as nobody is",
    settings: `@:alertmanager: { receivers: [{ name: nobody, ${webhook} }] }`,
    problems: [
      [
        "@:alertmanager.receivers[0].name",
        'is "nobody", the receiver of what goes nowhere. Give it another name.',
      ],
    ],
  },
  {
    title: "a route to a misspelt receiver",
    settings: `@:alertmanager: { receivers: [{ name: oncall, ${webhook} }], routes: { critical: onkall } }`,
    problems: [
      [
        "@:alertmanager.routes.critical",
        'is "onkall", which is not among alertmanager.receivers; did you mean oncall?',
      ],
    ],
  },
  {
    title: "a route without receivers",
    settings: "@:alertmanager: { routes: { watchdog: deadman } }",
    problems: [
      [
        "@:alertmanager.routes.watchdog",
        'is "deadman", which is not among alertmanager.receivers; there are none yet. Add it to alertmanager.receivers.',
      ],
    ],
  },
  {
    title: "a webhook without a URL",
    settings: "@:alertmanager: { receivers: [{ name: team, webhook: {} }] }",
    problems: [
      [
        "@:alertmanager.receivers[0].webhook",
        "has url and secretUrl, or neither. Give one of the two.",
      ],
    ],
  },
  {
    title: "a Slack URL in plain text",
    settings:
      "@:alertmanager: { receivers: [{ name: team, slack: { url: https://slack.example/T/B } }] }",
    problems: [
      [
        "@:alertmanager.receivers[0].slack.url",
        `is a secret in plain text. Encrypt it, and change it where it was published:
pulumi config set --secret --path 'chatqna-monitoring:alertmanager.receivers[0].slack.url'`,
      ],
    ],
  },
  {
    title: "mail with a user and no password",
    settings:
      "@:alertmanager: { receivers: [{ name: team, email: { to: a@example.com, from: b@example.com, smarthost: smtp.example:587, username: b } }] }",
    problems: [
      [
        "@:alertmanager.receivers[0].email",
        "has username or password alone. Give both, or neither.",
      ],
    ],
  },
  {
    title: "an Alertmanager for everybody",
    settings: `@:alertmanager: { bind: 0.0.0.0, receivers: [{ name: team, ${webhook} }] }`,
    problems: [
      [
        "@:alertmanager.bind",
        'is "0.0.0.0", where other machines reach the Alertmanager, and anybody may silence alerts. Bind 127.0.0.1, and put a reverse proxy that asks who is there before it.',
      ],
    ],
  },
  {
    title: "an Alertmanager on Prometheus' port",
    settings: `@:alertmanager: { port: 9090, receivers: [{ name: team, ${webhook} }] }`,
    problems: [
      [
        "@:alertmanager.port",
        `is 9090, the port of Prometheus on this machine too. Move Alertmanager:
pulumi config set --path 'chatqna-monitoring:alertmanager.port' 9091`,
      ],
    ],
  },
];
