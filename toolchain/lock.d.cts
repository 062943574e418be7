/**
 * Runs `work` while no other process runs work under the same lock. Safe against owners that died:
 * their lock is taken over. Not reentrant: work must not take the same lock again.
 *
 * @param directory The lock's path; it exists only while the lock is held. Its parent is created.
 * @param onWait Told once, when another process holds the lock: its pid.
 */
export function withLock<T>(
  directory: string,
  work: () => Promise<T>,
  onWait?: (pid: number) => void,
): Promise<T>;
