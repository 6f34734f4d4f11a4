import { basename, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Deployment } from '../alerts/deployment.ts';
import { ConfigError } from '../environment.ts';
import { type Own, ownOf } from '../generate/own.ts';
import { messageOf } from '../message-of.ts';

async function loaded(path: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(resolve(path)).href)) as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new ConfigError([`--catalogue: ${path} can't be loaded: ${messageOf(error)}`]);
  }
}

/** The module that --catalogue names. @throws ConfigError that lists what is wrong about it */
export const ownAt = async (path: string, deployment: Deployment): Promise<Own> => ownOf(await loaded(path), basename(path), deployment);
