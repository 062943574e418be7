import type { Access, ChatQnASettings, StaticTargets, TargetSettings } from "../settings/settings";
import { targetsOf } from "./catalogue";
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

function deployedTargets({ deployment, access, services }: ChatQnASettings): readonly Target[] {
  return targetsOf(deployment, reachOf(access), services);
}

/** The stand-in listens where docker compose would publish the services, on loopback. */
export function reachOf(access: Access): Reach {
  return access.via === "replay" ? { via: "host", host: "127.0.0.1" } : access;
}

function staticTargets({ addresses, ...shared }: StaticTargets): readonly Target[] {
  return addresses.map((address) => ({ ...shared, address }));
}
