// The library below asks for it.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type X509Certificate,
} from '@peculiar/x509';
import { onTestFinished } from 'vitest';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

/** A certificate and its key, as files (PEM). */
export interface Identity {
  readonly certificate: string;
  readonly key: string;
}

export interface Authority extends Identity {
  /** A certificate that it vouches for; of servers with the names and addresses that they have. */
  identity(name: string, hosts?: readonly string[]): Promise<Identity>;
}

/** A certificate authority of the running test's own. */
export async function authority(name: string): Promise<Authority> {
  cryptoProvider.set(webcrypto);
  const folder = mkdtempSync(join(tmpdir(), 'tunesmith-certificates-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const [notBefore, notAfter] = [new Date(Date.now() - 3_600_000), new Date(Date.now() + 86_400_000)];
  const dates = { notBefore, notAfter, signingAlgorithm: algorithm };
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const own = await X509CertificateGenerator.createSelfSigned({
    ...dates,
    name: `CN=${name}`,
    keys,
    extensions: [new BasicConstraintsExtension(true, 1, true)],
  });
  const save = async (file: string, made: X509Certificate, key: webcrypto.CryptoKey): Promise<Identity> => {
    const at = { certificate: join(folder, `${file}.pem`), key: join(folder, `${file}.key`) };
    const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
    writeFileSync(at.certificate, made.toString('pem'));
    writeFileSync(at.key, `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`);
    return at;
  };
  return {
    ...(await save('authority', own, keys.privateKey)),
    async identity(subject, hosts = []) {
      const pair = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const names = hosts.map((value) => ({ type: /^[\d.]+$/.test(value) ? 'ip' : 'dns', value }) as const);
      const made = await X509CertificateGenerator.create({
        ...dates,
        subject: `CN=${subject}`,
        issuer: own.subject,
        publicKey: pair.publicKey,
        signingKey: keys.privateKey,
        extensions: names.length === 0 ? [] : [new SubjectAlternativeNameExtension(names)],
      });
      return save(subject, made, pair.privateKey);
    },
  };
}
