import { z } from "zod";
import { flag, text, version } from "./kinds";
import { identifier, userName } from "./name-kinds";
import { hostPort, httpUrl, ipAddress, port } from "./network-kinds";
import { duration, size } from "./quantity-kinds";
import { settingDocs } from "./registries";
import { secretOfFile } from "./secret-kinds";

const webhook = z.strictObject({
  url: httpUrl()
    .register(settingDocs, {
      description: "Where alerts are posted as JSON. Either this or `secretUrl`.",
      example: "http://alerts.example/chatqna",
    })
    .optional(),
  secretUrl: secretOfFile("a URL")
    .register(settingDocs, { description: "The same, where who knows the URL may write there." })
    .optional(),
  bearerToken: secretOfFile("a token")
    .register(settingDocs, { description: "Sent along as a bearer token." })
    .optional(),
});

const slack = z.strictObject({
  url: secretOfFile("a URL").register(settingDocs, {
    description: "The incoming webhook of the workspace.",
  }),
  channel: text("a channel")
    .register(settingDocs, {
      description: "Where the message appears.",
      otherwise: "the webhook's own",
      example: "#chatqna",
    })
    .optional(),
});

const email = z.strictObject({
  to: text("an address").register(settingDocs, {
    description: "Who gets it; several with commas.",
    example: "oncall@example.com",
  }),
  from: text("an address").register(settingDocs, {
    description: "The sender.",
    example: "chatqna@example.com",
  }),
  smarthost: hostPort().register(settingDocs, {
    description: "The mail server.",
    example: "smtp.example.com:587",
  }),
  username: userName()
    .register(settingDocs, { description: "The account there, together with `password`." })
    .optional(),
  password: secretOfFile("a password")
    .register(settingDocs, { description: "The account's password." })
    .optional(),
  requireTls: flag()
    .register(settingDocs, { description: "False: mail also goes over a plain connection." })
    .default(true),
});

const pagerduty = z.strictObject({
  routingKey: secretOfFile("a key").register(settingDocs, {
    description: "The integration key of an Events API v2 integration.",
  }),
});

const receiver = z.strictObject({
  name: identifier("a receiver").register(settingDocs, {
    description: "Unique; `routes` names it.",
    example: "oncall",
  }),
  webhook: webhook.register(settingDocs, { description: "Posts JSON to a URL." }).optional(),
  slack: slack.register(settingDocs, { description: "Writes into a Slack channel." }).optional(),
  email: email.register(settingDocs, { description: "Sends mail." }).optional(),
  pagerduty: pagerduty.register(settingDocs, { description: "Opens an incident." }).optional(),
});

const routes = z.strictObject({
  default: identifier("a receiver")
    .register(settingDocs, {
      description: "Who gets every alert that no other route takes.",
      otherwise: "the first receiver",
    })
    .optional(),
  critical: identifier("a receiver")
    .register(settingDocs, {
      description: "Who gets the critical ones.",
      otherwise: "the receiver of `default`",
    })
    .optional(),
  watchdog: identifier("a receiver")
    .register(settingDocs, {
      description:
        "Who gets the Watchdog, an alert that always fires, and raises the alarm when it stops coming.",
      otherwise: "nobody",
    })
    .optional(),
});

export const alertmanagerSchema = z.strictObject({
  receivers: z
    .array(receiver)
    .register(settingDocs, {
      description: "Who is told of alerts. Without any the stack has no Alertmanager.",
    })
    .default([]),
  routes: routes.register(settingDocs, { description: "Which receiver gets what." }).prefault({}),
  groupWait: duration()
    .register(settingDocs, { description: "How long alerts are collected for one message." })
    .default("30s"),
  groupInterval: duration()
    .register(settingDocs, { description: "How soon a message with news follows another." })
    .default("5m"),
  repeatInterval: duration()
    .register(settingDocs, { description: "How soon a message without news is repeated." })
    .default("4h"),
  version: version("0.34.2")
    .register(settingDocs, { description: "The release to run, where it runs in a container." })
    .default("0.34.2"),
  port: port()
    .register(settingDocs, { description: "The port on the host.", example: 9094 })
    .default(9093),
  bind: ipAddress()
    .register(settingDocs, { description: "The address it listens on.", example: "0.0.0.0" })
    .default("127.0.0.1"),
  memoryLimit: size()
    .register(settingDocs, { description: "The most memory it may use.", example: "256MiB" })
    .default("128MiB"),
});

export type ParsedAlertmanager = z.output<typeof alertmanagerSchema>;
export type ParsedReceiver = z.output<typeof receiver>;
