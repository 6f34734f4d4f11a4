import assert from 'node:assert/strict';
import { providerAt } from '../../instrumentation/agent/provider.ts';

const addresses: Readonly<Record<string, string>> = {
  'https://api.openai.com/v1': 'openai',
  'http://localhost:11434/v1': 'openai',
  'https://ec2-3-4-5-6.compute.amazonaws.com/v1': 'openai',
  'https://notapi.x.ai/v1': 'openai',
  'not an address': 'openai',
  'https://autonomica.openai.azure.com/openai': 'azure.ai.openai',
  'https://autonomica.cognitiveservices.azure.com': 'azure.ai.openai',
  'https://autonomica.services.ai.azure.com/models': 'azure.ai.inference',
  'https://bedrock-runtime.eu-north-1.amazonaws.com/openai/v1': 'aws.bedrock',
  'https://europe-north1-aiplatform.googleapis.com/v1': 'gcp.vertex_ai',
  'https://aiplatform.googleapis.com/v1': 'gcp.vertex_ai',
  'https://generativelanguage.googleapis.com/v1beta/openai/': 'gcp.gemini',
  'https://api.deepseek.com': 'deepseek',
  'https://api.groq.com/openai/v1': 'groq',
  'https://api.mistral.ai/v1': 'mistral_ai',
  'https://api.perplexity.ai': 'perplexity',
  'https://api.x.ai/v1': 'x_ai',
};

describe('the provider of a model', () => {
  for (const [address, provider] of Object.entries(addresses))
    it(`at ${address} is ${provider}`, () => assert.equal(providerAt(address, 'openai'), provider));
});
