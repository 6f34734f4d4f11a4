import { agent } from '../catalogue/agent.ts';
import { metersOf } from './define.ts';
import { costOf, type Prices, type Tokens } from './prices.ts';

/** What a call of a model used; no number that is unknown is made up. */
export interface Usage extends Tokens {
  /** `openai`, `anthropic`: https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/ */
  readonly provider: string;
  /** The model that was asked for. */
  readonly model?: string | undefined;
  /** The model that answered, whose price counts where the table does not have the one that was asked for. */
  readonly response?: string | undefined;
  /** The agent that called. */
  readonly name?: string | undefined;
  /** Tokens spent on thinking; among the output. */
  readonly reasoning?: number | undefined;
}

const meters = metersOf({ tokens: agent.tokens, cost: agent.cost, unpriced: agent.unpriced });
const kinds = ['input', 'output', 'cacheRead', 'cacheWrite', 'reasoning'] as const;

let prices: Prices | undefined;

/** Says what models cost from now on; undefined where nobody asked for costs. */
export function setPrices(to: Prices | undefined): void {
  prices = to;
}

/**
 * Counts the tokens of a call, and what it cost by the operator's price table. A model that the table does not have counts as unpriced; without
 * a table there are neither costs nor unpriced calls.
 */
export function recordUsage(usage: Usage): void {
  const { provider, model, response, name } = usage;
  const by = { provider, model, name };
  for (const kind of kinds) {
    const used = usage[kind];
    if (used !== undefined && used !== null) meters.tokens[kind].add(used, by);
  }
  if (prices === undefined) return;
  const price = prices.of(model) ?? prices.of(response);
  if (price === undefined) meters.unpriced.add(1, { provider, model });
  else meters.cost.add(costOf(price, usage), by);
}
