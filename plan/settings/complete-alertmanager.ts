import type { AlertmanagerSettings, EmailSettings, ReceiverSettings } from "./alertmanager";
import type { ParsedAlertmanager, ParsedReceiver } from "./alertmanager-schema";
import { pathText } from "./setting-path";
import type { SecretReference } from "./settings";

/** Undefined where nobody is to be told. */
export function completeAlertmanager(parsed: ParsedAlertmanager): AlertmanagerSettings | undefined {
  const { receivers, routes, ...plain } = parsed;
  const [first] = receivers;
  if (first === undefined) return undefined;
  const { critical, watchdog } = routes;
  return {
    ...plain,
    receivers: receivers.map(completeReceiver),
    routes: {
      default: routes.default ?? first.name,
      ...(critical !== undefined && { critical }),
      ...(watchdog !== undefined && { watchdog }),
    },
  };
}

function completeReceiver(parsed: ParsedReceiver, position: number): ReceiverSettings {
  const { name, webhook, slack, email, pagerduty } = parsed;
  const own = (...path: string[]): SecretReference => ({
    secret: pathText(["alertmanager", "receivers", position, ...path]),
  });
  return {
    name,
    ...(webhook !== undefined && {
      webhook: {
        url: webhook.url ?? own("webhook", "secretUrl"),
        ...(webhook.bearerToken !== undefined && { bearerToken: own("webhook", "bearerToken") }),
      },
    }),
    ...(slack !== undefined && {
      slack: {
        url: own("slack", "url"),
        ...(slack.channel !== undefined && { channel: slack.channel }),
      },
    }),
    ...(email !== undefined && { email: completeEmail(email, own("email", "password")) }),
    ...(pagerduty !== undefined && { pagerduty: { routingKey: own("pagerduty", "routingKey") } }),
  };
}

function completeEmail(
  parsed: NonNullable<ParsedReceiver["email"]>,
  password: SecretReference,
): EmailSettings {
  const { to, from, smarthost, username, requireTls } = parsed;
  return {
    to,
    from,
    smarthost,
    requireTls,
    ...(username !== undefined && { account: { username, password } }),
  };
}
