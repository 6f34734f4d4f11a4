import { activity } from './activity.ts';
import { counter, gauge, histogram, updown } from './define.ts';

/** https://github.com/open-telemetry/semantic-conventions-genai: calls of models and tools, runs of agents, workflows. */
const calls = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];
const runs = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];
const workflows = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200];
const perToken = [0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1, 2.5];
const counts = [1, 2, 4, 8, 16, 32, 64, 128];

const name = { name: 'gen_ai.agent.name', keep: 50, optional: true } as const;
const type = { name: 'autonomica.agent.type', keep: 20, optional: true } as const;
const priority = { name: 'autonomica.task.priority', of: ['high', 'normal', 'low'], optional: true } as const;
const error = { name: 'error.type', keep: 30, optional: true } as const;
const outcome = { name: 'autonomica.agent.run.outcome', of: ['completed', 'failed', 'cancelled'] } as const;
const operation = { name: 'gen_ai.operation.name', of: ['chat', 'generate_content', 'text_completion'] } as const;
const provider = { name: 'gen_ai.provider.name', keep: 10 } as const;
const model = { name: 'gen_ai.request.model', keep: 30, optional: true } as const;
const response = { name: 'gen_ai.response.model', keep: 30, optional: true } as const;
const tool = { name: 'gen_ai.tool.name', keep: 50 } as const;
const workflow = { name: 'gen_ai.workflow.name', keep: 50 } as const;
const called = { operation, provider, model } as const;
const ends = { outcome: { name: 'autonomica.outcome', of: ['completed', 'failed'] } } as const;
/** An answer may say of itself that it failed, or be left before its end. */
const answered = { ...ends, response, error } as const;

