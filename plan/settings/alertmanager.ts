import type { SecretReference } from "./settings";

/** Where firing alerts go. A stack without receivers has no Alertmanager; its rules still evaluate. */
export interface AlertmanagerSettings {
  readonly version: string;
  readonly port: number;
  readonly bind: string;
  readonly memoryLimit: string;
  /** How long alerts of one group are collected before the first notification. */
  readonly groupWait: string;
  /** How long until a group that changed is told again. */
  readonly groupInterval: string;
  /** How long until a group that still fires is told again. */
  readonly repeatInterval: string;
  readonly receivers: readonly ReceiverSettings[];
  readonly routes: RouteSettings;
}

/** Names of receivers. Without `critical`, critical alerts go where all others go. */
export interface RouteSettings {
  readonly default: string;
  readonly critical?: string;
  /** Who misses the Watchdog when it does not come; without one it goes nowhere. */
  readonly watchdog?: string;
}

/** At least one way. */
export interface ReceiverSettings {
  /** Unique. */
  readonly name: string;
  readonly webhook?: WebhookSettings;
  readonly slack?: { readonly url: SecretReference; readonly channel?: string };
  readonly email?: EmailSettings;
  readonly pagerduty?: { readonly routingKey: SecretReference };
}

/** Either `url` or, where knowing it is enough to write there, `secretUrl`. */
export interface WebhookSettings {
  readonly url: string | SecretReference;
  readonly bearerToken?: SecretReference;
}

export interface EmailSettings {
  readonly to: string;
  readonly from: string;
  /** `host:port` of the mail server. */
  readonly smarthost: string;
  readonly account?: { readonly username: string; readonly password: SecretReference };
  /** Whether the server must speak STARTTLS. */
  readonly requireTls: boolean;
}
