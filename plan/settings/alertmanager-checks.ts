import { isLoopback } from "./address";
import type { ParsedReceiver } from "./alertmanager-schema";
import type { CrossFinding } from "./finding";
import { listed, nearest } from "./nearest";
import type { ParsedSettings } from "./schema";

type Check = (settings: ParsedSettings) => readonly CrossFinding[];

export const alertmanagerChecks: readonly Check[] = [
  receiverNamesDiffer,
  receiversHaveWays,
  routesAreReceivers,
  isNotOpen,
];

/** Where what nobody is to hear goes: the configuration has a receiver of this name already. */
export const nobodyReceiver = "nobody";

const base = ["alertmanager", "receivers"] as const;

function receiverNamesDiffer({ alertmanager }: ParsedSettings): readonly CrossFinding[] {
  const names = alertmanager.receivers.map(({ name }) => name);
  return names.flatMap((name, position) => {
    const path = [...base, position, "name"];
    if (name === nobodyReceiver) {
      const message = `is "${name}", the receiver of what goes nowhere. Give it another name.`;
      return [{ path, message, involves: [] }];
    }
    const first = names.indexOf(name);
    if (first === position) return [];
    const message = `is "${name}", the name of alertmanager.receivers[${first}] too. Give it another.`;
    return [{ path, message, involves: [[...base, first, "name"]] }];
  });
}

function receiversHaveWays({ alertmanager }: ParsedSettings): readonly CrossFinding[] {
  return alertmanager.receivers.flatMap((receiver, position) =>
    wayProblems(receiver).map(([keys, message]) => ({
      path: [...base, position, ...keys],
      message,
      involves: [],
    })),
  );
}

function wayProblems({
  name,
  webhook,
  slack,
  email,
  pagerduty,
}: ParsedReceiver): readonly (readonly [keys: readonly string[], message: string])[] {
  const hasWay = [webhook, slack, email, pagerduty].some((way) => way !== undefined);
  return [
    ...(hasWay
      ? []
      : [[[], `has no way to tell ${name}. Add webhook, slack, email or pagerduty.`] as const]),
    ...(webhook === undefined || (webhook.url === undefined) !== (webhook.secretUrl === undefined)
      ? []
      : [[["webhook"], "has url and secretUrl, or neither. Give one of the two."] as const]),
    ...(email === undefined || (email.username === undefined) === (email.password === undefined)
      ? []
      : [[["email"], "has username or password alone. Give both, or neither."] as const]),
  ];
}

function routesAreReceivers({ alertmanager }: ParsedSettings): readonly CrossFinding[] {
  const names = alertmanager.receivers.map(({ name }) => name);
  return Object.entries(alertmanager.routes).flatMap(([route, receiver]) => {
    if (receiver === undefined || names.includes(receiver)) return [];
    const close = nearest(receiver, names);
    const hint =
      names.length === 0
        ? "there are none yet. Add it to alertmanager.receivers."
        : close === undefined
          ? `they are ${listed(names)}.`
          : `did you mean ${close}?`;
    return [
      {
        path: ["alertmanager", "routes", route],
        message: `is "${receiver}", which is not among alertmanager.receivers; ${hint}`,
        involves: [base],
      },
    ];
  });
}

/** It has no accounts of its own here: who reaches it can silence every alert. */
function isNotOpen({ alertmanager: { bind } }: ParsedSettings): readonly CrossFinding[] {
  if (isLoopback(bind)) return [];
  return [
    {
      path: ["alertmanager", "bind"],
      message: `is "${bind}", where other machines reach the Alertmanager, and anybody may silence alerts. Bind 127.0.0.1, and put a reverse proxy that asks who is there before it.`,
      involves: [],
    },
  ];
}
