import type { Deployment } from "../deployment/deployment";
import type { ServerSlot } from "../deployment/server-slot";
import type { Role, ServiceConfig } from "../deployment/service-config";
import type { WallClock } from "../model/wall-clock";
import type { SimulatedServer } from "../servers/server";
import type { Surroundings } from "../services/generation-answer";
import { HttpService, type Routes } from "../services/http-service";
import { megaserviceRoutes } from "../services/megaservice-routes";
import { dataprepRoutes, guardrailsRoutes, retrieverRoutes } from "../services/opea-routes";
import { teiRoutes } from "../services/tei-routes";
import { tgiRoutes } from "../services/tgi-routes";
import { vllmRoutes } from "../services/vllm-routes";
import type { TruthLog } from "../truth/truth-log";
import type { LiveConfig } from "./live-config";

/** A service, whatever its server is. */
export type AnyService = Pick<
  HttpService<SimulatedServer>,
  "slot" | "address" | "open" | "close" | "metricsFault" | "settled"
>;

export interface Parts {
  readonly deployment: Deployment;
  readonly clock: WallClock;
  readonly truth: TruthLog;
  readonly onTrouble: (error: unknown) => void;
}

/** A service for each server of the deployment, not open yet. The megaservice comes last. */
export function httpServices(config: LiveConfig, parts: Parts): readonly AnyService[] {
  const { deployment, clock, truth } = parts;
  const { slots } = deployment;
  const builder = new Builder(config, parts);
  const around = (role: Role): Surroundings => ({
    log: truth,
    role,
    enter: (action) => {
      clock.enter(action);
    },
    unixTime: () => clock.startedAt + clock.now(),
    now: () => clock.now(),
  });
  const engineRoutes = (role: Role) =>
    builder.softwareOf(role) === "tgi" ? tgiRoutes(around(role)) : vllmRoutes(around(role));
  const { enter, unixTime } = around("megaservice");
  return [
    ...builder.services("llm", slots.llm, () => engineRoutes("llm")),
    ...builder.services("embedding", [slots.embedding], () => teiRoutes(truth, "embedding")),
    ...builder.services("reranking", [slots.reranking], () => teiRoutes(truth, "reranking")),
    ...builder.services("retriever", [slots.retriever], () => retrieverRoutes(truth)),
    ...builder.services("dataprep", [slots.dataprep], () => dataprepRoutes(truth)),
    ...builder.services("guardrails-llm", [slots.guardrailsLlm], () =>
      engineRoutes("guardrails-llm"),
    ),
    ...builder.services("guardrails", [slots.guardrails], () => guardrailsRoutes(truth)),
    ...builder.services("megaservice", [slots.megaservice], () =>
      megaserviceRoutes(enter, unixTime),
    ),
  ];
}

class Builder {
  constructor(
    private readonly config: LiveConfig,
    private readonly parts: Parts,
  ) {}

  services<S extends SimulatedServer>(
    role: Role,
    slots: readonly (ServerSlot<S> | undefined)[],
    routes: () => Routes<S>,
  ): readonly AnyService[] {
    const { clock, onTrouble } = this.parts;
    const port = this.service(role)?.port ?? 0;
    const made = slots.some((slot) => slot !== undefined) ? routes() : undefined;
    return slots.flatMap((slot, index) => {
      if (slot === undefined || made === undefined) return [];
      const own = port === 0 ? 0 : port + index;
      return [new HttpService(slot, made, clock, this.config.bind, own, onTrouble)];
    });
  }

  softwareOf(role: Role): ServiceConfig["software"] | undefined {
    return this.service(role)?.software;
  }

  private service(role: Role): ServiceConfig | undefined {
    return this.config.services.find((service) => service.role === role);
  }
}
