import { Deployment } from "../deployment/deployment";
import { languageModel } from "../deployment/engine-presets";
import { loadUnit } from "../deployment/capacity";
import { RoundRobin } from "../deployment/round-robin";
import type { Role } from "../deployment/service-config";
import { httpClients } from "../load/http-clients";
import { LoadGenerator } from "../load/load-generator";
import { Random } from "../model/random";
import { WallClock } from "../model/wall-clock";
import { StageManager } from "../scenarios/stage-manager";
import type { Address } from "../services/http-call";
import { HttpConnections } from "../services/http-connections";
import { TruthLog } from "../truth/truth-log";
import { ControlService } from "../control/control-service";
import type { LiveConfig } from "./live-config";
import { httpServices, type AnyService } from "./http-services";

/** A simulator that serves. */
export interface LiveSimulation {
  readonly services: readonly AnyService[];
  readonly control: Address;
  readonly truth: TruthLog;
  readonly clock: WallClock;
  readonly stage: StageManager;
  /** Ends all connections and listeners. */
  readonly close: () => Promise<void>;
}

/**
 * Starts all services one after the other and the control port last: when that one answers, all
 * serve. Time begins now.
 * @param onTrouble told what goes wrong later, when no caller is there to be told
 * @throws ListenError
 */
export async function startLiveSimulation(
  config: LiveConfig,
  onTrouble: (error: unknown) => void,
): Promise<LiveSimulation> {
  const clock = new WallClock();
  const truth = new TruthLog(clock, config.truthCapacity);
  const services: AnyService[] = [];
  const connections = connectionsOf(config, services, clock);
  const deployment = new Deployment(config, clock, truth, () => connections);
  const clients = httpClients(() => addressOf(services, "megaservice"), clock);
  const load = new LoadGenerator(clock, new Random(config.seed, "load"), config.shape, clients.ask);
  const stage = new StageManager({
    deployment,
    clock,
    truth,
    ...(config.clients && { load }),
    capacity: loadUnit(config),
  });
  const control = new ControlService({ deployment, clock, truth, stage, load, services });
  const close = async (): Promise<void> => {
    load.stop();
    clock.stop();
    clients.close();
    connections.close();
    await Promise.all([...services.map((service) => service.close()), control.close()]);
  };
  try {
    // In turn, so that a failure leaves no listener that is still on its way.
    for (const service of httpServices(config, { deployment, clock, truth, onTrouble })) {
      services.push(service);
      await service.open();
    }
    const address = await control.open(config.controlPort, config.bind);
    clock.enter(() => {
      stage.play(config.scenario);
    });
    return { services, control: address, truth, clock, stage, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function connectionsOf(
  config: LiveConfig,
  services: readonly AnyService[],
  clock: WallClock,
): HttpConnections {
  const has = (role: Role): boolean => config.services.some((service) => service.role === role);
  const at = (role: Role) => (): Address | undefined => addressOf(services, role);
  let replicas: RoundRobin<AnyService> | undefined;
  const addresses = {
    llm: () => {
      replicas ??= new RoundRobin(servicesOf(services, "llm"));
      return replicas.next()?.address;
    },
    embedding: at("embedding"),
    reranking: at("reranking"),
    retriever: at("retriever"),
    guardrails: at("guardrails"),
    guardrailsLlm: at("guardrails-llm"),
  };
  const parts = { guardrails: has("guardrails"), reranking: has("reranking") };
  return new HttpConnections(addresses, parts, languageModel, clock);
}

function servicesOf(services: readonly AnyService[], role: Role): readonly AnyService[] {
  return services.filter(({ slot }) => slot.name === role || slot.name.startsWith(`${role}#`));
}

function addressOf(services: readonly AnyService[], role: Role): Address | undefined {
  return servicesOf(services, role)[0]?.address;
}
