import type { AlertmanagerSettings, RouteSettings } from "../settings/alertmanager";
import { nobodyReceiver } from "../settings/alertmanager-checks";
import type { Text } from "../workloads/workload";
import { type YamlValue, renderYaml } from "../workloads/yaml-text";
import { receiverConfig } from "./receivers";

/**
 * The text of `alertmanager.yml`, for 0.26 and later. Equal settings give equal bytes.
 * Source: prometheus.io/docs/alerting/latest/configuration
 */
export function renderAlertmanagerConfiguration(settings: AlertmanagerSettings): Text {
  return renderYaml({
    comment: "Written by the monitoring stack from its settings; changes here are overwritten.",
    value: {
      route: routeTree(settings),
      inhibit_rules: inhibitions,
      receivers: [...settings.receivers.map(receiverConfig), { name: nobodyReceiver }],
    },
  });
}

function routeTree(settings: AlertmanagerSettings): YamlValue {
  const { routes, groupWait, groupInterval, repeatInterval } = settings;
  return {
    receiver: routes.default,
    // One message for one symptom of one service, whatever number of replicas has it.
    group_by: ["alertname", "component", "job"],
    group_wait: groupWait,
    group_interval: groupInterval,
    repeat_interval: repeatInterval,
    routes: [watchdogRoute(routes), ...severityRoutes(routes)],
  };
}

/** A dead man's switch wants to hear it often: its alarm is the silence. */
function watchdogRoute({ watchdog = nobodyReceiver }: RouteSettings): YamlValue {
  return {
    receiver: watchdog,
    matchers: ['alertname="Watchdog"'],
    group_wait: "0s",
    group_interval: "1m",
    repeat_interval: "1m",
  };
}

function severityRoutes({ critical }: RouteSettings): readonly YamlValue[] {
  return [
    {
      comment: "Notes for who looks at a board: nobody is woken up for them.",
      value: { receiver: nobodyReceiver, matchers: ['severity=~"none|info"'] },
    },
    ...(critical === undefined ? [] : [{ receiver: critical, matchers: ['severity="critical"'] }]),
  ];
}

const inhibitions: YamlValue = [
  {
    comment: "The page says it all: its ticket need not follow.",
    value: {
      source_matchers: ['severity="critical"'],
      target_matchers: ['severity=~"warning|info"'],
      equal: ["alertname", "component", "job", "instance"],
    },
  },
  {
    comment: "Of a server that is gone, nothing else is worth a message.",
    value: {
      source_matchers: ['alertname="TargetDown"'],
      target_matchers: ['alertname!="TargetDown"', 'instance!=""'],
      equal: ["job", "instance"],
    },
  },
];
