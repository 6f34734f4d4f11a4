/** Who answers, by the host: https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/#gen-ai-provider-name */
const hosts: readonly (readonly [host: RegExp, provider: string])[] = [
  [/\.(openai|cognitiveservices)\.azure\.com$/, 'azure.ai.openai'],
  [/\.services\.ai\.azure\.com$/, 'azure.ai.inference'],
  [/^bedrock[a-z-]*\.[a-z0-9-]+\.amazonaws\.com$/, 'aws.bedrock'],
  [/^generativelanguage\.googleapis\.com$/, 'gcp.gemini'],
  [/^([a-z0-9-]+-)?aiplatform\.googleapis\.com$/, 'gcp.vertex_ai'],
  [/^api\.deepseek\.com$/, 'deepseek'],
  [/^api\.groq\.com$/, 'groq'],
  [/^api\.mistral\.ai$/, 'mistral_ai'],
  [/^api\.perplexity\.ai$/, 'perplexity'],
  [/^api\.x\.ai$/, 'x_ai'],
];

/** Who answers at an address: whom the conventions know there, else whoever made the library. */
export function providerAt(address: string, otherwise: string): string {
  if (!URL.canParse(address)) return otherwise;
  const { hostname } = new URL(address);
  return hosts.find(([host]) => host.test(hostname))?.[1] ?? otherwise;
}
