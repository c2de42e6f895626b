/** Settings of every database: no extension is ever looked for on the network. */
export const offline = {
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
} as const;
