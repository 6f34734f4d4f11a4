import { project } from './scratch.ts';

/** LangChain with two providers, whose own packages it brings along. */
export const withLangChain = (): Promise<string> =>
  project(
    '@langchain/core@1.4.0',
    '@langchain/openai@1.6.0',
    '@langchain/anthropic@1.5.11',
    'langchain@1.5.14',
    'zod@4.6.7',
    'openai@7.57.0',
    '@anthropic-ai/sdk@1.12.0',
  );
