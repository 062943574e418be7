import { reachedAt } from "../settings/address";
import type { Access, ChatQnASettings, StaticTargets, TargetSettings } from "../settings/settings";
import { simulatedChatQnA } from "../simulated-chatqna";
import { type ServiceOverrides, targetsOf } from "./catalogue";
import type { Reach } from "./deployment";
import type { Target } from "./target";

/** Every target of a stack, those of the deployment first. */
export function plannedTargets(settings: TargetSettings): readonly Target[] {
  const { chatqna } = settings;
  return [
    ...(chatqna === undefined ? [] : deployedTargets(chatqna)),
    ...settings.static.flatMap(staticTargets),
  ];
}

/** What nobody plays would be down for good, and is left out. */
function deployedTargets(chatqna: ChatQnASettings): readonly Target[] {
  const { deployment, access, services } = chatqna;
  if (access.via !== "simulator") return targetsOf(deployment, reachOf(access), services);
  const absent = simulatedChatQnA(chatqna).notSimulated.map(({ name }) => [
    name,
    { enabled: false },
  ]);
  const overrides = { ...services, ...(Object.fromEntries(absent) as ServiceOverrides) };
  return targetsOf(deployment, reachOf(access), overrides);
}

/** A stand-in listens where docker compose would publish the services. */
export function reachOf(access: Access): Reach {
  if (access.via === "simulator") return { via: "host", host: reachedAt(access.bind) };
  return access.via === "replay" ? { via: "host", host: "127.0.0.1" } : access;
}

function staticTargets({ addresses, ...shared }: StaticTargets): readonly Target[] {
  return addresses.map((address) => ({ ...shared, address }));
}
