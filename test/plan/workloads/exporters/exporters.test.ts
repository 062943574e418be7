import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { chosenExporters } from "../../../../plan/workloads/exporters/chosen-exporters";
import { componentOfJob } from "../../../../plan/targets/jobs";
import type { Exporter } from "../../../../plan/workloads/exporters/exporter";
import type { Text } from "../../../../plan/workloads/workload";
import { exporterSettings, watched } from "./watched";

const program = { name: "node_exporter", path: "/usr/bin/node_exporter", version: "1.12.1" };

function chosen(raw: object = {}, near = watched()): readonly Exporter[] {
  const everything = { dcgm: { enabled: true }, gaudi: { enabled: true } };
  return chosenExporters(exporterSettings({ ...everything, ...raw }), { watched: near });
}

function exporter(name: string, raw: object = {}, near = watched()): Exporter {
  const found = chosen(raw, near).find(({ workload }) => workload.name === name);
  if (found === undefined) throw new Error(`There is no ${name}`);
  return found;
}

/** A text with its holes as `{listen web}`. */
function shown(text: Text): string {
  const parts = typeof text === "string" ? [text] : text;
  return parts
    .map((part) => (typeof part === "string" ? part : `{${Object.values(part).join(" ")}}`))
    .join("");
}

const argsOf = ({ workload }: Exporter): readonly string[] => workload.args.map(shown);

describe("every exporter", () => {
  for (const { workload, targets } of chosen()) {
    const { container } = workload;
    const access = container?.hostAccess;

    it(`${workload.name} is reached by the stack alone, and scraped where it listens`, () => {
      assert.deepEqual(
        workload.ports.map(({ bind, privateToStack }) => ({ bind, privateToStack })),
        [{ bind: "127.0.0.1", privateToStack: true }],
      );
      assert.ok(targets.length > 0, "nothing of it is scraped");
      for (const { job, component, servedBy } of targets) {
        assert.deepEqual(servedBy, { workload: workload.name, port: "web" });
        assert.equal(componentOfJob(job), component, `the job ${job} is not among the known ones`);
      }
    });

    it(`${workload.name} has a pinned image, no root, a memory limit, a health command`, () => {
      assert.match(container?.image.tag ?? "", /^v?\d+\.\d+\.\d+/);
      assert.match(container?.user ?? "", /^[1-9]\d*:[1-9]\d*$/);
      assert.ok((container?.memoryBytes ?? 0) >= 64 * 1024 * 1024);
      const health = container?.healthCommand.map(shown).join(" ") ?? "";
      assert.ok(health.includes(String(workload.ports[0]?.number)), health);
      assert.ok(health.includes(workload.readiness.path), health);
    });

    it(`${workload.name} says why it needs what it needs of the host`, () => {
      for (const { reason } of [...(access?.mounts ?? []), ...(access?.devices ?? [])]) {
        assert.match(reason, /^[A-Z].{20,}\.$/);
      }
    });

    it(`${workload.name} does not see Docker's socket`, () => {
      assert.ok(!(access?.mounts ?? []).some(({ hostPath }) => hostPath.includes("docker")));
    });
  }
});

describe("node_exporter", () => {
  it("sees the host's files and mount table in a container", () => {
    const { workload } = exporter("node-exporter");
    const access = workload.container?.hostAccess;
    const rootfs = argsOf({ workload, targets: [] }).find((arg) =>
      arg.startsWith("--path.rootfs="),
    );
    assert.equal(rootfs, `--path.rootfs=${access?.mounts[0]?.containerPath ?? ""}`);
    assert.equal(access?.mounts[0]?.hostPath, "/");
    assert.match(access.hostPid ?? "", /mount table/);
  });

  it("reports no network of the container as the host's", () => {
    assert.ok(argsOf(exporter("node-exporter")).includes("--no-collector.netdev"));
  });

  it("sees a disk that the host mounts later", () => {
    const [root] = exporter("node-exporter").workload.container?.hostAccess?.mounts ?? [];
    assert.match(root?.laterMounts ?? "", /disk/);
  });

  it("is a plain process on the process platform, with the host's network", () => {
    const [found] = chosenExporters(exporterSettings({ node: { port: 9101 } }), {
      hostPrograms: { nodeExporter: program },
    });
    assert.ok(found);
    assert.deepEqual(found.workload.program, program);
    assert.equal(found.workload.container, undefined);
    const args = argsOf(found);
    assert.equal(args[0], "--web.listen-address={listen web}");
    assert.ok(!args.some((arg) => /rootfs|netdev/.test(arg)), args.join(" "));
    assert.equal(found.workload.ports[0]?.number, 9101);
    assert.equal(found.targets[0]?.address, "127.0.0.1:9101");
  });

  it("counts each disk once", () => {
    const excluded = new RegExp(
      argsOf(exporter("node-exporter"))
        .find((arg) => arg.includes("mount-points-exclude"))
        ?.split("=")[1] ?? "",
    );
    const seen = ["/", "/boot/efi", "/home", "/var/lib/docker", "/data/run"];
    const hidden = [
      "/proc",
      "/var/lib/docker/overlay2/abc/merged",
      "/run/docker/netns/default",
      "/snap/core/1",
    ];
    assert.deepEqual(
      [...seen, ...hidden].filter((path) => !excluded.test(path)),
      seen,
    );
  });
});

