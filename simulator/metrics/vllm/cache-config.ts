import type { VllmOptions } from "./events";
import type { Labels } from "../text/labels";
import { writeNumber } from "../../replay/number-notation";

/**
 * The labels of `vllm:cache_config_info`: every field of the cache's configuration, written by
 * Python's str(). What the options do not say is as recorded, or as the default of V0's source.
 */
export function cacheConfigLabels(options: VllmOptions): Labels {
  switch (options.version) {
    case "0.6":
      return cacheConfig06(options);
    case "0.10":
      return cacheConfig010(options);
    case "0.33":
      return cacheConfig033(options);
  }
}

function cacheConfig06({ blockSize, blocks, gpuMemoryUtilization = 0.9 }: VllmOptions): Labels {
  return {
    block_size: String(blockSize),
    gpu_memory_utilization: float(gpuMemoryUtilization),
    swap_space_bytes: "4294967296",
    num_gpu_blocks_override: "None",
    cache_dtype: "auto",
    is_attention_free: "False",
    sliding_window: "None",
    enable_prefix_caching: "False",
    cpu_offload_gb: "0",
    num_gpu_blocks: String(blocks),
    num_cpu_blocks: "2048",
  };
}

function cacheConfig010({ blockSize, blocks, gpuMemoryUtilization = 0.9 }: VllmOptions): Labels {
  return {
    block_size: String(blockSize),
    cache_dtype: "auto",
    calculate_kv_scales: "False",
    cpu_kvcache_space_bytes: "1073741824",
    cpu_offload_gb: "0.0",
    enable_prefix_caching: "True",
    engine: "0",
    gpu_memory_utilization: float(gpuMemoryUtilization),
    is_attention_free: "False",
    kv_cache_memory_bytes: "None",
    kv_sharing_fast_prefill: "False",
    mamba_cache_dtype: "auto",
    mamba_page_size_padded: "None",
    mamba_ssm_cache_dtype: "auto",
    num_cpu_blocks: "None",
    num_gpu_blocks: String(blocks),
    num_gpu_blocks_override: "None",
    prefix_caching_hash_algo: "sha256",
    sliding_window: "None",
    swap_space: "4.0",
    swap_space_bytes: "4294967296.0",
  };
}

function cacheConfig033(options: VllmOptions): Labels {
  const { blockSize, blocks, maxModelLength, gpuMemoryUtilization = 0.92 } = options;
  const tokens = blockSize * blocks;
  return {
    _block_size_resolved: "True",
    block_size: String(blockSize),
    cache_dtype: "auto",
    cache_hit_alignment_tokens: "None",
    effective_attention_block_size: String(blockSize),
    enable_mamba_shared_prefix_checkpoint: "False",
    enable_prefix_caching: "True",
    engine: "0",
    gpu_memory_utilization: float(gpuMemoryUtilization),
    hash_block_size: "None",
    is_attention_free: "False",
    kv_cache_dtype_skip_layers: "[]",
    kv_cache_layout: "None",
    kv_cache_max_concurrency: float(tokens / maxModelLength),
    kv_cache_memory_bytes: "1073741824",
    kv_cache_size_tokens: String(tokens),
    kv_offloading_backend: "native",
    kv_offloading_size: "None",
    kv_sharing_fast_prefill: "False",
    mamba_block_size: "None",
    mamba_cache_dtype: "auto",
    mamba_cache_mode: "none",
    mamba_page_size_padded: "None",
    mamba_ssm_cache_dtype: "float32",
    num_cpu_blocks: "None",
    num_gpu_blocks: String(blocks),
    num_gpu_blocks_override: "None",
    prefix_cache_retention_interval: "0",
    prefix_caching_hash_algo: "sha256",
    prefix_match_unit: "None",
    replayssm_buffer_len: "16",
    simple_cpu_offload_num_blocks: "None",
    skip_page_size_padded: "None",
    sliding_window: "None",
    swa_bounded_replay: "True",
    use_kda_recoverssm: "False",
    use_replayssm: "False",
    user_specified_block_size: "True",
  };
}

function float(value: number): string {
  return writeNumber(value, "python");
}