/** Agents, the models they call and the tools they use. Never ids of runs, sessions or users, never a prompt. */
export const agent = {
  run: activity({
    attributes: { name, type, priority },
    ends: { outcome },
    returned: { outcome: 'completed' },
    thrown: { outcome: 'failed' },
    metrics: {
      active: updown({
        name: 'autonomica.agent.run.active',
        unit: '{run}',
        means: 'Runs of agents that are going on.',
        attributes: { name, type, priority },
        limit: 500,
      }),
      duration: histogram({
        name: 'gen_ai.invoke_agent.duration',
        unit: 's',
        means: 'How long a run of an agent took.',
        attributes: { name, type, outcome, error },
        buckets: runs,
        limit: 280,
      }),
      ended: counter({
        name: 'autonomica.agent.runs',
        unit: '{run}',
        means: 'Runs of agents by how they ended.',
        attributes: { name, type, priority, outcome },
        limit: 1000,
      }),
      longest: gauge({
        name: 'autonomica.agent.run.longest.age',
        unit: 's',
        means: 'How long the run of an agent has been going on that was started first.',
        attributes: { name, type },
      }),
    },
  }),
  steps: histogram({
    name: 'autonomica.agent.run.steps',
    unit: '{step}',
    means: 'How many steps a run took.',
    attributes: { name, type },
    buckets: counts,
    limit: 200,
  }),
  modelCalls: histogram({
    name: 'gen_ai.invoke_agent.inference_calls',
    unit: '{inference_call}',
    means: 'How many calls of models a run made, those that failed included.',
    attributes: { name, type },
    buckets: counts,
    limit: 200,
  }),
  toolCalls: histogram({
    name: 'gen_ai.invoke_agent.tool_calls',
    unit: '{tool_call}',
    means: 'How many calls of tools a run made, those that failed included.',
    attributes: { name, type },
    buckets: counts,
    limit: 200,
  }),
  tool: activity({
    attributes: { tool, name },
    ends,
    returned: { outcome: 'completed' },
    thrown: { outcome: 'failed' },
    metrics: {
      active: updown({
        name: 'autonomica.tool.active',
        unit: '{tool_call}',
        means: 'Calls of tools that are going on.',
        attributes: { tool },
      }),
      duration: histogram({
        name: 'gen_ai.execute_tool.duration',
        unit: 's',
        means: 'How long a call of a tool took.',
        attributes: { tool, name, error },
        buckets: calls,
        limit: 280,
      }),
    },
  }),
  workflow: activity({
    attributes: { workflow },
    ends,
    returned: { outcome: 'completed' },
    thrown: { outcome: 'failed' },
    metrics: {
      active: updown({
        name: 'autonomica.workflow.active',
        unit: '{workflow}',
        means: 'Workflows that are going on.',
        attributes: { workflow },
      }),
      duration: histogram({
        name: 'gen_ai.invoke_workflow.duration',
        unit: 's',
        means: 'How long a workflow took.',
        attributes: { workflow, error },
        buckets: workflows,
        limit: 280,
      }),
    },
  }),
  /** https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/ */
  call: activity({
    attributes: called,
    ends: answered,
    returned: { outcome: 'completed' },
    thrown: { outcome: 'failed' },
    metrics: {
      active: updown({
        name: 'autonomica.model.call.active',
        unit: '{inference_call}',
        means: 'Calls of models that are going on, until the last of their answer has come.',
        attributes: { provider, model },
        limit: 300,
      }),
      duration: histogram({
        name: 'gen_ai.client.inference.duration',
        unit: 's',
        means: 'How long a call of a model took, until the last of its answer had come.',
        attributes: { ...called, response, error },
        buckets: calls,
        limit: 280,
      }),
    },
  }),
  /** Not an inference: the conventions leave embeddings under the older name. */
  embedding: activity({
    attributes: { operation: { name: 'gen_ai.operation.name', of: ['embeddings'] }, provider, model },
    ends: answered,
    returned: { outcome: 'completed' },
    thrown: { outcome: 'failed' },
    metrics: {
      active: updown({
        name: 'autonomica.embedding.active',
        unit: '{call}',
        means: 'Calls for embeddings that are going on.',
        attributes: { provider, model },
        limit: 300,
      }),
      duration: histogram({
        name: 'gen_ai.client.operation.duration',
        unit: 's',
        means: 'How long a call for embeddings took.',
        attributes: { operation: { name: 'gen_ai.operation.name', of: ['embeddings'] }, provider, model, response, error },
        buckets: calls,
        limit: 280,
      }),
    },
  }),
  firstChunk: histogram({
    name: 'gen_ai.client.inference.time_to_first_chunk',
    unit: 's',
    means: 'How long it took until the first of a streamed answer came.',
    attributes: called,
    buckets: calls,
    limit: 280,
  }),
  perToken: histogram({
    name: 'gen_ai.client.inference.time_per_output_chunk',
    unit: 's',
    means: 'Time between the first and the last of a streamed answer, by each token of it after the first.',
    attributes: called,
    buckets: perToken,
    limit: 280,
  }),
  tokens: {
    input: counter({
      name: 'gen_ai.client.inference.usage.input_tokens',
      unit: '{token}',
      means: 'Tokens given to models.',
      attributes: { provider, model, name },
      limit: 500,
    }),
    output: counter({
      name: 'gen_ai.client.inference.usage.output_tokens',
      unit: '{token}',
      means: 'Tokens that models gave.',
      attributes: { provider, model, name },
      limit: 500,
    }),
    cacheRead: counter({
      name: 'gen_ai.client.inference.usage.cache_read.input_tokens',
      unit: '{token}',
      means: 'Tokens given to models that were read from a cache; among the input tokens.',
      attributes: { provider, model, name },
      limit: 500,
    }),
    cacheWrite: counter({
      name: 'gen_ai.client.inference.usage.cache_write.input_tokens',
      unit: '{token}',
      means: 'Tokens given to models that were written to a cache; among the input tokens.',
      attributes: { provider, model, name },
      limit: 500,
    }),
    reasoning: counter({
      name: 'gen_ai.client.inference.usage.reasoning.output_tokens',
      unit: '{token}',
      means: 'Tokens that models spent on thinking; among the output tokens.',
      attributes: { provider, model, name },
      limit: 500,
    }),
  },
  cost: counter({
    name: 'autonomica.gen_ai.cost',
    unit: '{usd}',
    means: 'What calls of models cost in US dollars, by the price table of the operator.',
    attributes: { provider, model, name },
    limit: 500,
  }),
  unpriced: counter({
    name: 'autonomica.gen_ai.unpriced',
    unit: '{inference_call}',
    means: 'Calls of models whose price the table does not have; their cost is not guessed.',
    attributes: { provider, model },
    limit: 300,
  }),
} as const;