describe("cAdvisor", () => {
  it("follows Docker's control groups, of which anybody may read", () => {
    const found = exporter("cadvisor");
    assert.ok(
      argsOf(found).includes("--raw_cgroup_prefix_whitelist=/docker/,/system.slice/docker-"),
    );
    assert.ok(!argsOf(found).some((arg) => /^--enable_metrics=.*network/.test(arg)));
    assert.deepEqual(
      found.workload.container?.hostAccess?.devices.map(({ path }) => path),
      ["/dev/kmsg"],
    );
  });

  it("asks Docker when it is told so, which only root can", () => {
    const found = exporter("cadvisor", { cadvisor: { dockerSocket: true } });
    const { user, hostAccess } = found.workload.container ?? {};
    assert.equal(user, "0:0");
    assert.ok(hostAccess?.mounts.some(({ hostPath }) => hostPath === "/var/run/docker.sock"));
    assert.ok(argsOf(found).some((arg) => /^--enable_metrics=.*,network$/.test(arg)));
    assert.ok(!argsOf(found).some((arg) => arg.startsWith("--raw_cgroup_prefix_whitelist")));
  });
});

describe("redis_exporter", () => {
  const address = (...near: Parameters<typeof watched>): string | undefined =>
    argsOf(exporter("redis-exporter", {}, watched(...near)))[0];

  it("finds Redis by its container, its published port or the user's address", () => {
    assert.equal(address(), "--redis.addr=redis://redis-vector-db:6379");
    assert.equal(
      address({ hardware: "rocm", release: "1.2", engine: "tgi" }, { via: "host", host: "h" }),
      "--redis.addr=redis://h:16379",
    );
    assert.equal(
      address({}, { via: "compose" }, { vectorstore: { address: "10.0.0.7:6379" } }),
      "--redis.addr=redis://10.0.0.7:6379",
    );
    assert.equal(
      argsOf(exporter("redis-exporter", { redis: { address: "r:1" } }))[0],
      "--redis.addr=redis://r:1",
    );
  });

  it("is left out when the store is not there to be measured", () => {
    const near = watched({}, { via: "compose" }, { vectorstore: { enabled: false } });
    assert.throws(() => exporter("redis-exporter", {}, near));
  });

  it("measures the search module and its indexes", () => {
    const args = argsOf(exporter("redis-exporter"));
    assert.ok(args.includes("--include-modules-metrics"));
    assert.ok(args.includes("--include-search-indexes-metrics"));
  });
});

describe("blackbox_exporter", () => {
  const urls = (raw: object = {}, near = watched()): readonly (string | undefined)[] =>
    exporter("blackbox-exporter", raw, near).targets.map(({ probe }) => probe?.url);

  it("probes the proxy before the UI, and the health of the service behind /v1/chatqna", () => {
    assert.deepEqual(urls(), [
      "http://chatqna-xeon-nginx-server:80/",
      "http://chatqna-xeon-backend-server:8888/v1/health_check",
    ]);
  });

  it("probes the UI itself where there is no proxy", () => {
    const near = watched({ release: "1.0", vectorStore: "qdrant", engine: "tgi" });
    assert.equal(urls({}, near)[0], "http://chatqna-xeon-ui-server:5173/");
  });

  it("probes published ports, and what the user names", () => {
    const near = watched({}, { via: "host", host: "::1" });
    assert.deepEqual(urls({ blackbox: { urls: ["https://chat.example/a"] } }, near), [
      "http://[::1]:80/",
      "http://[::1]:8888/v1/health_check",
      "https://chat.example/a",
    ]);
  });

  it("uses a module of the image's own configuration, and so needs no files", () => {
    const { workload, targets } = exporter("blackbox-exporter");
    assert.deepEqual(workload.files, []);
    assert.deepEqual([...new Set(targets.map(({ probe }) => probe?.module))], ["http_2xx"]);
  });
});

describe("the exporters of accelerators", () => {
  it("ask for the GPUs with a reason, and for no profiling, which wants root", () => {
    const { workload } = exporter("dcgm-exporter");
    assert.match(workload.container?.hostAccess?.gpus ?? "", /driver/);
    assert.doesNotMatch(shown(workload.files[0]?.content ?? ""), /DCGM_FI_PROF/);
  });

  it("list each field of DCGM once, with a type and a help", () => {
    const { workload } = exporter("dcgm-exporter");
    const lines = shown(workload.files[0]?.content ?? "")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"));
    for (const line of lines) assert.match(line, /^DCGM_FI_DEV_[A-Z_]+, (gauge|counter), [^,]+\.$/);
    assert.equal(new Set(lines.map((line) => line.split(",")[0])).size, lines.length);
  });

  it("are given the control device of each Gaudi card, and no other", () => {
    const { workload } = exporter("gaudi-exporter", { gaudi: { enabled: true, cards: 2 } });
    assert.deepEqual(
      workload.container?.hostAccess?.devices.map(({ path }) => path),
      ["/dev/accel/accel_controlD0", "/dev/accel/accel_controlD1"],
    );
  });
});
