import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';

/** The file of `caFile` is not there, or holds no certificates. */
export class CertificatesUnusable extends Error {
  override readonly name = 'CertificatesUnusable';
}

/** The certificates of a PEM file, with those that Node knows: what is public stays trusted. Throws CertificatesUnusable. */
export function certificatesOf(file: string): readonly string[] {
  const text = readText(file);
  if (!text.includes('-----BEGIN CERTIFICATE-----'))
    throw new CertificatesUnusable(`${file} holds no certificate in PEM (-----BEGIN CERTIFICATE-----)`);
  return [...rootCertificates, text];
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CertificatesUnusable(`${file} cannot be read: ${why}`);
  }
}
