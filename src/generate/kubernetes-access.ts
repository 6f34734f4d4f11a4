import type { Access, Deployment } from '../alerts/deployment.ts';
import { mounts, type SecretKey, secretKey } from './kubernetes-keys.ts';
import { dnsName } from './kubernetes-names.ts';

/** The same as a file says, by references to Secrets of the namespace of the monitor. */
function tlsOf(
  { caFile, certFile, keyFile, serverName, insecureSkipVerify }: NonNullable<Access['tlsConfig']>,
  kept: (file: string) => SecretKey,
) {
  return {
    ...(caFile !== undefined && { ca: { secret: kept(caFile) } }),
    ...(certFile !== undefined && { cert: { secret: kept(certFile) } }),
    ...(keyFile !== undefined && { keySecret: kept(keyFile) }),
    ...(serverName !== undefined && { serverName }),
    ...(insecureSkipVerify !== undefined && { insecureSkipVerify }),
  };
}

/** How the instances of a job are asked in a cluster; a user's name stands beside the password, as the key `username`. */
export function askedBy(job: string, { access }: Deployment) {
  const { scheme, metricsPath, tlsConfig, basicAuth, authorization }: Access = access[job] ?? {};
  // of another name than all that is generated
  const kept = (file: string): SecretKey => secretKey(file, mounts.prometheus, `autonomica-access-${dnsName(job)}`);
  return {
    ...(metricsPath !== undefined && { path: metricsPath }),
    ...(scheme !== undefined && { scheme }),
    ...(tlsConfig && { tlsConfig: tlsOf(tlsConfig, kept) }),
    ...(basicAuth && {
      basicAuth: { username: { ...kept(basicAuth.passwordFile), key: 'username' }, password: kept(basicAuth.passwordFile) },
    }),
    ...(authorization && { authorization: { credentials: kept(authorization.credentialsFile) } }),
  };
}
