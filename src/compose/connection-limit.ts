/**
 * How many connections may be open at once: at most half of the files the process may open. The rest is for the calls of
 * turns, the database and the log. Beyond the limit of the system connections are reset without a word.
 * @param configured `server.max_connections`
 * @returns with a warning for the operator where the limit of the system is the lower one
 */
export function connectionLimit(
  configured: number,
  openFiles = readOpenFilesLimit(),
): { limit: number; warning?: string } {
  const half = Math.max(1, Math.floor(openFiles / 2));
  if (configured <= half) return { limit: configured };
  const warning = `the process may open ${openFiles} files, so at most ${half} connections are taken at once, not ${configured} (server.max_connections): raise the limit (ulimit -n, LimitNOFILE of systemd) or lower the setting`;
  return { limit: half, warning };
}

interface Report {
  userLimits?: { open_files?: { soft?: number | string } };
}

/** The limit of the system; infinite where it cannot be known. */
function readOpenFilesLimit(): number {
  const limit = (process.report?.getReport() as Report | undefined)?.userLimits?.open_files?.soft;
  return typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY;
}
