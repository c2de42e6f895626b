/**
 * Settings of every database: no extension is ever looked for on the network, and files are not kept in memory beside
 * the kernel's own cache of them.
 */
export const offline = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  enable_external_file_cache: 'false',
} as const;
