import type { InitializeHook, LoadHook } from 'node:module';
import { appended, fileOf } from './append.ts';

/** The hooks of `modules.ts`, for versions of Node that have none in the application's own thread. */
let statements: Readonly<Record<string, string>> = {};

export const initialize: InitializeHook<Readonly<Record<string, string>>> = (given) => {
  statements = given;
};

export const load: LoadHook = async (url, context, next) => appended(await next(url, context), statements[fileOf(url)]);
